#include "extractors/markdown.h"

#include <md4c.h>

#include <algorithm>

#include "extractors/text.h"

namespace benchledger {
namespace {

// ---- before the parser ------------------------------------------------------

struct LineSpan {
  std::size_t begin = 0;
  std::size_t end = 0;  // without the line feed
};

std::vector<LineSpan> split_lines(std::string_view text) {
  std::vector<LineSpan> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = text.find('\n', begin);
    if (end == std::string_view::npos) end = text.size();
    lines.push_back({begin, end});
    begin = end + 1;
  }
  return lines;
}

bool is_blank(std::string_view line) {
  return std::all_of(line.begin(), line.end(), [](char c) { return is_space(c); });
}

// "| --- | :-: |": GitHub's delimiter row.
bool is_delimiter_row(std::string_view line) {
  bool dash = false;
  bool pipe = false;
  for (const char c : line) {
    if (c == '-')
      dash = true;
    else if (c == '|')
      pipe = true;
    else if (c != ':' && !is_space(c))
      return false;
  }
  return dash && pipe;
}

// Cells of a pipe row: bars that are not escaped, the outer ones left out.
std::size_t count_cells(std::string_view line) {
  std::size_t bars = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '|' && (i == 0 || line[i - 1] != '\\')) ++bars;
  }
  const std::string folded = fold_space(line);
  const bool opens = !folded.empty() && folded.front() == '|';
  const bool closes = folded.size() > 1 && folded.back() == '|';
  return bars + 1 - (opens ? 1 : 0) - (closes ? 1 : 0);
}

// The text handed to the parser: front matter gone; a blank line before a
// table that follows a paragraph directly (GitHub reads it as a table, the
// parser would not); a space in cells written "||", which the parser would
// drop and so shift the row.
struct Prepared {
  std::string text;
  OffsetMap map;
  std::vector<std::pair<std::string, std::string>> front_matter;

  void copy(std::string_view source, std::size_t from, std::size_t to) {
    const std::size_t begin = text.size();
    text += source.substr(from, to - from);
    map.add(begin, text.size(), {from, to});
  }

  // A delimiter row as the parser takes it: three dashes a cell (GitHub takes
  // one), as many cells as the header has.
  void write_delimiter_row(std::size_t cells) {
    text += '|';
    for (std::size_t i = 0; i < cells; ++i) text += "---|";
    text += '\n';
  }

  void copy_table_row(std::string_view source, std::size_t from, std::size_t to) {
    std::size_t begin = from;
    bool escaped = false;
    for (std::size_t at = from; at + 1 < to; ++at) {
      const bool pipe = source[at] == '|' && !escaped;
      escaped = source[at] == '\\' && !escaped;
      if (!pipe || source[at + 1] != '|') continue;
      copy(source, begin, at + 1);
      text += ' ';
      begin = at + 1;
    }
    copy(source, begin, to);
  }
};

std::size_t skip_front_matter(std::string_view text, const std::vector<LineSpan>& lines,
                              Prepared& prepared) {
  const auto line = [&](std::size_t i) {
    return text.substr(lines[i].begin, lines[i].end - lines[i].begin);
  };
  if (lines.empty() || fold_space(line(0)) != "---") return 0;
  for (std::size_t i = 1; i < lines.size() && i < 200; ++i) {
    if (fold_space(line(i)) != "---") continue;
    for (std::size_t j = 1; j < i; ++j) {
      const std::size_t colon = line(j).find(':');
      if (colon == std::string_view::npos || is_space(line(j).front())) continue;
      prepared.front_matter.emplace_back(lower_ascii(line(j).substr(0, colon)),
                                         fold_space(line(j).substr(colon + 1)));
    }
    return i + 1;
  }
  return 0;
}

