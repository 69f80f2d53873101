#include "extractors/html_document.h"

#include <gumbo.h>

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

#include "extractors/grid.h"
#include "extractors/html_guard.h"
#include "extractors/source_text.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

// ---- a parse with a memory budget -----------------------------------------

// Blocks handed to gumbo; all freed together. Over budget it jumps out of the
// parse: gumbo does not check for a null allocation.
class Arena {
 public:
  explicit Arena(std::size_t budget) : budget_(budget) {}
  ~Arena() {
    for (void* chunk : chunks_) std::free(chunk);
  }
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  static void* allocate(void* self, std::size_t size) {
    return static_cast<Arena*>(self)->take(size);
  }
  static void release(void*, void*) {}

  std::jmp_buf out_of_budget;

 private:
  void* take(std::size_t size) {
    size = (size + 15) & ~std::size_t{15};
    used_ += size;
    if (used_ > budget_) std::longjmp(out_of_budget, 1);
    if (size > kChunk / 4) return fresh(size);
    if (size > left_) {
      next_ = static_cast<char*>(fresh(kChunk));
      left_ = kChunk;
    }
    void* taken = next_;
    next_ += size;
    left_ -= size;
    return taken;
  }

  void* fresh(std::size_t size) {
    void* chunk = std::malloc(size);
    if (chunk == nullptr) std::longjmp(out_of_budget, 1);
    chunks_.push_back(chunk);
    return chunk;
  }

  static constexpr std::size_t kChunk = 1 << 18;
  std::size_t budget_;
  std::size_t used_ = 0;
  char* next_ = nullptr;
  std::size_t left_ = 0;
  std::vector<void*> chunks_;
};

const GumboOutput* parse(Arena& arena, const std::string& html) {
  GumboOptions options = kGumboDefaultOptions;
  options.allocator = &Arena::allocate;
  options.deallocator = &Arena::release;
  options.userdata = &arena;
  options.max_errors = 0;
  if (setjmp(arena.out_of_budget) != 0) return nullptr;
  return gumbo_parse_with_options(&options, html.data(), html.size());
}

std::size_t budget_for(const std::string& html) {
  constexpr std::size_t kFloor = std::size_t{64} << 20;
  constexpr std::size_t kCeiling = std::size_t{1} << 30;
  return std::min(kFloor + 64 * html.size(), kCeiling);
}

// ---- element classes --------------------------------------------------------

bool is_skipped(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_NOSCRIPT:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_MATH:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_TEXTAREA:
      return true;
    default:
      return false;
  }
}

bool is_block(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_P:
    case GUMBO_TAG_DIV:
    case GUMBO_TAG_SECTION:
    case GUMBO_TAG_ARTICLE:
    case GUMBO_TAG_ASIDE:
    case GUMBO_TAG_HEADER:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_MAIN:
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_UL:
    case GUMBO_TAG_OL:
    case GUMBO_TAG_LI:
    case GUMBO_TAG_DL:
    case GUMBO_TAG_DT:
    case GUMBO_TAG_DD:
    case GUMBO_TAG_BLOCKQUOTE:
    case GUMBO_TAG_PRE:
    case GUMBO_TAG_FIGURE:
    case GUMBO_TAG_FIGCAPTION:
    case GUMBO_TAG_DETAILS:
    case GUMBO_TAG_SUMMARY:
    case GUMBO_TAG_TABLE:
    case GUMBO_TAG_HR:
    case GUMBO_TAG_H1:
    case GUMBO_TAG_H2:
    case GUMBO_TAG_H3:
    case GUMBO_TAG_H4:
    case GUMBO_TAG_H5:
    case GUMBO_TAG_H6:
    case GUMBO_TAG_CENTER:
    case GUMBO_TAG_ADDRESS:
    case GUMBO_TAG_BODY:
    case GUMBO_TAG_HTML:
      return true;
    default:
      return false;
  }
}

int heading_level(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_H1:
      return 1;
    case GUMBO_TAG_H2:
      return 2;
    case GUMBO_TAG_H3:
      return 3;
    case GUMBO_TAG_H4:
      return 4;
    case GUMBO_TAG_H5:
      return 5;
    case GUMBO_TAG_H6:
      return 6;
    default:
      return 0;
  }
}

