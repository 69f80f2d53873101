#pragma once
// robots.txt as RFC 9309 has it: which paths of a host a crawler may fetch.
// Pure and total: any bytes are a robots.txt. Beyond the RFC, as Google's
// parser does: a missing colon and common misspellings are understood, and
// Crawl-delay (nobody's standard, widely written) is read.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace benchledger {

// What is beyond is not read (RFC 9309, section 2.5), nor a line cut by it.
constexpr std::size_t kRobotsBytes = std::size_t{500} << 10;

struct RobotsRule {
  bool allow = false;
  std::string pattern;   // normalized: see robots_path()
  std::size_t line = 0;  // from 1
};

// Why a URL may or may not be fetched; line 0: no rule matches it.
struct RobotsVerdict {
  bool allowed = true;
  std::size_t line = 0;
};

class Robots {
 public:
  // Keeps the rules of every group for `product` ("benchledger", case ignored),
  // or else of every group for "*". Cost: linear in the first 500 KiB.
  [[nodiscard]] static Robots parse(std::string_view bytes, std::string_view product);

  // The rule with the longest pattern decides, an allow rule among equals;
  // /robots.txt itself is always allowed (section 2.2.2). Cost: the size of
  // the rules times the length of the URL at worst.
  [[nodiscard]] RobotsVerdict judge(std::string_view url) const;

  // Seconds between two requests, as the group states it; never negative.
  [[nodiscard]] std::optional<double> crawl_delay() const { return crawl_delay_; }
  // Absolute URLs of the Sitemap lines; they belong to no group.
  [[nodiscard]] const std::vector<std::string>& sitemaps() const { return sitemaps_; }

 private:
  std::vector<RobotsRule> rules_;
  std::optional<double> crawl_delay_;
  std::vector<std::string> sitemaps_;
};

// Path and query of a URL in the form in which they are compared (section
// 2.2.2): %-encoded octets that need no encoding decoded, all others encoded
// with capital digits, '*' and '$' encoded.
[[nodiscard]] std::string robots_path(std::string_view url);

}  // namespace benchledger
