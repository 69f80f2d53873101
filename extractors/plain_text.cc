#include "extractors/plain_text.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "extractors/fused_table.h"
#include "extractors/source_text.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

constexpr std::size_t kMaxHeadingBytes = 90;
constexpr std::size_t kMaxHeadingWords = 12;
constexpr std::array<std::string_view, 6> kBullets = {"•", "◦", "▪", "- ", "* ", "+ "};

// Length of a bullet with its blanks at the start of `line`; 0 where none.
std::size_t bullet_length(std::string_view line) {
  std::size_t at = 0;
  while (at < line.size() && is_space(line[at])) ++at;
  for (const std::string_view bullet : kBullets) {
    if (line.substr(at, bullet.size()) != bullet) continue;
    at += bullet.size();
    while (at < line.size() && is_space(line[at])) ++at;
    return at;
  }
  return 0;
}

// A title stands alone, is short, starts like one and ends no sentence.
bool looks_like_heading(std::string_view text) {
  if (text.empty() || text.size() > kMaxHeadingBytes) return false;
  const char first = text.front();
  const bool starts = (first >= 'A' && first <= 'Z') || is_digit(first) ||
                      static_cast<unsigned char>(first) >= 0xC2;
  if (!starts || std::string_view(".,;:").find(text.back()) != std::string_view::npos) return false;
  const auto spaces = static_cast<std::size_t>(std::count(text.begin(), text.end(), ' '));
  return spaces < kMaxHeadingWords && text.find(". ", 4) == std::string_view::npos;
}

class PlainTextReader {
 public:
  PlainTextReader(std::string_view text, const OffsetMap& map, const Names& names,
                  const Rules& rules, Document& document, std::vector<Diagnostic>& diagnostics)
      : map_(map), names_(names), rules_(rules), document_(document), diagnostics_(diagnostics) {
    split_lines(text);
  }

  void read() {
    std::vector<FusedTable> tables = solve_fused_tables(lines_, names_, rules_, diagnostics_);
    auto table = tables.begin();
    std::size_t at = 0;
    while (at < lines_.size()) {
      if (table != tables.end() && table->first_line == at) {
        at = table->last_line + 1;
        add_table(std::move(table->table));
        ++table;
      } else {
        add_line(at++);
      }
    }
  }

 private:
  void split_lines(std::string_view text) {
    std::size_t begin = 0;
    while (begin < text.size()) {
      const std::size_t end = std::min(text.find('\n', begin), text.size());
      const std::string_view raw = text.substr(begin, end - begin);
      const std::size_t skip = bullet_length(raw);
      SourceTextBuilder builder(map_);
      builder.append(raw.substr(skip), begin + skip);
      lines_.push_back({builder.take(), skip > 0});
      begin = end + 1;
    }
  }

  [[nodiscard]] bool blank(std::size_t line) const {
    return line >= lines_.size() || lines_[line].text.text.empty();
  }

  void add_line(std::size_t at) {
    Line& line = lines_[at];
    if (line.text.text.empty()) return;
    Block block;
    block.span = line.text.source();
    const bool alone = (at == 0 || blank(at - 1)) && blank(at + 1);
    if (line.bullet) {
      block.kind = BlockKind::kListItem;
    } else if (alone && looks_like_heading(line.text.text)) {
      block.kind = BlockKind::kHeading;
      block.level = heading_level();
      if (!document_.title) document_.title = line.text.text;
    }
    block.text = std::move(line.text);
    document_.blocks.push_back(std::move(block));
  }

  // Flat text shows no levels: the first heading is the page's, one that
  // directly follows another stands below it, the rest are sections.
  [[nodiscard]] int heading_level() const {
    if (document_.blocks.empty()) return 1;
    const Block& last = document_.blocks.back();
    if (last.kind == BlockKind::kHeading) return std::min(last.level + 1, 4);
    return 2;
  }

  void add_table(Table table) {
    Block block;
    block.kind = BlockKind::kTable;
    block.table = document_.tables.size();
    block.span = table.span;
    table.block = document_.blocks.size();
    document_.tables.push_back(std::move(table));
    document_.blocks.push_back(std::move(block));
  }

  const OffsetMap& map_;
  const Names& names_;
  const Rules& rules_;
  Document& document_;
  std::vector<Diagnostic>& diagnostics_;
  std::vector<Line> lines_;
};

}  // namespace

void read_plain_text(std::string_view text, const OffsetMap& map, const Names& names,
                     const Rules& rules, Document& document, std::vector<Diagnostic>& diagnostics) {
  PlainTextReader(text, map, names, rules, document, diagnostics).read();
}

}  // namespace benchledger