std::optional<MarkKind> mark_kind(GumboTag tag) {
  switch (tag) {
    case GUMBO_TAG_SUP:
      return MarkKind::kSuperscript;
    case GUMBO_TAG_SUB:
      return MarkKind::kSubscript;
    case GUMBO_TAG_B:
    case GUMBO_TAG_STRONG:
      return MarkKind::kBold;
    case GUMBO_TAG_I:
    case GUMBO_TAG_EM:
      return MarkKind::kItalic;
    case GUMBO_TAG_U:
    case GUMBO_TAG_INS:
      return MarkKind::kUnderline;
    case GUMBO_TAG_S:
    case GUMBO_TAG_STRIKE:
    case GUMBO_TAG_DEL:
      return MarkKind::kStrike;
    case GUMBO_TAG_A:
      return MarkKind::kLink;
    case GUMBO_TAG_CODE:
      return MarkKind::kCode;
    default:
      return std::nullopt;
  }
}

std::string_view view(const GumboStringPiece& piece) { return {piece.data, piece.length}; }

std::string_view attribute(const GumboNode* node, const char* name) {
  const GumboAttribute* found = gumbo_get_attribute(&node->v.element.attributes, name);
  return found == nullptr ? std::string_view{} : std::string_view{found->value};
}

std::size_t span_attribute(const GumboNode* node, const char* name) {
  const std::string text = fold_space(attribute(node, name));
  std::size_t value = 0;
  std::size_t digits = 0;
  while (digits < text.size() && is_digit(text[digits])) {
    value = std::min<std::size_t>(value * 10 + static_cast<std::size_t>(text[digits] - '0'), 65534);
    ++digits;
  }
  return digits == 0 ? 1 : value;
}

// ---- the walk -------------------------------------------------------------------

// Text and marks of one block or cell while it is being read.
struct Piece {
  explicit Piece(const OffsetMap& map) : builder(map) {}
  SourceTextBuilder builder;
  std::vector<Mark> marks;
  bool image = false;
  Span image_span;
};

class Walker {
 public:
  Walker(const std::string& html, const OffsetMap& map, Document& document,
         std::vector<Diagnostic>& diagnostics)
      : html_(html), map_(map), document_(document), diagnostics_(diagnostics), piece_(map) {}

  void run(const GumboNode* root) {
    flow(root);
    flush();
  }

  // Only the text, no blocks: for reading a fragment back.
  std::string text_of(const GumboNode* root) {
    Piece piece(map_);
    content(root, piece, Content::kFlat);
    return piece.builder.take().text;
  }

 private:
  // What cell text leaves out: nested tables stand on their own.
  enum class Content { kCell, kFlat };
  static constexpr int kMaxRecursion = 3000;

  struct Recursion {
    explicit Recursion(int& depth) : depth_(depth) { ++depth_; }
    ~Recursion() { --depth_; }
    Recursion(const Recursion&) = delete;
    Recursion& operator=(const Recursion&) = delete;
    int& depth_;
  };

  template <typename Visit>
  static void each_child(const GumboNode* node, Visit visit) {
    const GumboVector& children =
        node->type == GUMBO_NODE_DOCUMENT ? node->v.document.children : node->v.element.children;
    for (unsigned i = 0; i < children.length; ++i) {
      visit(static_cast<const GumboNode*>(children.data[i]));
    }
  }

  static bool is_element(const GumboNode* node) {
    return node->type == GUMBO_NODE_ELEMENT || node->type == GUMBO_NODE_TEMPLATE;
  }

  // -- blocks --

  void flow(const GumboNode* node) {
    const Recursion recursion(depth_);
    if (depth_ > kMaxRecursion) return;
    if (node->type == GUMBO_NODE_DOCUMENT) {
      each_child(node, [&](const GumboNode* child) { flow(child); });
      return;
    }
    if (!is_element(node)) {
      text(node, piece_);
      return;
    }
    const GumboTag tag = node->v.element.tag;
    if (tag == GUMBO_TAG_HEAD) {
      head(node);
    } else if (tag == GUMBO_TAG_SCRIPT) {
      script(node);
    } else if (is_skipped(tag)) {
      return;
    } else if (tag == GUMBO_TAG_TABLE) {
      flush();
      table(node);
    } else if (is_block(tag)) {
      block(node, tag);
    } else {
      inline_element(node, piece_, [&](const GumboNode* child) { flow(child); });
    }
  }

