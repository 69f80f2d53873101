#include "extractors/data_document.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

#include "extractors/data_node.h"
#include "extractors/grid.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

constexpr std::size_t kMaxRows = 20'000;
constexpr std::size_t kMaxColumns = 400;
constexpr std::size_t kMaxTables = 64;

SourceText source_text(const std::string& text, Span span, const OffsetMap& map) {
  SourceText out;
  out.text = fold_space(text);
  const auto segments = map.over(span.start, span.end);
  if (!span.empty() && !segments.empty()) {
    out.runs.push_back(
        {0, out.text.size(), {segments.front().source.start, segments.back().source.end}});
  }
  return out;
}

Cell make_cell(const std::string& text, Span span, const OffsetMap& map, bool header) {
  Cell cell;
  cell.text = source_text(text, span, map);
  cell.span = cell.text.source();
  cell.header = header;
  return cell;
}

void add_table(GridBuilder& grid, std::size_t head_rows, Document& document,
               std::vector<Diagnostic>& diagnostics) {
  Table table = grid.finish(diagnostics);
  if (table.rows < 2 || table.columns < 2) return;
  table.head_rows = head_rows;
  table.origin = TableOrigin::kData;
  for (const Cell& cell : table.cells) {
    if (cell.span.empty()) continue;
    if (table.span.empty()) table.span = cell.span;
    table.span.start = std::min(table.span.start, cell.span.start);
    table.span.end = std::max(table.span.end, cell.span.end);
  }
  Block block;
  block.kind = BlockKind::kTable;
  block.table = document.tables.size();
  block.span = table.span;
  table.block = document.blocks.size();
  document.blocks.push_back(std::move(block));
  document.tables.push_back(std::move(table));
}

// ---- delimited text ---------------------------------------------------------

// RFC 4180 with any one-byte delimiter; a quote inside a bare field stands for
// itself.
class DelimitedReader {
 public:
  DelimitedReader(std::string_view text, char delimiter, const OffsetMap& map)
      : text_(text), delimiter_(delimiter), map_(map) {}

  std::size_t read(GridBuilder& grid) {
    std::size_t rows = 0;
    while (at_ < text_.size() && rows < kMaxRows) {
      if (text_[at_] == '\n' || text_[at_] == '\r') {
        ++at_;
        continue;
      }
      grid.begin_row();
      while (field(grid, rows == 0)) {
      }
      ++rows;
    }
    return rows;
  }

 private:
  // True where another field follows in the row.
  bool field(GridBuilder& grid, bool header) {
    std::string value;
    Span span{at_, at_};
    if (at_ < text_.size() && text_[at_] == '"') {
      span.start = ++at_;
      while (at_ < text_.size()) {
        if (text_[at_] != '"') {
          value += text_[at_++];
        } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
          value += '"';
          at_ += 2;
        } else {
          break;
        }
      }
      span.end = at_;
      if (at_ < text_.size()) ++at_;
    }
    const std::size_t bare = at_;
    while (at_ < text_.size() && text_[at_] != delimiter_ && text_[at_] != '\n' &&
           text_[at_] != '\r') {
      ++at_;
    }
    if (at_ > bare) {
      value += text_.substr(bare, at_ - bare);
      if (span.empty()) span.start = bare;
      span.end = at_;
    }
    grid.add_cell(make_cell(value, span, map_, header), 1, 1);
    if (at_ >= text_.size() || text_[at_] != delimiter_) return false;
    ++at_;
    return true;
  }

  std::string_view text_;
  char delimiter_;
  const OffsetMap& map_;
  std::size_t at_ = 0;
};

// ---- trees ----------------------------------------------------------------------

// A row of a table in the making: scalars by flattened key.
struct Row {
  std::string name;  // the key, where rows are entries of an object
  std::vector<std::pair<std::string, const DataNode*>> fields;
};

void flatten(const DataNode& node, const std::string& prefix, int depth, Row& row) {
  constexpr int kMaxLevels = 4;
  for (const auto& [key, value] : node.entries) {
    const std::string name = prefix.empty() ? key : prefix + " " + key;
    if (value.kind == DataNode::Kind::kScalar || value.kind == DataNode::Kind::kNull) {
      row.fields.emplace_back(name, &value);
    } else if (value.kind == DataNode::Kind::kMap && depth < kMaxLevels) {
      flatten(value, name, depth + 1, row);
    }
  }
}

bool has_scalars(const DataNode& node) {
  return std::any_of(node.entries.begin(), node.entries.end(), [](const auto& entry) {
    return entry.second.kind == DataNode::Kind::kScalar;
  });
}

class TreeReader {
 public:
  TreeReader(const OffsetMap& map, Document& document, std::vector<Diagnostic>& diagnostics)
      : map_(map), document_(document), diagnostics_(diagnostics) {}

  void read(const DataNode& node) {
    if (tables_ >= kMaxTables) return;
    if (node.kind == DataNode::Kind::kList) {
      read_list(node);
    } else if (node.kind == DataNode::Kind::kMap) {
      read_map(node);
    }
  }

 private:
  void read_list(const DataNode& node) {
    std::vector<Row> rows;
    for (const DataNode& item : node.items) {
      if (item.kind != DataNode::Kind::kMap || !has_scalars(item)) continue;
      rows.emplace_back();
      flatten(item, {}, 0, rows.back());
    }
    if (rows.size() * 2 > node.items.size() && rows.size() >= 2) {
      add(rows, false);
      return;
    }
    for (const DataNode& item : node.items) read(item);
  }

