#include "extractors/wall.h"

#include <algorithm>
#include <array>

#include "extractors/pattern.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

// Marks of a wall stand in its head and its scripts; more is not searched.
constexpr std::size_t kMostMarkup = std::size_t{128} << 10;
// A table with so many cells that hold a digit is what the reader came for.
constexpr std::size_t kFigures = 4;

// What of a page its reader sees, as far as it matters here.
struct Visible {
  std::string title;
  std::string text;         // tags gone, white space folded
  std::size_t figures = 0;  // table cells with a digit
};

// A scan over the bytes of a page, HTML or not. Entities stay as they are but
// for those that walls use in their few words.
class Scan {
 public:
  Scan(std::string_view bytes, std::size_t most_text) : bytes_(bytes), most_text_(most_text) {}

  Visible run() {
    while (at_ < bytes_.size() && seen_.text.size() <= most_text_ && seen_.figures < kFigures) {
      if (bytes_[at_] == '<' && is_tag()) {
        take_tag();
      } else {
        take_character();
      }
    }
    if (seen_.figures >= kFigures) return std::move(seen_);  // its words are not asked for
    seen_.text = fold_space(seen_.text);
    seen_.title = fold_space(seen_.title);
    return std::move(seen_);
  }

 private:
  [[nodiscard]] bool is_tag() const {
    const char next = at_ + 1 < bytes_.size() ? bytes_[at_ + 1] : ' ';
    return is_letter(next) || next == '/' || next == '!' || next == '?';
  }

  void take_tag() {
    if (bytes_.substr(at_, 4) == "<!--") {
      skip_past("-->");
      return;
    }
    std::size_t name_end = at_ + 1;
    if (name_end < bytes_.size() && bytes_[name_end] == '/') ++name_end;
    const std::size_t name_begin = name_end;
    while (name_end < bytes_.size() && is_letter(bytes_[name_end])) ++name_end;
    const std::string name = lower_ascii(bytes_.substr(name_begin, name_end - name_begin));
    const bool closes = name_begin > at_ + 1;
    skip_past(">");
    seen_.text += ' ';
    if (name == "td" || name == "th") {
      in_cell_ = !closes;
      digit_in_cell_ = false;
    }
    in_title_ = name == "title" ? !closes : in_title_;
    if (closes) return;
    for (const std::string_view hidden : {"script", "style", "template", "svg"}) {
      if (name != hidden) continue;
      skip_past("</" + name);
      skip_past(">");
    }
  }

  void skip_past(std::string_view mark) {
    const std::size_t found = bytes_.find(mark, at_);
    at_ = found == std::string_view::npos ? bytes_.size() : found + mark.size();
  }

  void take_character() {
    struct Entity {
      std::string_view code;
      std::string_view text;
    };
    static constexpr std::array<Entity, 9> kEntities = {{{"&#39;", "'"},
                                                         {"&#x27;", "'"},
                                                         {"&apos;", "'"},
                                                         {"&rsquo;", "'"},
                                                         {"&quot;", "\""},
                                                         {"&nbsp;", " "},
                                                         {"&amp;", "&"},
                                                         {"&hellip;", "..."},
                                                         {"\xe2\x80\x99", "'"}}};
    const char c = bytes_[at_];
    for (const Entity& entity : kEntities) {
      if (entity.code.front() != c) continue;
      if (bytes_.substr(at_, entity.code.size()) != entity.code) continue;
      add(entity.text);
      at_ += entity.code.size();
      return;
    }
    ++at_;
    if (in_cell_ && !digit_in_cell_ && is_digit(c)) {
      digit_in_cell_ = true;
      ++seen_.figures;
    }
    add(std::string_view(&c, 1));
  }

  void add(std::string_view text) { (in_title_ ? seen_.title : seen_.text) += text; }

  std::string_view bytes_;
  std::size_t most_text_;
  std::size_t at_ = 0;
  Visible seen_;
  bool in_title_ = false;
  bool in_cell_ = false;
  bool digit_in_cell_ = false;
};

std::optional<std::string> match(const std::optional<Pattern>& pattern, std::string_view subject) {
  if (!pattern) return std::nullopt;
  const std::optional<Match> found = pattern->find(subject);
  if (!found) return std::nullopt;
  return std::string(found->text(subject));
}

std::optional<Pattern> compile(const std::string& expression) {
  if (expression.empty()) return std::nullopt;
  Result<Pattern> pattern = Pattern::compile(expression);
  return pattern ? std::optional<Pattern>(std::move(*pattern)) : std::nullopt;
}

}  // namespace

struct Walls::Compiled {
  WallRule rule;
  std::optional<Pattern> title;
  std::optional<Pattern> text;

  [[nodiscard]] std::optional<std::string> header(const Headers& headers) const {
    for (const std::string& known : rule.headers) {
      const std::size_t colon = known.find(": ");
      if (colon == std::string::npos) continue;
      for (const auto& [name, value] : headers) {
        if (name.size() != colon || known.compare(0, colon, name) != 0) continue;
        if (known.compare(colon + 2, std::string::npos, lower_ascii(value)) == 0) return known;
      }
    }
    return std::nullopt;
  }
  [[nodiscard]] std::optional<std::string> mark(std::string_view bytes) const {
    for (const std::string& known : rule.markup) {
      if (bytes.substr(0, kMostMarkup).find(known) != std::string_view::npos) return known;
    }
    return std::nullopt;
  }
  // Everything the rule asks of the page; a rule asks for at least one thing.
  [[nodiscard]] std::optional<std::string> page(std::string_view bytes, const Visible& seen) const {
    if (seen.text.size() > rule.most_text) return std::nullopt;
    std::optional<std::string> found;
    if (title && !(found = match(title, seen.title))) return std::nullopt;
    if (!rule.markup.empty() && !(found = mark(bytes))) return std::nullopt;
    if (!text) return found;
    std::optional<std::string> words = match(text, seen.text);
    // A frame around nothing: the mark says more than the words.
    return words && words->empty() && found ? found : words;
  }
};

Walls::Walls(const std::vector<WallRule>& rules) {
  for (const WallRule& rule : rules) {
    walls_.push_back({rule, compile(rule.title), compile(rule.text)});
    most_text_ = std::max(most_text_, rule.most_text);
  }
}

Walls::~Walls() = default;
Walls::Walls(Walls&&) noexcept = default;
Walls& Walls::operator=(Walls&&) noexcept = default;

std::optional<Wall> Walls::find(std::string_view bytes, const Headers& headers) const {
  for (const Compiled& wall : walls_) {
    if (auto line = wall.header(headers)) return Wall{wall.rule.id, wall.rule.kind, *line};
  }
  const Visible seen = Scan(bytes, most_text_).run();
  if (seen.text.size() > most_text_ || seen.figures >= kFigures) return std::nullopt;
  for (const Compiled& wall : walls_) {
    if (auto text = wall.page(bytes, seen)) return Wall{wall.rule.id, wall.rule.kind, *text};
  }
  return std::nullopt;
}

}  // namespace benchledger
