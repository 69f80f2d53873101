#include "pipeline/url_filter.h"

#include <re2/re2.h>

#include <algorithm>
#include <utility>

namespace benchledger {
namespace {

using PatternList = std::vector<std::unique_ptr<const RE2>>;

// RE2's default of 8 MiB a pattern is for programs that have few of them.
constexpr std::int64_t kPatternBytes = std::int64_t{1} << 20;

Status compile(const std::vector<std::string>& texts, PatternList& list) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kPatternBytes);
  for (const std::string& text : texts) {
    auto pattern = std::make_unique<const RE2>(text, options);
    if (!pattern->ok()) {
      return fail(ErrorKind::kUsage, {},
                  "\"" + text + "\" is not an RE2 pattern: " + pattern->error(),
                  "see github.com/google/re2/wiki/Syntax; \\. stands for a dot");
    }
    list.push_back(std::move(pattern));
  }
  return {};
}

bool any_found(const PatternList& list, std::string_view url) {
  return std::any_of(list.begin(), list.end(), [url](const auto& pattern) {
    return RE2::PartialMatch(re2::StringPiece(url.data(), url.size()), *pattern);
  });
}

}  // namespace

struct UrlFilter::Patterns {
  PatternList include;
  PatternList exclude;
};

UrlFilter::UrlFilter(std::unique_ptr<Patterns> patterns) : patterns_(std::move(patterns)) {}
UrlFilter::~UrlFilter() = default;
UrlFilter::UrlFilter(UrlFilter&&) noexcept = default;
UrlFilter& UrlFilter::operator=(UrlFilter&&) noexcept = default;

Result<UrlFilter> UrlFilter::make(const std::vector<std::string>& include,
                                  const std::vector<std::string>& exclude) {
  auto patterns = std::make_unique<Patterns>();
  for (const Status& compiled :
       {compile(include, patterns->include), compile(exclude, patterns->exclude)}) {
    if (!compiled) return tl::unexpected<Error>(compiled.error());
  }
  return UrlFilter(std::move(patterns));
}

bool UrlFilter::takes(std::string_view url) const {
  return (patterns_->include.empty() || any_found(patterns_->include, url)) &&
         !any_found(patterns_->exclude, url);
}

}  // namespace benchledger