  void block(const GumboNode* node, GumboTag tag) {
    flush();
    const BlockKind outer_kind = kind_;
    const int outer_level = level_;
    const bool outer_details = in_details_;
    if (const int level = heading_level(tag); level > 0) {
      kind_ = BlockKind::kHeading;
      level_ = level;
    } else if (tag == GUMBO_TAG_LI || tag == GUMBO_TAG_DD) {
      kind_ = BlockKind::kListItem;
    } else if (tag == GUMBO_TAG_FIGCAPTION) {
      kind_ = BlockKind::kCaption;
    } else if (tag == GUMBO_TAG_SUMMARY) {
      kind_ = BlockKind::kSummary;
    } else if (tag == GUMBO_TAG_PRE) {
      kind_ = BlockKind::kCode;
    } else if (tag == GUMBO_TAG_DETAILS) {
      in_details_ = true;
    }
    each_child(node, [&](const GumboNode* child) { flow(child); });
    flush();
    kind_ = outer_kind;
    level_ = outer_level;
    in_details_ = outer_details;
  }

  void flush() {
    Block block;
    block.kind = kind_;
    block.level = level_;
    block.in_details = in_details_;
    block.text = piece_.builder.take();
    block.marks = std::move(piece_.marks);
    piece_.marks.clear();
    if (std::exchange(piece_.image, false) && block.text.text.empty()) {
      image(block);
      return;
    }
    if (block.text.text.empty()) return;
    block.span = block.text.source();
    const auto bold = std::find_if(block.marks.begin(), block.marks.end(), [&](const Mark& mark) {
      return mark.kind == MarkKind::kBold && mark.begin == 0 &&
             mark.end + 1 >= block.text.text.size();
    });
    block.bold_only = bold != block.marks.end();
    footnote(block);
    if (block.kind == BlockKind::kHeading && !document_.title) document_.title = block.text.text;
    document_.blocks.push_back(std::move(block));
  }

  void image(Block& block) {
    const auto mark = std::find_if(block.marks.begin(), block.marks.end(),
                                   [](const Mark& m) { return m.kind == MarkKind::kImage; });
    if (mark == block.marks.end()) return;
    block.kind = BlockKind::kImage;
    block.label = mark->target;
    block.span = piece_.image_span;
    block.marks.clear();
    document_.blocks.push_back(std::move(block));
  }

  // "[^3]: …" as Markdown prints its notes.
  static void footnote(Block& block) {
    const std::string& text = block.text.text;
    if (text.compare(0, 2, "[^") != 0) return;
    const std::size_t end = text.find("]:");
    if (end == std::string::npos || end > 40) return;
    block.kind = BlockKind::kFootnote;
    block.label = text.substr(2, end - 2);
  }

  // -- inline content --

  template <typename Visit>
  void inline_element(const GumboNode* node, Piece& piece, Visit visit) {
    const GumboTag tag = node->v.element.tag;
    if (tag == GUMBO_TAG_BR) {
      piece.marks.push_back({MarkKind::kBreak, piece.builder.size(), piece.builder.size(), {}});
      piece.builder.space();
      return;
    }
    if (tag == GUMBO_TAG_IMG) {
      ++document_.images;
      piece.image = true;
      piece.image_span = element_span(node);
      const std::size_t at = piece.builder.next();
      piece.marks.push_back({MarkKind::kImage, at, at, std::string(attribute(node, "src"))});
      piece.builder.soft_space();
      return;
    }
    const auto kind = mark_kind(tag);
    if (!kind) {
      each_child(node, visit);
      return;
    }
    const bool script = *kind == MarkKind::kSuperscript || *kind == MarkKind::kSubscript;
    if (script) piece.builder.soft_space();
    Mark mark{*kind, piece.builder.next(), 0, {}};
    if (*kind == MarkKind::kLink) {
      mark.target = std::string(attribute(node, "href"));
      if (!mark.target.empty()) document_.links.push_back(mark.target);
    }
    each_child(node, visit);
    if (script) piece.builder.soft_space();
    mark.end = piece.builder.size();
    mark.begin = std::min(mark.begin, mark.end);
    // A soft space may have come between; the mark covers text only.
    if (mark.begin < mark.end || *kind == MarkKind::kLink) piece.marks.push_back(std::move(mark));
  }

