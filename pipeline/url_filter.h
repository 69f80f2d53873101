#pragma once
// Which URLs a source is about, as patterns its file states: RE2, which reads
// any pattern in time linear in the URL. The one owner of RE2.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/result.h"

namespace benchledger {

class UrlFilter {
 public:
  // Error (kUsage) for a pattern that is none, with what RE2 says of it.
  [[nodiscard]] static Result<UrlFilter> make(const std::vector<std::string>& include,
                                              const std::vector<std::string>& exclude);
  ~UrlFilter();
  UrlFilter(UrlFilter&&) noexcept;
  UrlFilter& operator=(UrlFilter&&) noexcept;

  // True where some `include` is found in the URL, or there is none, and no
  // `exclude` is.
  [[nodiscard]] bool takes(std::string_view url) const;

 private:
  struct Patterns;
  explicit UrlFilter(std::unique_ptr<Patterns> patterns);
  std::unique_ptr<Patterns> patterns_;
};

}  // namespace benchledger
