#include "extractors/pattern.h"

#include <boost/regex.hpp>
#include <cassert>
#include <stdexcept>

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

std::string_view capped(std::string_view subject) {
  return subject.substr(0, Pattern::kMaxSubject);
}

}  // namespace

Result<Pattern> Pattern::compile(std::string_view expression, Case letter_case) {
  try {
    auto compiled = std::make_shared<Compiled>();
    compiled->regex.imbue(std::locale::classic());
    Regex::flag_type flags = boost::regex_constants::perl;
    if (letter_case == Case::kIgnore) flags |= boost::regex_constants::icase;
    compiled->regex.assign(expression.data(), expression.data() + expression.size(), flags);
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