  void content(const GumboNode* node, Piece& piece, Content mode) {
    const Recursion recursion(depth_);
    if (depth_ > kMaxRecursion) return;
    if (node->type == GUMBO_NODE_DOCUMENT) {
      each_child(node, [&](const GumboNode* child) { content(child, piece, mode); });
      return;
    }
    if (!is_element(node)) {
      text(node, piece);
      return;
    }
    const GumboTag tag = node->v.element.tag;
    if (is_skipped(tag) || tag == GUMBO_TAG_HEAD) return;
    if (tag == GUMBO_TAG_TABLE && mode == Content::kCell) return;
    const bool separates = is_block(tag) || tag == GUMBO_TAG_TD || tag == GUMBO_TAG_TH ||
                           tag == GUMBO_TAG_TR || tag == GUMBO_TAG_CAPTION;
    if (!separates) {
      inline_element(node, piece, [&](const GumboNode* child) { content(child, piece, mode); });
      return;
    }
    separate(piece);
    each_child(node, [&](const GumboNode* child) { content(child, piece, mode); });
    separate(piece);
  }

  static void separate(Piece& piece) {
    if (!piece.builder.empty()) {
      const std::size_t at = piece.builder.size();
      const bool known = !piece.marks.empty() && piece.marks.back().kind == MarkKind::kBreak &&
                         piece.marks.back().begin == at;
      if (!known) piece.marks.push_back({MarkKind::kBreak, at, at, {}});
    }
    piece.builder.space();
  }

  // A text node, walked beside its raw bytes so that every decoded character
  // knows where it stands.
  void text(const GumboNode* node, Piece& piece) {
    if (node->type == GUMBO_NODE_WHITESPACE) {
      piece.builder.space();
      return;
    }
    if (node->type != GUMBO_NODE_TEXT && node->type != GUMBO_NODE_CDATA) return;
    const std::string_view decoded = node->v.text.text;
    const std::string_view raw = view(node->v.text.original_text);
    if (raw.data() < html_.data() || raw.data() > html_.data() + html_.size()) return;
    const auto base = static_cast<std::size_t>(raw.data() - html_.data());
    std::size_t d = 0;
    std::size_t r = 0;
    while (d < decoded.size()) {
      std::size_t n = 0;
      while (d + n < decoded.size() && r + n < raw.size() && decoded[d + n] == raw[r + n] &&
             raw[r + n] != '&') {
        ++n;
      }
      if (n > 0) {
        piece.builder.append(decoded.substr(d, n), base + r);
        d += n;
        r += n;
        continue;
      }
      if (!step(decoded, raw, base, d, r, piece)) {
        piece.builder.append_decoded(decoded.substr(d), base + std::min(r, raw.size()),
                                     base + raw.size());
        return;
      }
    }
  }

  // One place where decoded and raw text differ; false where they cannot be
  // brought together again.
  static bool step(std::string_view decoded, std::string_view raw, std::size_t base, std::size_t& d,
                   std::size_t& r, Piece& piece) {
    if (r >= raw.size()) return false;
    if (raw[r] == '<') {  // markup the parser dropped inside the text
      const std::size_t end = raw.find('>', r);
      if (end == std::string_view::npos) return false;
      r = end + 1;
      return true;
    }
    if (raw[r] == '\r') {  // line ends are normalized
      ++r;
      return true;
    }
    if (raw[r] != '&') return false;
    std::size_t end = r + 1;
    while (end < raw.size() && (is_letter(raw[end]) || is_digit(raw[end]) || raw[end] == '#'))
      ++end;
    if (end < raw.size() && raw[end] == ';') ++end;
    if (decoded.substr(d, end - r) == raw.substr(r, end - r)) {  // not a reference at all
      piece.builder.append(decoded.substr(d, end - r), base + r);
      d += end - r;
      r = end;
      return true;
    }
    // A reference without ";" may be shorter than the run of letters.
    std::size_t length = utf8_length(decoded, d);
    while (end > r + 2 && raw[end - 1] != ';' && d + length < decoded.size() && end < raw.size() &&
           decoded[d + length] != raw[end]) {
      --end;
    }
    if (end < raw.size() && raw[end] != '&' && d + length < decoded.size() &&
        decoded[d + length] != raw[end] && raw[end] != '<' && raw[end] != '\r') {
      length += utf8_length(decoded, d + length);  // a reference for two characters
      if (d + length > decoded.size()) return false;
    }
    piece.builder.append_decoded(decoded.substr(d, length), base + r, base + end);
    d += length;
    r = end;
    return true;
  }

