#include "extractors/pattern.h"

#include <algorithm>
#include <boost/regex.hpp>
#include <cassert>
#include <stdexcept>

#include "extractors/text.h"

namespace benchledger {

namespace {

// cpp_regex_traits with the classic locale, so that no environment changes
// what \w means.
using Regex = boost::basic_regex<char, boost::regex_traits<char, boost::cpp_regex_traits<char>>>;

}  // namespace

struct Pattern::Compiled {
  Regex regex;
};

namespace {

Match to_match(const boost::cmatch& found, const char* begin) {
  Match match;
  match.groups.reserve(found.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto& group = found[static_cast<int>(i)];
    match.groups.push_back(group.matched
                               ? Match::Group{static_cast<std::size_t>(group.first - begin),
                                              static_cast<std::size_t>(group.second - begin), true}
                               : Match::Group{});
  }
  return match;
}

bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }

// Where the class that opens at `open` closes; npos where it does not.
std::size_t class_end(std::string_view expression, std::size_t open) {
  std::size_t at = open + 1;
  if (at < expression.size() && expression[at] == '^') ++at;
  if (at < expression.size() && expression[at] == ']') ++at;  // a literal one
  for (; at < expression.size(); ++at) {
    if (expression[at] == '\\') {
      ++at;
    } else if (expression.substr(at, 2) == "[:") {
      at = expression.find(":]", at);
      if (at == std::string_view::npos) return at;
      ++at;
    } else if (expression[at] == ']') {
      return at;
    }
  }
  return std::string_view::npos;
}

bool repeats(std::string_view expression, std::size_t at) {
  return at < expression.size() &&
         std::string_view("*+?{").find(expression[at]) != std::string_view::npos;
}

// The library matches bytes. A class of characters beyond ASCII becomes the
// alternatives it stands for: [a†] is (?:[a]|†), and [^a†] one whole character
// that is neither.
std::string class_in_bytes(std::string_view inside) {
  const bool negated = inside.front() == '^';
  std::string ascii;
  std::string others;
  for (std::size_t at = negated ? 1 : 0; at < inside.size();) {
    const std::size_t length = is_ascii(inside[at]) ? 1 : utf8_length(inside, at);
    if (length == 1) {
      ascii += inside[at];
    } else {
      others += (others.empty() ? "" : "|") + std::string(inside.substr(at, length));
    }
    at += length;
  }
  if (!negated) return "(?:" + (ascii.empty() ? "" : "[" + ascii + "]|") + others + ")";
  return "(?:(?!" + others + ")(?:[^" + ascii +
         R"(\x80-\xFF]|[\xC2-\xDF][\x80-\xBF]|[\xE0-\xEF][\x80-\xBF]{2}|[\xF0-\xF4][\x80-\xBF]{3})))";
}

std::string classes_in_bytes(std::string_view expression) {
  if (std::all_of(expression.begin(), expression.end(), is_ascii)) return std::string(expression);
  std::string out;
  for (std::size_t at = 0; at < expression.size(); ++at) {
    if (expression[at] == '\\' && at + 1 < expression.size()) {
      out += expression.substr(at++, 2);
      continue;
    }
    if (const std::size_t length = utf8_length(expression, at);
        length > 1 && repeats(expression, at + length)) {
      out += "(?:" + std::string(expression.substr(at, length)) + ")";
      at += length - 1;
      continue;
    }
    const std::size_t end =
        expression[at] == '[' ? class_end(expression, at) : std::string_view::npos;
    if (end == std::string_view::npos) {
      out += expression[at];
      continue;
    }
    const std::string_view inside = expression.substr(at + 1, end - at - 1);
    const bool beyond = !std::all_of(inside.begin(), inside.end(), is_ascii);
    out += beyond ? class_in_bytes(inside) : std::string(expression.substr(at, end - at + 1));
    at = end;
  }
  return out;
}

std::string_view capped(std::string_view subject) {
  return subject.substr(0, Pattern::kMaxSubject);
}

}  // namespace

Result<Pattern> Pattern::compile(std::string_view expression, Case letter_case) {
  const std::string in_bytes = classes_in_bytes(expression);
  try {
    auto compiled = std::make_shared<Compiled>();
    compiled->regex.imbue(std::locale::classic());
    Regex::flag_type flags = boost::regex_constants::perl;
    if (letter_case == Case::kIgnore) flags |= boost::regex_constants::icase;
    compiled->regex.assign(in_bytes, flags);
    return Pattern(std::move(compiled));
  } catch (const boost::regex_error& error) {
    return fail(ErrorKind::kUsage, "pattern " + std::string(expression),
                std::string("not a regular expression: ") + error.what(),
                "see the Perl syntax of Boost.Regex");
  }
}

Pattern::Pattern(std::string_view expression, Case letter_case) {
  auto compiled = compile(expression, letter_case);
  assert(compiled.has_value());
  if (!compiled) throw std::logic_error(describe(compiled.error()));
  *this = std::move(*compiled);
}

bool Pattern::matches_all(std::string_view subject) const {
  if (subject.size() > kMaxSubject) return false;
  try {
    return boost::regex_match(subject.data(), subject.data() + subject.size(), compiled_->regex);
  } catch (const std::runtime_error&) {
    return false;
  }
}

std::optional<Match> Pattern::find(std::string_view subject, std::size_t from) const {
  subject = capped(subject);
  if (from > subject.size()) return std::nullopt;
  boost::cmatch found;
  const char* begin = subject.data();
  const auto flags =
      from > 0 ? boost::match_default | boost::match_prev_avail : boost::match_default;
  try {
    if (!boost::regex_search(begin + from, begin + subject.size(), found, compiled_->regex,
                             flags)) {
      return std::nullopt;
    }
  } catch (const std::runtime_error&) {
    return std::nullopt;
  }
  return to_match(found, begin);
}

std::vector<Match> Pattern::find_all(std::string_view subject) const {
  std::vector<Match> matches;
  std::size_t from = 0;
  while (auto match = find(subject, from)) {
    from = match->groups[0].end > match->groups[0].begin ? match->groups[0].end
                                                         : match->groups[0].end + 1;
    matches.push_back(std::move(*match));
  }
  return matches;
}

}  // namespace benchledger
