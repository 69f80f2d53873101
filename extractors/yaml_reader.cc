#include "extractors/yaml_reader.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>
#include <sstream>

#include "extractors/number.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{4} << 20;
constexpr std::size_t kMaxDepth = 32;

std::string place(std::string_view file, std::size_t line, std::size_t column) {
  return std::string(file) + ":" + std::to_string(line) + ":" + std::to_string(column);
}

// Thrown inside the parser's callbacks and caught in read_yaml only.
struct Refused {
  YAML::Mark mark;
  std::string message;
  std::string remedy;
};

// Builds the tree from parser events, so that nothing is expanded before it
// has been looked at.
class TreeBuilder : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ > 0) throw Refused{mark, "a second document in the file", "use one file each"};
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    YamlNode node = at(mark, YamlNode::Kind::kScalar);
    node.empty = true;
    add(std::move(node), mark);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw Refused{mark, "an alias (*name)", "write the value out"};
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    YamlNode node = at(mark, YamlNode::Kind::kScalar);
    node.text = value;
    node.quoted = tag == "!";
    add(std::move(node), mark);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, YamlNode::Kind::kList);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, YamlNode::Kind::kMap);
  }
  void OnMapEnd() override { close(); }
  void OnAnchor(const YAML::Mark& mark, const std::string& name) override {
    throw Refused{mark, "an anchor (&" + name + ")", "write the value out"};
  }

  [[nodiscard]] YamlNode take() { return std::move(root_); }

 private:
  struct Open {
    YamlNode node;
    std::optional<YamlNode> key;  // a key that waits for its value
    std::set<std::string> keys;
  };

  static YamlNode at(const YAML::Mark& mark, YamlNode::Kind kind) {
    YamlNode node;
    node.kind = kind;
    node.line = static_cast<std::size_t>(std::max(mark.line, 0)) + 1;
    node.column = static_cast<std::size_t>(std::max(mark.column, 0)) + 1;
    return node;
  }
  static void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0) throw Refused{mark, "an anchor (&name)", "write the value out"};
  }
  static void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (!tag.empty() && tag != "?" && tag != "!") {
      throw Refused{mark, "a tag (" + tag + ")", "leave it out"};
    }
  }
  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            YamlNode::Kind kind) {
    refuse_anchor(mark, anchor);
    refuse_tag(mark, tag);
    if (open_.size() >= kMaxDepth) {
      throw Refused{mark, "nested deeper than " + std::to_string(kMaxDepth), "flatten it"};
    }
    open_.push_back({at(mark, kind), std::nullopt, {}});
  }
  void close() {
    YamlNode node = std::move(open_.back().node);
    open_.pop_back();
    add(std::move(node), {});
  }
  void add(YamlNode node, const YAML::Mark& mark) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == YamlNode::Kind::kList) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.key) {
      check_key(parent, node, mark);
      parent.key = std::move(node);
    } else {
      parent.node.entries.emplace_back(std::move(*parent.key), std::move(node));
      parent.key.reset();
    }
  }
  static void check_key(Open& parent, const YamlNode& key, const YAML::Mark& mark) {
    if (key.kind != YamlNode::Kind::kScalar || key.text.empty()) {
      throw Refused{mark, "a key that is not a word", "use a plain word before the colon"};
    }
    if (key.text == "<<" && !key.quoted) {
      throw Refused{mark, "a merge key (<<)", "write the values out"};
    }
    if (!parent.keys.insert(key.text).second) {
      throw Refused{mark, "duplicate key \"" + key.text + "\"", "keep one of them"};
    }
  }

  std::vector<Open> open_;
  YamlNode root_;
  int documents_ = 0;
};

// Tabs read differently from parser to parser; control bytes are never meant.
std::optional<Error> refused_byte(std::string_view file, std::string_view text) {
  std::size_t line = 1;
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') {
      ++line;
      start = i + 1;
    } else if (c == '\t') {
      return Error{ErrorKind::kUsage, place(file, line, i - start + 1), "a tab",
                   "indent with spaces; write \\t inside double quotes"};
    } else if (static_cast<unsigned char>(c) < 0x20 && c != '\r') {
      return Error{ErrorKind::kUsage, place(file, line, i - start + 1), "a control character",
                   "save the file as UTF-8 text"};
    }
  }
  return std::nullopt;
}

bool is_plain_decimal(std::string_view text) {
  std::size_t at = text.substr(0, 1) == "-" ? 1 : 0;
  const std::size_t first = at;
  while (at < text.size() && is_digit(text[at])) ++at;
  if (at == first || (at - first > 1 && text[first] == '0')) return false;
  if (at == text.size()) return true;
  if (text[at] != '.') return false;
  const std::size_t point = at++;
  while (at < text.size() && is_digit(text[at])) ++at;
  return at == text.size() && at > point + 1;
}

