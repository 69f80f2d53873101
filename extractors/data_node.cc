#include "extractors/data_node.h"

#include "extractors/text.h"
#include "extractors/yaml_reader.h"

namespace benchledger {

DataNode::DataNode() = default;
DataNode::~DataNode() = default;
DataNode::DataNode(const DataNode&) = default;
DataNode::DataNode(DataNode&&) noexcept = default;
DataNode& DataNode::operator=(const DataNode&) = default;
DataNode& DataNode::operator=(DataNode&&) noexcept = default;

namespace {

constexpr int kMaxNesting = 64;

void append_utf8(std::string& out, unsigned codepoint) {
  const auto put = [&](unsigned byte) { out += static_cast<char>(byte); };
  if (codepoint < 0x80) {
    put(codepoint);
  } else if (codepoint < 0x800) {
    put(0xC0 | (codepoint >> 6));
    put(0x80 | (codepoint & 0x3F));
  } else if (codepoint < 0x10000) {
    put(0xE0 | (codepoint >> 12));
    put(0x80 | ((codepoint >> 6) & 0x3F));
    put(0x80 | (codepoint & 0x3F));
  } else {
    put(0xF0 | (codepoint >> 18));
    put(0x80 | ((codepoint >> 12) & 0x3F));
    put(0x80 | ((codepoint >> 6) & 0x3F));
    put(0x80 | (codepoint & 0x3F));
  }
}

// A reader of our own because no library in Debian gives the place of every
// value, and a record without its place is not emitted.
class JsonReader {
 public:
  explicit JsonReader(std::string_view text) : text_(text) {}

  std::optional<DataNode> read() {
    DataNode root;
    if (!value(root, 0)) return std::nullopt;
    blank();
    if (at_ != text_.size()) return std::nullopt;
    return root;
  }

 private:
  void blank() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  bool take(char c) {
    blank();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  bool value(DataNode& node, int depth) {
    blank();
    if (depth > kMaxNesting || at_ >= text_.size()) return false;
    switch (text_[at_]) {
      case '{':
        return map(node, depth);
      case '[':
        return list(node, depth);
      case '"':
        node.kind = DataNode::Kind::kScalar;
        return string(node.text, node.span);
      default:
        return word(node);
    }
  }

  bool map(DataNode& node, int depth) {
    node.kind = DataNode::Kind::kMap;
    ++at_;
    if (take('}')) return true;
    do {
      blank();
      std::string key;
      Span span;
      if (at_ >= text_.size() || text_[at_] != '"' || !string(key, span) || !take(':'))
        return false;
      node.entries.emplace_back(std::move(key), DataNode{});
      if (!value(node.entries.back().second, depth + 1)) return false;
    } while (take(','));
    return take('}');
  }

  bool list(DataNode& node, int depth) {
    node.kind = DataNode::Kind::kList;
    ++at_;
    if (take(']')) return true;
    do {
      node.items.emplace_back();
      if (!value(node.items.back(), depth + 1)) return false;
    } while (take(','));
    return take(']');
  }

  bool word(DataNode& node) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]) ||
                                  text_[at_] == '-' || text_[at_] == '+' || text_[at_] == '.')) {
      ++at_;
    }
    node.text = std::string(text_.substr(begin, at_ - begin));
    node.span = {begin, at_};
    if (node.text == "null" || node.text == "NaN") return true;
    node.kind = DataNode::Kind::kScalar;
    return node.text == "true" || node.text == "false" ||
           (!node.text.empty() && (is_digit(node.text[0]) || node.text[0] == '-'));
  }

  bool string(std::string& out, Span& span) {
    span.start = ++at_;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] != '\\') {
        out += text_[at_++];
      } else if (!escape(out)) {
        return false;
      }
    }
    span.end = at_;
    return at_++ < text_.size();
  }

  bool escape(std::string& out) {
    if (at_ + 1 >= text_.size()) return false;
    const char c = text_[at_ + 1];
    at_ += 2;
    switch (c) {
      case 'n':
      case 'r':
      case 't':
      case 'b':
      case 'f':
        out += ' ';
        return true;
      case '"':
      case '\\':
      case '/':
        out += c;
        return true;
      case 'u':
        return unicode(out);
      default:
        return false;
    }
  }

  bool unicode(std::string& out) {
    unsigned codepoint = 0;
    if (!hex(codepoint)) return false;
    if (codepoint >= 0xD800 && codepoint < 0xDC00 && text_.substr(at_, 2) == "\\u") {
      at_ += 2;
      unsigned low = 0;
      if (!hex(low)) return false;
      codepoint = 0x10000 + ((codepoint - 0xD800) << 10) + ((low - 0xDC00) & 0x3FF);
    }
    if (codepoint >= 0xD800 && codepoint < 0xE000) codepoint = 0xFFFD;
    append_utf8(out, codepoint);
    return true;
  }

  bool hex(unsigned& value) {
    if (at_ + 4 > text_.size()) return false;
    for (int i = 0; i < 4; ++i) {
      const char c = text_[at_++];
      unsigned digit = 0;
      if (is_digit(c))
        digit = static_cast<unsigned>(c - '0');
      else if (c >= 'a' && c <= 'f')
        digit = static_cast<unsigned>(c - 'a' + 10);
      else if (c >= 'A' && c <= 'F')
        digit = static_cast<unsigned>(c - 'A' + 10);
      else
        return false;
      value = value * 16 + digit;
    }
    return true;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

class YamlPlaces {
 public:
  explicit YamlPlaces(std::string_view text) : text_(text) {
    starts_.push_back(0);
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\n') starts_.push_back(i + 1);
    }
  }

  // Columns count code points; plain scalars are found again from the place.
  Span span(const YamlNode& node) const {
    if (node.line == 0 || node.line > starts_.size()) return {};
    std::size_t at = starts_[node.line - 1];
    for (std::size_t i = 1; i < node.column && at < text_.size(); ++i) at += utf8_length(text_, at);
    const std::size_t found = text_.find(node.text, at);
    const bool near = found != std::string_view::npos && found <= at + 2;
    return near ? Span{found, found + node.text.size()} : Span{};
  }

 private:
  std::string_view text_;
  std::vector<std::size_t> starts_;
};

DataNode convert(const YamlNode& yaml, const YamlPlaces& places) {
  DataNode node;
  switch (yaml.kind) {
    case YamlNode::Kind::kScalar:
      node.kind = yaml.empty ? DataNode::Kind::kNull : DataNode::Kind::kScalar;
      node.text = yaml.text;
      node.span = places.span(yaml);
      break;
    case YamlNode::Kind::kList:
      node.kind = DataNode::Kind::kList;
      for (const YamlNode& item : yaml.items) node.items.push_back(convert(item, places));
      break;
    case YamlNode::Kind::kMap:
      node.kind = DataNode::Kind::kMap;
      for (const auto& [key, value] : yaml.entries) {
        node.entries.emplace_back(key.text, convert(value, places));
      }
      break;
  }
  return node;
}

}  // namespace

std::optional<DataNode> parse_json(std::string_view text) { return JsonReader(text).read(); }

std::optional<DataNode> parse_yaml(std::string_view text) {
  const auto read = read_yaml("document", text);
  if (!read) return std::nullopt;
  return convert(*read, YamlPlaces(text));
}

}  // namespace benchledger