  // -- tables --

  struct TableBuild {
    explicit TableBuild(GridBudget& budget) : grid(budget) {}
    GridBuilder grid;
    std::vector<const GumboNode*> cells;  // in order, for a layout table's content
    std::size_t rows = 0;
    std::size_t head_rows = 0;
    bool body_seen = false;
  };

  void table(const GumboNode* node) {
    const Recursion recursion(depth_);
    if (depth_ > kMaxRecursion) return;
    TableBuild build(grid_budget_);
    SourceText caption;
    rows(node, build, false, caption);
    Table table = build.grid.finish(diagnostics_);
    table.head_rows = build.head_rows;
    table.caption = std::move(caption);
    table.span = element_span(node);
    table.origin = document_.format == Format::kMarkdown && pipe_table(node) ? TableOrigin::kPipe
                                                                             : TableOrigin::kHtml;
    const bool layout = holds_flow(node);
    add_table(std::move(table));
    if (layout) {
      for (const GumboNode* cell : build.cells) {
        each_child(cell, [&](const GumboNode* child) { flow(child); });
        flush();
      }
    }
  }

  void add_table(Table table) {
    if (table.rows == 0 || table.columns == 0) return;
    Block block;
    block.kind = BlockKind::kTable;
    block.table = document_.tables.size();
    block.in_details = in_details_;
    block.span = table.span;
    table.block = document_.blocks.size();
    document_.blocks.push_back(std::move(block));
    document_.tables.push_back(std::move(table));
  }

  void rows(const GumboNode* node, TableBuild& build, bool in_head, SourceText& caption) {
    each_child(node, [&](const GumboNode* child) {
      if (!is_element(child)) return;
      switch (child->v.element.tag) {
        case GUMBO_TAG_THEAD:
        case GUMBO_TAG_TBODY:
        case GUMBO_TAG_TFOOT: {
          const bool head = child->v.element.tag == GUMBO_TAG_THEAD;
          if (!head) build.body_seen = true;
          build.grid.begin_group();
          rows(child, build, head && !build.body_seen, caption);
          break;
        }
        case GUMBO_TAG_TR:
          row(child, build, in_head);
          break;
        case GUMBO_TAG_CAPTION: {
          Piece piece(map_);
          content_of(child, piece);
          caption = piece.builder.take();
          break;
        }
        default:
          break;
      }
    });
  }

  void row(const GumboNode* node, TableBuild& build, bool in_head) {
    build.grid.begin_row();
    ++build.rows;
    if (in_head) build.head_rows = build.rows;
    each_child(node, [&](const GumboNode* child) {
      if (!is_element(child)) return;
      const GumboTag tag = child->v.element.tag;
      if (tag != GUMBO_TAG_TD && tag != GUMBO_TAG_TH) return;
      Piece piece(map_);
      content_of(child, piece);
      Cell cell;
      cell.header = tag == GUMBO_TAG_TH;
      cell.image = piece.image;
      cell.text = piece.builder.take();
      cell.marks = std::move(piece.marks);
      cell.span = content_span(child, cell.text);
      build.cells.push_back(child);
      build.grid.add_cell(std::move(cell), span_attribute(child, "colspan"),
                          span_attribute(child, "rowspan"));
    });
  }

  void content_of(const GumboNode* node, Piece& piece) {
    each_child(node, [&](const GumboNode* child) { content(child, piece, Content::kCell); });
  }

  // A table whose cells hold headings or other tables lays a page out; its
  // content is read as running text as well.
  static bool holds_flow(const GumboNode* node) {
    bool found = false;
    each_child(node, [&](const GumboNode* child) {
      if (found || !is_element(child)) return;
      const GumboTag tag = child->v.element.tag;
      found = tag == GUMBO_TAG_TABLE || tag == GUMBO_TAG_UL || tag == GUMBO_TAG_DETAILS ||
              heading_level(tag) > 0 || holds_flow(child);
    });
    return found;
  }

  // Markdown's own tables were lowered with this mark (markdown.cc).
  static bool pipe_table(const GumboNode* node) { return !attribute(node, "data-pipe").empty(); }

  // -- spans --

  Span to_source(std::size_t begin, std::size_t end) const {
    const auto segments = map_.over(begin, std::max(begin, end));
    if (segments.empty()) return {};
    return {segments.front().source.start, segments.back().source.end};
  }

