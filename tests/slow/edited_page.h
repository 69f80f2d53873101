#pragma once
// A fixture page as lines that can be edited the way editors edit pages: rows,
// columns and sections exchanged, headings renamed, sentences put in, a figure
// corrected, a row added or taken out. Every table row of the fixtures is one
// line. An edit that finds no place does nothing and says so.

#include <algorithm>
#include <cstddef>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "extractors/extract.h"

namespace benchledger {

// The same sequence on every machine; std::uniform_int_distribution is not.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  std::size_t below(std::size_t limit) {
    return limit == 0 ? 0 : static_cast<std::size_t>(engine_() % limit);
  }
  template <typename T>
  const T& one_of(const std::vector<T>& items) {
    return items[below(items.size())];
  }

 private:
  std::mt19937_64 engine_;
};

class EditedPage {
 public:
  EditedPage(const std::string& text, bool markdown) : markdown_(markdown) {
    std::string line;
    for (const char c : text) {
      if (c == '\n') {
        lines_.push_back(std::exchange(line, {}));
      } else {
        line += c;
      }
    }
    if (!line.empty()) lines_.push_back(line);
    // Sections may change places: a table ends at an empty line.
    if (markdown_ && !lines_.empty() && !lines_.back().empty()) lines_.emplace_back();
  }

  [[nodiscard]] std::string text() const {
    std::string text;
    for (const std::string& line : lines_) text += line + "\n";
    return text;
  }

  // ---- what changes nothing that is said

  bool swap_rows(Dice& dice, const Extraction& now) {
    const std::vector<std::size_t> rows = record_lines(now);
    std::vector<std::size_t> places;
    for (const std::size_t row : rows) {
      const bool next = std::count(rows.begin(), rows.end(), row + 1) > 0;
      // A cell without text, or that spans rows, belongs to the row above.
      const bool whole = next && !leans(row) && !leans(row + 1) && !leans(row + 2) &&
                         cells(row).size() == cells(row + 1).size();
      if (whole) places.push_back(row);
    }
    if (places.empty()) return false;
    const std::size_t row = dice.one_of(places);
    std::swap(lines_[row], lines_[row + 1]);
    return true;
  }

  bool swap_columns(Dice& dice, const Extraction& now) {
    const std::vector<std::size_t> rows = record_lines(now);
    if (rows.empty()) return false;
    auto [first, last] = table_around(dice.one_of(rows));
    const std::size_t width = cells(first).size();
    for (std::size_t line = first; line <= last; ++line) {
      const bool plain = cells(line).size() == width && lines_[line].find("span=") == kNone;
      if (!plain) return false;
    }
    const std::vector<std::size_t> columns = record_columns(now, first, last);
    std::vector<std::size_t> places;
    for (const std::size_t column : columns) {
      if (std::count(columns.begin(), columns.end(), column + 1) > 0) places.push_back(column);
    }
    if (places.empty()) return false;
    const std::size_t column = dice.one_of(places);
    for (std::size_t line = first; line <= last; ++line) swap_cells(line, column);
    return true;
  }

  // Two neighbouring sections of one level, tables and all.
  bool swap_sections(Dice& dice) {
    std::vector<std::size_t> places;
    for (std::size_t line = 0; line < lines_.size(); ++line) {
      const std::size_t next = section_end(line);
      if (level(line) > 1 && next < lines_.size() && level(next) == level(line)) {
        places.push_back(line);
      }
    }
    if (places.empty()) return false;
    const std::size_t first = dice.one_of(places);
    const std::size_t second = section_end(first);
    const auto at = [&](std::size_t line) {
      return lines_.begin() + static_cast<std::ptrdiff_t>(line);
    };
    std::rotate(at(first), at(second), at(section_end(second)));
    return true;
  }

  // A sentence that asserts nothing, at the end of a section.
  bool add_words(Dice& dice) {
    static const std::vector<std::string> kSentences = {
        "This page is kept by hand.", "Spelling was corrected here and there.",
        "Questions are welcome by mail.", "Layout and wording were tidied up."};
    std::vector<std::size_t> places;
    for (std::size_t line = 1; line < lines_.size(); ++line) {
      if (level(line) > 1) places.push_back(line);
    }
    if (places.empty()) return false;
    const std::string& sentence = dice.one_of(kSentences);
    const std::size_t line = dice.one_of(places);
    insert(line, markdown_ ? sentence : "<p>" + sentence + "</p>");
    if (markdown_) insert(line + 1, "");
    return true;
  }