Prepared prepare(std::string_view text) {
  Prepared prepared;
  const std::vector<LineSpan> lines = split_lines(text);
  const auto line = [&](std::size_t i) {
    return text.substr(lines[i].begin, lines[i].end - lines[i].begin);
  };
  const std::size_t first = skip_front_matter(text, lines, prepared);
  bool in_table = false;
  bool after_header = false;
  for (std::size_t i = first; i < lines.size(); ++i) {
    const bool header = i + 1 < lines.size() && line(i).find('|') != std::string_view::npos &&
                        is_delimiter_row(line(i + 1)) && !is_delimiter_row(line(i));
    if (header && i > first && !is_blank(line(i - 1))) prepared.text += '\n';
    in_table = header || (in_table && line(i).find('|') != std::string_view::npos);
    if (after_header) {
      prepared.text += line(i).substr(0, line(i).find_first_of("|:-"));
      prepared.write_delimiter_row(std::max(count_cells(line(i)), count_cells(line(i - 1))));
      after_header = false;
      continue;
    }
    after_header = header;
    const std::size_t end = std::min(lines[i].end + 1, text.size());
    if (in_table)
      prepared.copy_table_row(text, lines[i].begin, end);
    else
      prepared.copy(text, lines[i].begin, end);
  }
  return prepared;
}

// ---- lowering ------------------------------------------------------------------

class Lowering {
 public:
  explicit Lowering(std::string_view markdown) : markdown_(markdown) {}

