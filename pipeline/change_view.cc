#include "pipeline/change_view.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <vector>

#include "extractors/text.h"
#include "pipeline/change_text.h"
#include "pipeline/json.h"
#include "pipeline/record_fields.h"
#include "pipeline/source_place.h"

namespace benchledger {
namespace {

constexpr std::size_t kLeast = 20;  // columns a side has at least
constexpr std::size_t kIndent = 2;
constexpr char kMarkOn = '\x01';  // no text from a page holds control characters by now
constexpr char kMarkOff = '\x02';

bool is_mark(char c) { return c == kMarkOn || c == kMarkOff; }

std::size_t columns_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return !is_mark(c) && (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

// Words into lines of at most `width` columns; longer words are cut.
std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  std::string line;
  std::string word;
  const auto end_word = [&] {
    if (word.empty()) return;
    const std::size_t space = line.empty() ? 0 : 1;
    if (!line.empty() && columns_of(line) + space + columns_of(word) > width) {
      lines.push_back(std::move(line));
      line.clear();
    }
    if (!line.empty()) line += ' ';
    line += word;
    word.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == ' ') {
      end_word();
      ++at;
      continue;
    }
    const std::size_t length =
        is_mark(text[at]) ? 1 : std::max<std::size_t>(utf8_length(text, at), 1);
    word += text.substr(at, length);
    at += length;
    if (columns_of(word) == width) end_word();
  }
  end_word();
  if (!line.empty() || lines.empty()) lines.push_back(std::move(line));
  return lines;
}

// Marks that span lines are opened and closed on each.
void close_marks(std::vector<std::string>& lines) {
  bool open = false;
  for (std::string& line : lines) {
    if (open) line.insert(line.begin(), kMarkOn);
    for (const char c : line) open = c == kMarkOn || (c != kMarkOff && open);
    if (open) line += kMarkOff;
  }
}

std::string shown(std::string_view line, std::string_view on, std::string_view off) {
  std::string out;
  for (const char c : line) {
    if (c == kMarkOn) {
      out += on;
    } else if (c == kMarkOff) {
      out += off;
    } else {
      out += c;
    }
  }
  return out;
}

// What a line has beside its two texts; the last column stays free.
constexpr std::size_t kFrame = 1 + kIndent + 3;

class View {
 public:
  View(const ViewLook& look)
      : look_(look), side_(std::max(kLeast, (std::max(look.width, kFrame) - kFrame) / 2)) {}

  // Both texts wrapped beside each other.
  void pair(const std::string& left, const std::string& right) {
    std::vector<std::string> was = wrapped(left, side_);
    std::vector<std::string> is = wrapped(right, side_);
    close_marks(was);
    close_marks(is);
    for (std::size_t i = 0; i < std::max(was.size(), is.size()); ++i) {
      row(i < was.size() ? was[i] : "", i < is.size() ? is[i] : "");
    }
  }

  void rule() {
    std::string dash;
    for (std::size_t i = 0; i < side_; ++i) dash += "─";
    text_ += std::string(kIndent, ' ') + soft() + dash + "─┼─" + dash + off() + "\n";
  }

  void title(const std::string& left, const std::string& right) {
    text_ += std::string(kIndent, ' ') + soft() + left +
             std::string(side_ - std::min(side_, columns_of(left)), ' ') + " │ " + right + off() +
             "\n";
  }

  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  [[nodiscard]] const char* soft() const { return look_.color ? "\x1b[2m" : ""; }
  [[nodiscard]] const char* off() const { return look_.color ? "\x1b[0m" : ""; }

  void row(const std::string& left, const std::string& right) {
    const std::size_t marks =
        look_.color ? 0
                    : static_cast<std::size_t>(std::count_if(left.begin(), left.end(), is_mark));
    const std::size_t used = columns_of(left) + marks;
    std::string line =
        std::string(kIndent, ' ') +
        shown(left, look_.color ? "\x1b[1;31m" : "[", look_.color ? "\x1b[0m" : "]") +
        std::string(side_ - std::min(side_, used), ' ') + " " + soft() + "│" + off() + " " +
        shown(right, look_.color ? "\x1b[1;32m" : "[", look_.color ? "\x1b[0m" : "]");
    line.erase(line.find_last_not_of(' ') + 1);
    text_ += line + "\n";
  }

  const ViewLook& look_;
  std::size_t side_;
  std::string text_;
};

std::string marked(const Excerpt& excerpt, const std::optional<std::string>& json,
                   const char* absent) {
  if (!json) return absent;
  if (excerpt.text.empty()) return "";
  std::string text = printable(excerpt.before);
  if (!text.empty()) text += ' ';
  text += kMarkOn + printable(excerpt.text) + kMarkOff;
  if (!excerpt.after.empty()) text += ' ' + printable(excerpt.after);
  return text;
}

using Fields = std::map<std::string, std::string>;

Fields fields_of(const std::optional<std::string>& json) {
  Fields fields;
  if (!json) return fields;
  for (const JsonField& field : json_fields(*json).value_or(std::vector<JsonField>{})) {
    fields[field.path] = field.json == "null" ? "none" : printable(field.plain());
  }
  return fields;
}

// What a new or withdrawn record says; of a changed one, what differs.
std::vector<std::string> paths_to_show(const Change& change, const Fields& was, const Fields& is,
                                       bool whole) {
  static constexpr std::string_view kSaid[] = {"score.raw",
                                               "raw",
                                               "value",
                                               "absence",
                                               "verdict",
                                               "detail",
                                               "evaluator.relationship",
                                               "evaluator.organization",
                                               "evaluator.basis",
                                               "evaluator.evidence.text",
                                               "severity",
                                               "message",
                                               "publisher"};
  std::vector<std::string> paths;
  const auto add = [&](const std::string& path) {
    if (std::find(paths.begin(), paths.end(), path) == paths.end()) paths.push_back(path);
  };
  for (const std::string& path : change.fields) {
    // The words themselves stand above.
    const bool said = meaning_of(change.type, path) != FieldMeaning::kPlace;
    if (whole || (said && path != "evidence.text")) add(path);
  }
  const bool provenance = change.kind == ChangeKind::kProvenanceChanged;
  if (change.before && change.after && !whole) {
    if (provenance) add("evaluator.evidence.text");
    return paths;
  }
  for (const std::string_view path : kSaid) {
    const std::string name(path);
    if (was.count(name) > 0 || is.count(name) > 0) add(name);
  }
  return paths;
}

}  // namespace

std::string change_view(const Change& change, const Excerpt& was, const Excerpt& is,
                        const ViewLook& look) {
  const Fields old_fields = fields_of(change.before);
  const Fields new_fields = fields_of(change.after);
  View view(look);
  view.title("was", "is");
  view.rule();
  const std::string left = marked(was, change.before, "(was not there)");
  const std::string right = marked(is, change.after, "(is gone)");
  if (!left.empty() || !right.empty()) view.pair(left, right);
  for (const std::string& path : paths_to_show(change, old_fields, new_fields, look.whole)) {
    const auto value = [&](const Fields& fields) {
      const auto found = fields.find(path);
      return found == fields.end() ? std::string() : path + ": " + found->second;
    };
    const std::string old_value = value(old_fields);
    const std::string new_value = value(new_fields);
    if (!old_value.empty() || !new_value.empty()) view.pair(old_value, new_value);
  }
  return change_text(change, look.color) + view.take();
}

}  // namespace benchledger