  // Not the title, nor a heading that names what the records are about.
  bool rename_heading(Dice& dice, const Extraction& now) {
    static const std::vector<std::string> kWords = {", in detail", ", revised", ": a closer look"};
    std::vector<std::size_t> places;
    for (std::size_t line = 0; line < lines_.size(); ++line) {
      if (level(line) > 1 && !names_something(heading(line), now)) places.push_back(line);
    }
    if (places.empty()) return false;
    std::string& line = lines_[dice.one_of(places)];
    const std::size_t end = markdown_ ? line.size() : line.rfind("</h");
    line.insert(end, dice.one_of(kWords));
    return true;
  }

  // ---- what changes what is said

  struct Figure {
    std::string id;
    std::string was;
    std::string is;
  };
  // Another digit in a figure.
  std::optional<Figure> change_value(Dice& dice, const Extraction& now,
                                     const std::set<std::string>& untouched) {
    std::vector<const Score*> places;
    for (const Score& score : now.scores) {
      if (untouched.count(score.id) == 0) places.push_back(&score);
    }
    if (places.empty()) return std::nullopt;
    const Score& score = *dice.one_of(places);
    std::string page = text();
    // The last digit: a figure stays in bounds whatever it becomes.
    std::size_t at = score.evidence.span.start;
    std::size_t digit = kNone;
    for (; at < score.evidence.span.end; ++at) {
      if (page[at] >= '0' && page[at] <= '9') digit = at;
    }
    if (digit == kNone) return std::nullopt;
    Figure figure{score.id, score.score.raw, {}};
    const std::string before(1, page[digit]);
    page[digit] =
        static_cast<char>('0' + (page[digit] - '0' + 1 + static_cast<int>(dice.below(8))) % 10);
    *this = EditedPage(page, markdown_);
    return figure;
  }