// Whether some YAML reader takes the bare text for a number.
bool looks_numeric(std::string_view text) {
  const bool digits = std::any_of(text.begin(), text.end(), is_digit);
  const bool only_number_bytes = std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || c == '.' || c == '_' || c == '+' || c == '-' || c == ':';
  });
  if (digits && only_number_bytes && !text.empty() && text.back() != ':') return true;
  const std::string lower = lower_ascii(text);
  if (lower.size() > 2 && lower[0] == '0' && (lower[1] == 'x' || lower[1] == 'o')) {
    return lower.find_first_not_of("0123456789abcdef", 2) == std::string::npos;
  }
  const std::size_t e = lower.find('e');
  return e != std::string::npos && e > 0 && e + 1 < lower.size() &&
         lower.find_first_not_of("0123456789.+-e") == std::string::npos;
}

bool looks_like_word_of_yaml(std::string_view text) {
  static constexpr std::array<std::string_view, 11> kWords = {
      "true", "false", "yes", "no", "on", "off", "null", "~", ".nan", ".inf", "-.inf"};
  const std::string lower = lower_ascii(text);
  return std::find(kWords.begin(), kWords.end(), lower) != kWords.end();
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

std::string kind_name(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::kList:
      return "a list";
    case YamlNode::Kind::kMap:
      return "a mapping";
    case YamlNode::Kind::kScalar:
      break;
  }
  return node.empty ? "nothing" : "\"" + node.text + "\"";
}

}  // namespace

YamlNode::YamlNode() = default;
YamlNode::~YamlNode() = default;
YamlNode::YamlNode(const YamlNode&) = default;
YamlNode::YamlNode(YamlNode&&) noexcept = default;
YamlNode& YamlNode::operator=(const YamlNode&) = default;
YamlNode& YamlNode::operator=(YamlNode&&) noexcept = default;

const YamlNode* YamlNode::find(std::string_view key) const {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const auto& entry) { return entry.first.text == key; });
  return found == entries.end() ? nullptr : &found->second;
}

Result<YamlNode> read_yaml(std::string_view file, std::string_view text) {
  if (text.size() > kMaxBytes) {
    return fail(ErrorKind::kUsage, place(file, 1, 1),
                "the file has " + std::to_string(text.size()) + " bytes",
                "split it; the limit is " + std::to_string(kMaxBytes));
  }
  if (auto error = refused_byte(file, text)) return tl::unexpected<Error>(std::move(*error));
  TreeBuilder builder;
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Refused& refused) {
    const auto line = static_cast<std::size_t>(std::max(refused.mark.line, 0)) + 1;
    const auto column = static_cast<std::size_t>(std::max(refused.mark.column, 0)) + 1;
    return fail(ErrorKind::kUsage, place(file, line, column), refused.message, refused.remedy);
  } catch (const YAML::Exception& error) {
    const auto line = static_cast<std::size_t>(std::max(error.mark.line, 0)) + 1;
    const auto column = static_cast<std::size_t>(std::max(error.mark.column, 0)) + 1;
    return fail(ErrorKind::kUsage, place(file, line, column), "not YAML: " + error.msg,
                "check indentation, quotes and brackets here");
  }
  return builder.take();
}

std::string YamlProblems::where(const YamlNode& at) const {
  return place(file_, std::max<std::size_t>(at.line, 1), std::max<std::size_t>(at.column, 1));
}

void YamlProblems::add(const YamlNode& at, std::string message, std::string remedy) {
  if (!error_) error_ = Error{ErrorKind::kUsage, where(at), std::move(message), std::move(remedy)};
}

std::string yaml_text(const YamlNode& node, YamlProblems& problems) {
  if (node.kind != YamlNode::Kind::kScalar || node.empty) {
    problems.add(node, "expected a text, found " + kind_name(node));
    return {};
  }
  if (!node.quoted && (looks_numeric(node.text) || looks_like_word_of_yaml(node.text))) {
    problems.add(node, "expected a text, found " + node.text + ", which YAML reads as another type",
                 "write \"" + node.text + "\"");
  }
  if (node.text.empty()) problems.add(node, "an empty text", "leave the key out");
  return node.text;
}

double yaml_number(const YamlNode& node, YamlProblems& problems) {
  if (node.kind != YamlNode::Kind::kScalar || node.empty || node.quoted) {
    problems.add(node, "expected a number, found " + kind_name(node));
    return 0;
  }
  if (!is_plain_decimal(node.text)) {
    problems.add(node, "expected a number, found " + node.text,
                 "write a plain decimal: no leading zero, underscore, exponent or base prefix");
    return 0;
  }
  const auto number = number_at(node.text, 0);
  return number ? number->value : 0;
}

bool yaml_flag(const YamlNode& node, YamlProblems& problems) {
  if (node.kind == YamlNode::Kind::kScalar && !node.quoted && node.text == "true") return true;
  if (node.kind != YamlNode::Kind::kScalar || node.quoted || node.text != "false") {
    problems.add(node, "expected true or false, found " + kind_name(node));
  }
  return false;
}

