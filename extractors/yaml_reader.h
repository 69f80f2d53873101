#pragma once
// YAML as this program accepts it: mappings, lists and scalars, nothing that
// reads otherwise than it looks. Refused, each with file:line:column: anchors,
// aliases, merge keys, tags, duplicate keys, tabs, several documents, and
// files too deep or too large. The one owner of yaml-cpp; rule files and
// source files are read through it.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "extractors/result.h"

namespace benchledger {

struct YamlNode {
  // Written out, in the source file: a node holds pairs of nodes, and clang needs them complete
  // wherever these are made implicitly.
  YamlNode();
  ~YamlNode();
  YamlNode(const YamlNode&);
  YamlNode(YamlNode&&) noexcept;
  YamlNode& operator=(const YamlNode&);
  YamlNode& operator=(YamlNode&&) noexcept;

  enum class Kind { kScalar, kList, kMap };
  Kind kind = Kind::kScalar;
  std::string text;                                    // kScalar
  bool quoted = false;                                 // kScalar: written in quotes or as a block
  bool empty = false;                                  // kScalar: nothing written ("key:")
  std::vector<YamlNode> items;                         // kList
  std::vector<std::pair<YamlNode, YamlNode>> entries;  // kMap, in file order
  std::size_t line = 0;                                // from 1
  std::size_t column = 0;                              // from 1

  [[nodiscard]] const YamlNode* find(std::string_view key) const;
};

// `file` is only for messages. Cost: linear. Limits: 4 MiB, depth 32.
[[nodiscard]] Result<YamlNode> read_yaml(std::string_view file, std::string_view text);

// The first problem met while a tree is read into values; later ones are
// dropped, so that a reader needs no check after each field.
class YamlProblems {
 public:
  explicit YamlProblems(std::string_view file) : file_(file) {}
  void add(const YamlNode& at, std::string message, std::string remedy = {});
  [[nodiscard]] bool any() const { return error_.has_value(); }
  [[nodiscard]] const Error& first() const { return *error_; }
  [[nodiscard]] std::string where(const YamlNode& at) const;

 private:
  std::string file_;
  std::optional<Error> error_;
};

// Scalars. Numbers are decimal as printed ("010", "1_000", "0x1F", "1e3" are
// problems); a text that YAML readers take for a number, a boolean or null has
// to stand in quotes.
[[nodiscard]] std::string yaml_text(const YamlNode& node, YamlProblems& problems);
[[nodiscard]] double yaml_number(const YamlNode& node, YamlProblems& problems);
[[nodiscard]] bool yaml_flag(const YamlNode& node, YamlProblems& problems);
[[nodiscard]] std::vector<std::string> yaml_texts(const YamlNode& node, YamlProblems& problems);
[[nodiscard]] const std::vector<YamlNode>& yaml_items(const YamlNode& node, YamlProblems& problems);

// Reads one mapping: ask for every key it may have, then finish(), which
// reports the ones nobody asked for.
class YamlFields {
 public:
  YamlFields(const YamlNode& node, YamlProblems& problems);

  [[nodiscard]] const YamlNode* node(std::string_view key);      // null where absent
  [[nodiscard]] const YamlNode* required(std::string_view key);  // a problem where absent
  [[nodiscard]] std::string text(std::string_view key);          // required
  [[nodiscard]] std::optional<std::string> optional_text(std::string_view key);
  [[nodiscard]] std::vector<std::string> texts(std::string_view key);
  [[nodiscard]] std::optional<double> optional_number(std::string_view key);
  [[nodiscard]] std::optional<int> optional_integer(std::string_view key);
  [[nodiscard]] bool flag(std::string_view key, bool fallback);
  // One of `choices`; returns its index. Required unless `fallback` is given.
  [[nodiscard]] std::size_t choice(std::string_view key,
                                   const std::vector<std::string_view>& choices,
                                   std::optional<std::size_t> fallback = std::nullopt);
  void finish();

 private:
  const YamlNode* node_;
  YamlProblems* problems_;
  std::vector<std::string> known_;
};

// The candidate with the fewest edits to `word`, if that is close enough to be
// a slip; empty otherwise.
[[nodiscard]] std::string nearest_word(std::string_view word,
                                       const std::vector<std::string>& candidates);

}  // namespace benchledger