  // {"Model A": {…}, "Model B": {…}}: entries of one shape are rows.
  void read_map(const DataNode& node) {
    title(node);
    std::vector<Row> rows;
    for (const auto& [key, value] : node.entries) {
      if (value.kind != DataNode::Kind::kMap) continue;
      rows.push_back({key, {}});
      flatten(value, {}, 0, rows.back());
    }
    if (rows.size() >= 3 && rows.size() * 4 >= node.entries.size() * 3 && alike(rows)) {
      add(rows, true);
      return;
    }
    for (const auto& [key, value] : node.entries) read(value);
  }

  // Most fields appear in most rows.
  static bool alike(const std::vector<Row>& rows) {
    std::map<std::string, std::size_t> uses;
    for (const Row& row : rows) {
      for (const auto& field : row.fields) ++uses[field.first];
    }
    if (uses.empty()) return false;
    const auto common = static_cast<std::size_t>(std::count_if(
        uses.begin(), uses.end(), [&](const auto& use) { return use.second * 2 > rows.size(); }));
    return common * 2 >= uses.size();
  }

  // What the data calls itself heads the tables below it.
  void title(const DataNode& node) {
    static constexpr std::array<std::string_view, 4> kKeys = {"title", "name", "benchmark",
                                                              "leaderboard"};
    for (const auto& [key, value] : node.entries) {
      if (std::find(kKeys.begin(), kKeys.end(), lower_ascii(key)) == kKeys.end() ||
          value.kind != DataNode::Kind::kScalar) {
        continue;
      }
      Block block;
      block.kind = BlockKind::kHeading;
      block.level = 1;
      block.text = source_text(value.text, value.span, map_);
      block.span = block.text.source();
      if (!document_.title) document_.title = block.text.text;
      document_.blocks.push_back(std::move(block));
      return;
    }
  }

  void add(const std::vector<Row>& rows, bool named) {
    std::vector<std::string> columns;
    std::map<std::string, std::size_t> index;
    for (const Row& row : rows) {
      for (const auto& field : row.fields) {
        if (index.emplace(field.first, columns.size()).second) columns.push_back(field.first);
      }
    }
    if (columns.size() > kMaxColumns || rows.size() > kMaxRows) {
      diagnostics_.push_back({Severity::kWarning,
                              "data-too-large",
                              "a data table has more than " + std::to_string(kMaxColumns) +
                                  " columns or " + std::to_string(kMaxRows) + " rows",
                              {}});
      return;
    }
    ++tables_;
    GridBuilder grid(budget_);
    grid.begin_row();
    if (named) grid.add_cell(make_cell({}, {}, map_, true), 1, 1);
    for (const std::string& column : columns) {
      grid.add_cell(make_cell(readable(column), {}, map_, true), 1, 1);
    }
    for (const Row& row : rows) add_row(row, named, columns.size(), index, grid);
    add_table(grid, 1, document_, diagnostics_);
  }

  void add_row(const Row& row, bool named, std::size_t width,
               const std::map<std::string, std::size_t>& index, GridBuilder& grid) const {
    std::vector<const DataNode*> slots(width, nullptr);
    for (const auto& [key, value] : row.fields) slots[index.at(key)] = value;
    grid.begin_row();
    if (named) grid.add_cell(make_cell(row.name, {}, map_, false), 1, 1);
    for (const DataNode* slot : slots) {
      const bool printed = slot != nullptr && slot->kind == DataNode::Kind::kScalar;
      grid.add_cell(printed ? make_cell(slot->text, slot->span, map_, false) : Cell{}, 1, 1);
    }
  }

  // "pass_rate_2" is a name for programs; people write "pass rate 2".
  static std::string readable(const std::string& key) {
    std::string text = key;
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
  }

  const OffsetMap& map_;
  Document& document_;
  std::vector<Diagnostic>& diagnostics_;
  GridBudget budget_;
  std::size_t tables_ = 0;
};

}  // namespace

void read_delimited(std::string_view text, char delimiter, const OffsetMap& map, Document& document,
                    std::vector<Diagnostic>& diagnostics) {
  GridBudget budget;
  GridBuilder grid(budget);
  const std::size_t rows = DelimitedReader(text, delimiter, map).read(grid);
  if (rows >= kMaxRows) {
    diagnostics.push_back({Severity::kWarning,
                           "data-too-large",
                           "rows past " + std::to_string(kMaxRows) + " were left out",
                           {}});
  }
  add_table(grid, 1, document, diagnostics);
}

void read_json(std::string_view text, const OffsetMap& map, Document& document,
               std::vector<Diagnostic>& diagnostics) {
  const auto root = parse_json(text);
  if (root) {
    TreeReader(map, document, diagnostics).read(*root);
    return;
  }
  diagnostics.push_back(
      {Severity::kWarning, "unreadable-json", "the document is not valid JSON", {}});
}

void read_yaml_document(std::string_view text, const OffsetMap& map, Document& document,
                        std::vector<Diagnostic>& diagnostics) {
  const auto root = parse_yaml(text);
  if (root) {
    TreeReader(map, document, diagnostics).read(*root);
    return;
  }
  diagnostics.push_back({Severity::kWarning,
                         "unreadable-yaml",
                         "the document is not plain YAML (no anchors, tags or duplicate keys)",
                         {}});
}

void read_embedded_data(Document& document, std::vector<Diagnostic>& diagnostics) {
  const std::size_t blocks = document.blocks.size();
  for (std::size_t i = 0; i < blocks; ++i) {
    if (document.blocks[i].kind != BlockKind::kData) continue;
    const SourceText raw = document.blocks[i].text;
    const auto root = parse_json(raw.text);
    if (!root) continue;
    OffsetMap map;
    for (const SourceText::Run& run : raw.runs) map.add(run.text_begin, run.text_end, run.source);
    TreeReader(map, document, diagnostics).read(*root);
  }
}

}  // namespace benchledger