const std::vector<YamlNode>& yaml_items(const YamlNode& node, YamlProblems& problems) {
  if (node.kind != YamlNode::Kind::kList) {
    problems.add(node, "expected a list, found " + kind_name(node), "write [a, b] or lines of - a");
  }
  return node.items;
}

std::vector<std::string> yaml_texts(const YamlNode& node, YamlProblems& problems) {
  std::vector<std::string> texts;
  for (const YamlNode& item : yaml_items(node, problems)) {
    texts.push_back(yaml_text(item, problems));
    if (std::find(texts.begin(), texts.end() - 1, texts.back()) != texts.end() - 1) {
      problems.add(item, "\"" + texts.back() + "\" stands twice in the list", "keep one of them");
    }
  }
  return texts;
}

YamlFields::YamlFields(const YamlNode& node, YamlProblems& problems)
    : node_(&node), problems_(&problems) {
  if (node.kind != YamlNode::Kind::kMap) {
    problems.add(node, "expected a mapping, found " + kind_name(node), "write key: value");
  }
}

const YamlNode* YamlFields::node(std::string_view key) {
  known_.emplace_back(key);
  return node_->find(key);
}

const YamlNode* YamlFields::required(std::string_view key) {
  const YamlNode* found = node(key);
  if (found == nullptr && node_->kind == YamlNode::Kind::kMap) {
    // A misspelt key is the likelier slip, so it is named first.
    std::vector<std::string> present;
    for (const auto& entry : node_->entries) present.push_back(entry.first.text);
    const std::string near = nearest_word(key, present);
    const auto slip = std::find_if(node_->entries.begin(), node_->entries.end(),
                                   [&](const auto& entry) { return entry.first.text == near; });
    if (slip != node_->entries.end() && !near.empty() &&
        std::find(known_.begin(), known_.end(), near) == known_.end()) {
      problems_->add(slip->first, "unknown key \"" + near + "\"",
                     "did you mean \"" + std::string(key) + "\"?");
    }
    problems_->add(*node_, "missing key \"" + std::string(key) + "\"", "add it");
  }
  return found;
}

std::string YamlFields::text(std::string_view key) {
  const YamlNode* found = required(key);
  return found == nullptr ? std::string{} : yaml_text(*found, *problems_);
}

std::optional<std::string> YamlFields::optional_text(std::string_view key) {
  const YamlNode* found = node(key);
  if (found == nullptr) return std::nullopt;
  return yaml_text(*found, *problems_);
}

std::vector<std::string> YamlFields::texts(std::string_view key) {
  const YamlNode* found = node(key);
  if (found == nullptr) return {};
  return yaml_texts(*found, *problems_);
}

std::optional<double> YamlFields::optional_number(std::string_view key) {
  const YamlNode* found = node(key);
  if (found == nullptr) return std::nullopt;
  return yaml_number(*found, *problems_);
}

std::optional<int> YamlFields::optional_integer(std::string_view key) {
  const YamlNode* found = node(key);
  if (found == nullptr) return std::nullopt;
  const double value = yaml_number(*found, *problems_);
  if (value != std::floor(value) || std::fabs(value) > std::numeric_limits<int>::max()) {
    problems_->add(*found, "expected a whole number, found " + found->text);
    return std::nullopt;
  }
  return static_cast<int>(value);
}

bool YamlFields::flag(std::string_view key, bool fallback) {
  const YamlNode* found = node(key);
  return found == nullptr ? fallback : yaml_flag(*found, *problems_);
}

std::size_t YamlFields::choice(std::string_view key, const std::vector<std::string_view>& choices,
                               std::optional<std::size_t> fallback) {
  const YamlNode* found = fallback ? node(key) : required(key);
  if (found == nullptr) return fallback.value_or(0);
  const std::string text = yaml_text(*found, *problems_);
  const auto chosen = std::find(choices.begin(), choices.end(), text);
  if (chosen != choices.end()) return static_cast<std::size_t>(chosen - choices.begin());
  std::string list;
  for (const auto choice : choices) list += (list.empty() ? "" : ", ") + std::string(choice);
  problems_->add(*found, "\"" + text + "\" is not one of: " + list);
  return fallback.value_or(0);
}

void YamlFields::finish() {
  for (const auto& [key, value] : node_->entries) {
    if (std::find(known_.begin(), known_.end(), key.text) != known_.end()) continue;
    const std::string near = nearest_word(key.text, known_);
    std::string list;
    for (const std::string& known : known_) list += (list.empty() ? "" : ", ") + known;
    problems_->add(key, "unknown key \"" + key.text + "\"",
                   near.empty() ? "known here: " + list : "did you mean \"" + near + "\"?");
  }
}

std::string nearest_word(std::string_view word, const std::vector<std::string>& candidates) {
  std::string best;
  std::size_t fewest = word.size() / 3 + 2;
  for (const std::string& candidate : candidates) {
    const std::size_t edits = edit_distance(lower_ascii(word), lower_ascii(candidate));
    if (edits < fewest) {
      fewest = edits;
      best = candidate;
    }
  }
  return best;
}

}  // namespace benchledger
