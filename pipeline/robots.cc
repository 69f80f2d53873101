#include "pipeline/robots.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "extractors/text.h"

namespace benchledger {
namespace {

enum class Key { kUserAgent, kAllow, kDisallow, kCrawlDelay, kSitemap, kOther };

struct KeyName {
  std::string_view name;
  Key key;
};

// The misspellings are those that Google's parser takes.
constexpr KeyName kKeyNames[] = {
    {"user-agent", Key::kUserAgent},   {"useragent", Key::kUserAgent},
    {"user agent", Key::kUserAgent},   {"allow", Key::kAllow},
    {"disallow", Key::kDisallow},      {"dissallow", Key::kDisallow},
    {"dissalow", Key::kDisallow},      {"disalow", Key::kDisallow},
    {"diasllow", Key::kDisallow},      {"disallaw", Key::kDisallow},
    {"crawl-delay", Key::kCrawlDelay}, {"sitemap", Key::kSitemap},
    {"site-map", Key::kSitemap},
};

struct Line {
  Key key = Key::kOther;
  std::string_view value;
};

constexpr std::string_view kBlank = " \t\f\v";

std::string_view trim(std::string_view text) {
  const std::size_t from = text.find_first_not_of(kBlank);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(kBlank) + 1 - from);
}

Key key_of(std::string_view name) {
  const std::string lower = lower_ascii(name);
  for (const KeyName& known : kKeyNames) {
    if (lower == known.name) return known.key;
  }
  return Key::kOther;
}

// "key: value # comment"; without a colon two words will do.
Line read_line(std::string_view text) {
  text = trim(text.substr(0, text.find('#')));
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos) {
    return {key_of(trim(text.substr(0, colon))), trim(text.substr(colon + 1))};
  }
  const std::size_t blank = text.find_first_of(kBlank);
  if (blank == std::string_view::npos) return {};
  const std::string_view value = trim(text.substr(blank));
  if (value.find_first_of(kBlank) != std::string_view::npos) return {};
  return {key_of(text.substr(0, blank)), value};
}

// Section 2.2.1: letters, '_' and '-'; what follows them is a version or more.
std::string_view product_token(std::string_view value) {
  std::size_t end = 0;
  while (end < value.size() && (is_letter(value[end]) || value[end] == '_' || value[end] == '-')) {
    ++end;
  }
  return value.substr(0, end);
}

bool is_everyone(std::string_view value) {
  return !value.empty() && value[0] == '*' &&
         (value.size() == 1 || kBlank.find(value[1]) != std::string_view::npos);
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void append_encoded(std::string& out, unsigned char byte) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  out += '%';
  out += kDigits[byte >> 4U];
  out += kDigits[byte & 15U];
}

// RFC 3986, section 2.3.
bool is_unreserved(char c) {
  return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

// An octet as it came: printable ASCII stays, and '*' and '$' only where they
// are operators.
void append_octet(std::string& out, char c, bool is_operator) {
  const bool plain = c > ' ' && c <= '~' && c != '*' && c != '$';
  if (plain || is_operator) {
    out += c;
  } else {
    append_encoded(out, static_cast<unsigned char>(c));
  }
}

std::string normalize(std::string_view text, bool is_pattern) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const int high = c == '%' && at + 2 < text.size() ? hex_digit(text[at + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[at + 2]) : -1;
    if (low < 0) {
      const bool last = at + 1 == text.size();
      append_octet(out, c, is_pattern && (c == '*' || (c == '$' && last)));
      continue;
    }
    at += 2;
    const auto octet = static_cast<unsigned char>(high * 16 + low);
    if (is_unreserved(static_cast<char>(octet))) {
      out += static_cast<char>(octet);
    } else {
      append_encoded(out, octet);
    }
  }
  return out;
}

// Leftmost matches of the parts between the stars: no other choice can do
// better, so that no pattern costs more than its parts times the path.
bool matches(std::string_view pattern, std::string_view path) {
  const bool anchored = !pattern.empty() && pattern.back() == '$';
  if (anchored) pattern.remove_suffix(1);
  std::size_t at = 0;
  for (bool first = true;; first = false) {
    const std::size_t star = pattern.find('*');
    const std::string_view part = pattern.substr(0, star);
    const bool last = star == std::string_view::npos;
    if (last && anchored) {
      const bool fits =
          first ? path == part
                : path.size() - at >= part.size() && path.substr(path.size() - part.size()) == part;
      return fits;
    }
    const std::size_t found =
        first ? (path.substr(0, part.size()) == part ? 0 : std::string_view::npos)
              : path.find(part, at);
    if (found == std::string_view::npos) return false;
    if (last) return true;
    at = found + part.size();
    pattern.remove_prefix(star + 1);
  }
}