  void run() {
    MD_PARSER parser = {};
    parser.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_NOINDENTEDCODEBLOCKS;
    parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
      static_cast<Lowering*>(self)->block(type, detail, true);
      return 0;
    };
    parser.leave_block = [](MD_BLOCKTYPE type, void* detail, void* self) {
      static_cast<Lowering*>(self)->block(type, detail, false);
      return 0;
    };
    parser.enter_span = [](MD_SPANTYPE type, void* detail, void* self) {
      static_cast<Lowering*>(self)->span(type, detail, true);
      return 0;
    };
    parser.leave_span = [](MD_SPANTYPE type, void* detail, void* self) {
      static_cast<Lowering*>(self)->span(type, detail, false);
      return 0;
    };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* self) {
      static_cast<Lowering*>(self)->text(type, {text, size});
      return 0;
    };
    md_parse(markdown_.data(), static_cast<MD_SIZE>(markdown_.size()), &parser, this);
  }

  std::string html;
  OffsetMap map;

 private:
  void tag(std::string_view name, bool enter) {
    html += enter ? "<" : "</";
    html += name;
    html += '>';
  }

  void block(MD_BLOCKTYPE type, void* detail, bool enter) {
    switch (type) {
      case MD_BLOCK_QUOTE:
        tag("blockquote", enter);
        break;
      case MD_BLOCK_UL:
        tag("ul", enter);
        break;
      case MD_BLOCK_OL:
        tag("ol", enter);
        break;
      case MD_BLOCK_LI:
        tag("li", enter);
        break;
      case MD_BLOCK_HR:
        if (enter) html += "<hr>";
        break;
      case MD_BLOCK_H: {
        const auto level = static_cast<const MD_BLOCK_H_DETAIL*>(detail)->level;
        tag("h" + std::to_string(level), enter);
        break;
      }
      case MD_BLOCK_CODE:
        tag("pre", enter);
        break;
      case MD_BLOCK_P:
        tag("p", enter);
        break;
      case MD_BLOCK_TABLE:
        html += enter ? "<table data-pipe=\"1\">" : "</table>";
        break;
      case MD_BLOCK_THEAD:
        tag("thead", enter);
        break;
      case MD_BLOCK_TBODY:
        tag("tbody", enter);
        break;
      case MD_BLOCK_TR:
        tag("tr", enter);
        break;
      case MD_BLOCK_TH:
        tag("th", enter);
        break;
      case MD_BLOCK_TD:
        tag("td", enter);
        break;
      case MD_BLOCK_DOC:
      case MD_BLOCK_HTML:
        break;
    }
  }

  void span(MD_SPANTYPE type, void* detail, bool enter) {
    switch (type) {
      case MD_SPAN_EM:
        tag("em", enter);
        break;
      case MD_SPAN_STRONG:
        tag("strong", enter);
        break;
      case MD_SPAN_CODE:
        tag("code", enter);
        break;
      case MD_SPAN_DEL:
        tag("del", enter);
        break;
      case MD_SPAN_U:
        tag("u", enter);
        break;
      case MD_SPAN_A:
        if (enter) {
          html += "<a href=\"";
          attribute(static_cast<const MD_SPAN_A_DETAIL*>(detail)->href);
          html += "\">";
        } else {
          html += "</a>";
        }
        break;
      case MD_SPAN_IMG:
        // The alternative text is not text of the page.
        if (enter) {
          html += "<img src=\"";
          attribute(static_cast<const MD_SPAN_IMG_DETAIL*>(detail)->src);
          html += "\">";
        }
        image_depth_ += enter ? 1 : -1;
        break;
      default:
        break;
    }
  }

  void attribute(const MD_ATTRIBUTE& value) {
    for (MD_SIZE i = 0; i < value.size; ++i) escape(value.text[i]);
  }

  void escape(char c) {
    switch (c) {
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '&':
        html += "&amp;";
        break;
      case '"':
        html += "&quot;";
        break;
      default:
        html += c;
    }
  }

  void text(MD_TEXTTYPE type, std::string_view piece) {
    if (image_depth_ > 0) return;
    switch (type) {
      case MD_TEXT_BR:
        html += "<br>";
        break;
      case MD_TEXT_SOFTBR:
        html += '\n';
        break;
      case MD_TEXT_NULLCHAR:
        html += "\xEF\xBF\xBD";
        break;
      case MD_TEXT_HTML:
      case MD_TEXT_ENTITY:
        verbatim(piece);
        break;
      default:
        escaped(piece);
        break;
    }
  }

  // Offset of a piece that points into the Markdown; npos for the parser's own
  // constants (line feeds, indentation).
  std::size_t offset(std::string_view piece) const {
    const std::less<const char*> before;
    if (before(piece.data(), markdown_.data()) ||
        before(markdown_.data() + markdown_.size(), piece.data() + piece.size())) {
      return std::string_view::npos;
    }
    return static_cast<std::size_t>(piece.data() - markdown_.data());
  }

  void verbatim(std::string_view piece) {
    const std::size_t at = offset(piece);
    const std::size_t begin = html.size();
    html += piece;
    if (at != std::string_view::npos) map.add(begin, html.size(), {at, at + piece.size()});
  }

  void escaped(std::string_view piece) {
    const std::size_t at = offset(piece);
    for (std::size_t i = 0; i < piece.size(); ++i) {
      const std::size_t begin = html.size();
      escape(piece[i]);
      if (at != std::string_view::npos) map.add(begin, html.size(), {at + i, at + i + 1});
    }
  }

  std::string_view markdown_;
  int image_depth_ = 0;
};

}  // namespace

Lowered lower_markdown(std::string_view markdown) {
  Prepared prepared = prepare(markdown);
  Lowering lowering(prepared.text);
  lowering.run();
  return {std::move(lowering.html), lowering.map.through(prepared.map),
          std::move(prepared.front_matter)};
}

std::string lower_markdown_inline(std::string_view markdown) {
  // As the only cell of a table: no list, heading or fence can begin there.
  std::string cell = "|x|\n|---|\n|";
  for (std::size_t i = 0; i < markdown.size(); ++i) {
    const char c = markdown[i];
    if (c == '\n' || c == '\r') {
      cell += ' ';
    } else if (c == '|' && (i == 0 || markdown[i - 1] != '\\')) {
      cell += "\\|";
    } else {
      cell += c;
    }
  }
  cell += "|\n";
  Lowering lowering(cell);
  lowering.run();
  const std::size_t begin = lowering.html.find("<td>");
  const std::size_t end = lowering.html.rfind("</td>");
  if (begin == std::string::npos || end == std::string::npos || end < begin) return {};
  return lowering.html.substr(begin + 4, end - begin - 4);
}

}  // namespace benchledger