  Span element_span(const GumboNode* node) const {
    const std::size_t begin = node->v.element.start_pos.offset;
    std::size_t end = node->v.element.end_pos.offset + node->v.element.original_end_tag.length;
    return to_source(begin, std::min(std::max(begin, end), html_.size()));
  }

  Span content_span(const GumboNode* node, const SourceText& text) const {
    const Span inner = text.source();
    const std::size_t begin =
        node->v.element.start_pos.offset + node->v.element.original_tag.length;
    const std::size_t end = node->v.element.end_pos.offset;
    if (node->v.element.original_tag.length == 0 || end < begin || end > html_.size()) return inner;
    const Span outer = to_source(begin, end);
    return outer.contains(inner) ? outer : inner;
  }

  // -- head and scripts --

  void head(const GumboNode* node) {
    each_child(node, [&](const GumboNode* child) {
      if (!is_element(child)) return;
      switch (child->v.element.tag) {
        case GUMBO_TAG_TITLE: {
          std::string title;
          each_child(child, [&](const GumboNode* part) {
            if (part->type == GUMBO_NODE_TEXT) title += part->v.text.text;
          });
          title = fold_space(title);
          if (!title.empty()) document_.title = title;
          break;
        }
        case GUMBO_TAG_LINK:
          if (lower_ascii(attribute(child, "rel")) == "canonical") {
            document_.canonical = std::string(attribute(child, "href"));
          }
          break;
        case GUMBO_TAG_META:
          meta(child);
          break;
        case GUMBO_TAG_SCRIPT:
          script(child);
          break;
        default:
          break;
      }
    });
  }

  void meta(const GumboNode* node) {
    std::string name = lower_ascii(attribute(node, "property"));
    if (name.empty()) name = lower_ascii(attribute(node, "name"));
    const std::string value = fold_space(attribute(node, "content"));
    if (value.empty()) return;
    if (name == "og:url" && !document_.canonical) document_.canonical = value;
    if (name == "og:site_name" || (name == "application-name" && !document_.site)) {
      document_.site = value;
    }
    if (name == "article:published_time" || name == "datepublished" ||
        (name == "date" && !document_.published)) {
      document_.published = value;
    }
  }

  void script(const GumboNode* node) {
    const std::string type = lower_ascii(attribute(node, "type"));
    const bool data = type == "application/json" || type == "application/ld+json";
    if (!data) {
      ++document_.scripts;
      return;
    }
    each_child(node, [&](const GumboNode* child) {
      if (child->type != GUMBO_NODE_TEXT) return;
      Block block;
      block.kind = BlockKind::kData;
      block.label = type == "application/json" ? std::string(attribute(node, "id")) : type;
      const std::size_t begin = child->v.text.start_pos.offset;
      const std::string_view raw = view(child->v.text.original_text);
      block.text.text = std::string(raw);
      for (const OffsetMap::Segment& segment : map_.over(begin, begin + raw.size())) {
        block.text.runs.push_back({segment.begin - begin, segment.end - begin, segment.source});
      }
      block.span = to_source(begin, begin + raw.size());
      document_.blocks.push_back(std::move(block));
    });
  }

  const std::string& html_;
  const OffsetMap& map_;
  Document& document_;
  std::vector<Diagnostic>& diagnostics_;
  GridBudget grid_budget_;
  Piece piece_;
  BlockKind kind_ = BlockKind::kParagraph;
  int level_ = 0;
  bool in_details_ = false;
  int depth_ = 0;
};

}  // namespace

void read_html(std::string html, const OffsetMap& map, Document& document,
               std::vector<Diagnostic>& diagnostics) {
  guard_html(html, diagnostics);
  Arena arena(budget_for(html));
  const GumboOutput* output = parse(arena, html);
  if (output == nullptr) {
    diagnostics.push_back({Severity::kError,
                           "parse-budget",
                           "the page needs more memory than its size allows; nothing was read",
                           {}});
    return;
  }
  Walker(html, map, document, diagnostics).run(output->document);
}

std::string html_text(std::string html) {
  std::vector<Diagnostic> ignored;
  guard_html(html, ignored);
  Arena arena(budget_for(html));
  const GumboOutput* output = parse(arena, html);
  if (output == nullptr) return {};
  Document document;
  const OffsetMap identity;
  return Walker(html, identity, document, ignored).text_of(output->document);
}

}  // namespace benchledger