// The rules of the groups for one kind of reader.
struct Group {
  bool met = false;
  std::vector<RobotsRule> rules;
  std::optional<double> crawl_delay;

  void take(const Line& line, std::size_t number) {
    if (line.key == Key::kCrawlDelay) {
      double seconds = -1;
      const char* const end = line.value.data() + line.value.size();
      const auto [stop, error] = std::from_chars(line.value.data(), end, seconds);
      if (error == std::errc() && stop == end && std::isfinite(seconds) && seconds >= 0) {
        crawl_delay = crawl_delay ? std::max(*crawl_delay, seconds) : seconds;
      }
    } else if (!line.value.empty()) {
      rules.push_back({line.key == Key::kAllow, normalize(line.value, true), number});
    }
  }
};

class Reader {
 public:
  explicit Reader(std::string_view product) : product_(lower_ascii(product)) {}

  void read(const Line& line, std::size_t number) {
    switch (line.key) {
      case Key::kUserAgent:
        // Lines of user agents in a row share what follows; after a rule a new group starts.
        if (in_rules_) ours_now_ = everyone_now_ = in_rules_ = false;
        ours_now_ = ours_now_ || lower_ascii(product_token(line.value)) == product_;
        everyone_now_ = everyone_now_ || is_everyone(line.value);
        ours.met = ours.met || ours_now_;
        break;
      case Key::kAllow:
      case Key::kDisallow:
      case Key::kCrawlDelay:
        in_rules_ = true;
        if (ours_now_) ours.take(line, number);
        if (everyone_now_) everyone.take(line, number);
        break;
      case Key::kSitemap:
        if (!line.value.empty()) sitemaps.emplace_back(line.value);
        break;
      case Key::kOther:
        break;
    }
  }

  Group ours;
  Group everyone;
  std::vector<std::string> sitemaps;

 private:
  std::string product_;
  bool ours_now_ = false;
  bool everyone_now_ = false;
  bool in_rules_ = false;
};

// The first 500 KiB, without the line they cut in two.
std::string_view readable(std::string_view bytes) {
  if (bytes.size() > kRobotsBytes) {
    bytes = bytes.substr(0, kRobotsBytes);
    const std::size_t end = bytes.find_last_of("\r\n");
    bytes = bytes.substr(0, end == std::string_view::npos ? 0 : end);
  }
  if (bytes.substr(0, 3) == "\xef\xbb\xbf") bytes.remove_prefix(3);
  return bytes;
}

}  // namespace

Robots Robots::parse(std::string_view bytes, std::string_view product) {
  Reader reader(product);
  bytes = readable(bytes);
  for (std::size_t number = 1; !bytes.empty(); ++number) {
    const std::size_t end = std::min(bytes.find_first_of("\r\n"), bytes.size());
    reader.read(read_line(bytes.substr(0, end)), number);
    const bool crlf = bytes.substr(end, 2) == "\r\n";
    bytes.remove_prefix(std::min(end + (crlf ? 2 : 1), bytes.size()));
  }
  Robots robots;
  Group& group = reader.ours.met ? reader.ours : reader.everyone;
  robots.rules_ = std::move(group.rules);
  robots.crawl_delay_ = group.crawl_delay;
  robots.sitemaps_ = std::move(reader.sitemaps);
  return robots;
}

RobotsVerdict Robots::judge(std::string_view url) const {
  if (rules_.empty()) return {};
  const std::string path = robots_path(url);
  const RobotsRule* best = nullptr;
  if (path == "/robots.txt") return {};
  for (const RobotsRule& rule : rules_) {
    const bool wins = best == nullptr || rule.pattern.size() > best->pattern.size() ||
                      (rule.pattern.size() == best->pattern.size() && rule.allow && !best->allow);
    if (wins && matches(rule.pattern, path)) best = &rule;
  }
  return best == nullptr ? RobotsVerdict{} : RobotsVerdict{best->allow, best->line};
}

std::string robots_path(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::size_t host = scheme == std::string_view::npos ? 0 : scheme + 3;
  url = url.substr(0, url.find('#'));
  const std::size_t path = url.find_first_of("/?", std::min(host, url.size()));
  if (path == std::string_view::npos) return "/";
  const std::string normal = normalize(url.substr(path), false);
  return normal.front() == '/' ? normal : "/" + normal;
}

}  // namespace benchledger