  // Takes out a row; the ids of the records that stood in it.
  std::optional<std::set<std::string>> remove_row(Dice& dice, const Extraction& now) {
    const std::optional<std::size_t> line = free_row(dice, now);
    if (!line) return std::nullopt;
    std::set<std::string> gone = ids_in(*line, now);
    lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(*line));
    return gone;
  }

  // Puts in a copy of a row about something new; how many records it holds.
  std::optional<std::size_t> add_row(Dice& dice, const Extraction& now, const std::string& number) {
    const std::optional<std::size_t> line = free_row(dice, now);
    if (!line) return std::nullopt;
    const std::set<std::string> copied = ids_in(*line, now);
    for (const Score& score : now.scores) {
      if (copied.count(score.id) == 0 || score.evidence.row_header.empty()) continue;
      const std::string& name = score.evidence.row_header.back();
      std::string copy = lines_[*line];
      const std::size_t at = copy.find(name);
      if (at == kNone) return std::nullopt;
      const bool model = score.model.raw.find(name) != kNone;
      copy.replace(at, name.size(), (model ? "Zephyr-9B-v" : "ZephyrBench ") + number);
      insert(*line + 1, copy);
      return copied.size();
    }
    return std::nullopt;
  }

 private:
  static constexpr std::size_t kNone = std::string::npos;

  void insert(std::size_t line, const std::string& text) {
    lines_.insert(lines_.begin() + static_cast<std::ptrdiff_t>(line), text);
  }

  [[nodiscard]] bool is_row(std::size_t line) const {
    if (line >= lines_.size()) return false;
    const std::string& text = lines_[line];
    return markdown_ && !in_html(line) ? text.starts_with("|")
                                       : text.starts_with("<tr") || text.starts_with("<thead><tr");
  }
  // HTML tables stand in Markdown too.
  [[nodiscard]] bool in_html(std::size_t line) const { return lines_[line].starts_with("<"); }

  [[nodiscard]] std::size_t line_of(std::size_t byte) const {
    std::size_t start = 0;
    for (std::size_t line = 0; line < lines_.size(); ++line) {
      start += lines_[line].size() + 1;
      if (byte < start) return line;
    }
    return lines_.size();
  }

  // Lines that hold table records, ascending.
  [[nodiscard]] std::vector<std::size_t> record_lines(const Extraction& now) const {
    std::set<std::size_t> lines;
    for (const Score& score : now.scores) {
      const std::size_t line = line_of(score.evidence.span.start);
      if (is_row(line)) lines.insert(line);
    }
    return {lines.begin(), lines.end()};
  }

  [[nodiscard]] std::set<std::string> ids_in(std::size_t line, const Extraction& now) const {
    std::set<std::string> ids;
    for (const Score& score : now.scores) {
      if (line_of(score.evidence.span.start) == line) ids.insert(score.id);
    }
    return ids;
  }

  // A row that may go or be copied: others remain, no cell reaches across it.
  [[nodiscard]] std::optional<std::size_t> free_row(Dice& dice, const Extraction& now) const {
    const std::vector<std::size_t> rows = record_lines(now);
    std::vector<std::size_t> places;
    for (const std::size_t row : rows) {
      const auto [first, last] = table_around(row);
      std::size_t count = 0;
      bool spans = false;
      for (std::size_t line = first; line <= last; ++line) {
        if (std::count(rows.begin(), rows.end(), line) > 0) ++count;
        spans = spans || lines_[line].find("rowspan") != kNone;
      }
      if (count > 4 && !spans && !leans(row) && !leans(row + 1)) places.push_back(row);
    }
    if (places.empty()) return std::nullopt;
    return dice.one_of(places);
  }

  [[nodiscard]] std::pair<std::size_t, std::size_t> table_around(std::size_t line) const {
    const auto inside = [&](std::size_t at) {
      return is_row(at) || (at < lines_.size() &&
                            (lines_[at].find("<tbody") == 0 || lines_[at].find("</thead") == 0));
    };
    std::size_t first = line;
    std::size_t last = line;
    while (first > 0 && inside(first - 1)) --first;
    while (inside(last + 1)) ++last;
    while (!is_row(first)) ++first;
    while (!is_row(last)) --last;
    return {first, last};
  }

  // Where the cells of a row begin and end.
  [[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> cells(std::size_t line) const {
    std::vector<std::pair<std::size_t, std::size_t>> found;
    if (!is_row(line)) return found;
    const std::string& text = lines_[line];
    const auto mark = [&](std::size_t from) {
      return text[0] == '|' ? text.find('|', from)
                            : std::min(text.find("<td", from), text.find("<th", from));
    };
    const std::size_t end = text[0] == '|' ? kNone : text.find("</tr");
    for (std::size_t at = mark(0); at != kNone;) {
      const std::size_t next = mark(at + 1);
      if (next == kNone && text[0] == '|') break;
      found.emplace_back(at, next == kNone ? std::min(end, text.size()) : next);
      at = next;
    }
    return found;
  }

  void swap_cells(std::size_t line, std::size_t column) {
    const auto all = cells(line);
    if (column + 1 >= all.size()) return;
    const auto [a, b] = all[column];
    const auto [c, d] = all[column + 1];
    std::string& text = lines_[line];
    text = text.substr(0, a) + text.substr(c, d - c) + text.substr(a, b - a) + text.substr(d);
  }

  [[nodiscard]] std::vector<std::size_t> record_columns(const Extraction& now, std::size_t first,
                                                        std::size_t last) const {
    std::set<std::size_t> columns;
    for (const Score& score : now.scores) {
      const std::size_t line = line_of(score.evidence.span.start);
      if (line >= first && line <= last && score.evidence.column) {
        columns.insert(*score.evidence.column);
      }
    }
    return {columns.begin(), columns.end()};
  }

  // A row that says part of what it says in the row above it.
  [[nodiscard]] bool leans(std::size_t line) const {
    if (!is_row(line)) return false;
    const std::string& text = lines_[line];
    if (text.find("span=") != kNone) return true;
    const auto all = cells(line);
    if (all.empty()) return true;
    const std::string_view first =
        std::string_view(text).substr(all[0].first, all[0].second - all[0].first);
    return text[0] == '|' ? first.find_first_not_of("| ") == kNone : first.find("></t") != kNone;
  }

  // 0: no heading.
  [[nodiscard]] std::size_t level(std::size_t line) const {
    if (line >= lines_.size()) return 0;
    const std::string& text = lines_[line];
    if (markdown_) {
      const std::size_t hashes = text.find_first_not_of('#');
      return hashes == kNone || hashes == 0 || text[hashes] != ' ' ? 0 : hashes;
    }
    const bool heading = text.starts_with("<h") && text.size() > 3 && text[2] >= '1' &&
                         text[2] <= '6' && text[3] == '>';
    return heading ? static_cast<std::size_t>(text[2] - '0') : 0;
  }
  [[nodiscard]] std::string heading(std::size_t line) const {
    const std::string& text = lines_[line];
    if (markdown_) return text.substr(level(line) + 1);
    return text.substr(4, text.rfind("</h") - 4);
  }
  // The line after the section that begins at `line`.
  [[nodiscard]] std::size_t section_end(std::size_t line) const {
    const std::size_t own = level(line);
    for (std::size_t at = line + 1; at < lines_.size(); ++at) {
      const bool closes = lines_[at].starts_with("</main") || lines_[at].starts_with("</article") ||
                          lines_[at].starts_with("</body");
      if (closes || (level(at) > 0 && level(at) <= own)) return at;
    }
    return lines_.size();
  }
  [[nodiscard]] static bool names_something(const std::string& heading, const Extraction& now) {
    for (const Score& score : now.scores) {
      if (score.benchmark.raw.find(heading) != kNone || score.model.raw.find(heading) != kNone ||
          (score.setting.section == heading && score.model.mode)) {
        return true;
      }
    }
    return false;
  }

  std::vector<std::string> lines_;
  bool markdown_;
};

}  // namespace benchledger
