#pragma once
// JSON and YAML documents as one kind of tree, every scalar with its place.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "extractors/span.h"

namespace benchledger {

struct DataNode {
  // Written out, in the source file: a node holds pairs of nodes, and clang needs them complete
  // wherever these are made implicitly.
  DataNode();
  ~DataNode();
  DataNode(const DataNode&);
  DataNode(DataNode&&) noexcept;
  DataNode& operator=(const DataNode&);
  DataNode& operator=(DataNode&&) noexcept;

  enum class Kind { kNull, kScalar, kList, kMap };
  Kind kind = Kind::kNull;
  std::string text;  // kScalar: decoded string, or a number or word as printed
  Span span;         // of the scalar as written, quotes left out; in the UTF-8 text
  std::vector<DataNode> items;
  std::vector<std::pair<std::string, DataNode>> entries;  // in file order
};

// nullopt where the text is not one JSON value (RFC 8259), or nests deeper
// than 64. Linear.
[[nodiscard]] std::optional<DataNode> parse_json(std::string_view text);

// nullopt where the text is not plain YAML as yaml_reader.h takes it.
[[nodiscard]] std::optional<DataNode> parse_yaml(std::string_view text);

}  // namespace benchledger
