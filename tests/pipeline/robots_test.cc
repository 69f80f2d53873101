// tests/data/robots/cases.txt: each case cites the rule it is about. Adding a
// case adds data only.

#include "pipeline/robots.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>

namespace benchledger {
namespace {

std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\' || at + 1 == text.size()) {
      out += text[at];
      continue;
    }
    const char c = text[++at];
    if (c == 'x') {
      out += static_cast<char>(std::stoi(std::string(text.substr(at + 1, 2)), nullptr, 16));
      at += 2;
    } else {
      out += c == 'r' ? '\r' : c == 'n' ? '\n' : c == 't' ? '\t' : c == 'f' ? '\f' : c;
    }
  }
  return out;
}

struct RobotsCase {
  std::string name;
  std::string file;
  std::vector<std::pair<std::string, std::string>> expected;  // "allow" -> path
};

std::vector<RobotsCase> cases() {
  std::vector<RobotsCase> list;
  std::ifstream file(std::string(BENCHLEDGER_SOURCE_DIR) + "/tests/data/robots/cases.txt");
  bool in_file = false;
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("=== ", 0) == 0) {
      list.push_back({line.substr(4), {}, {}});
      in_file = true;
    } else if (line == "---") {
      in_file = false;
    } else if (list.empty()) {
      continue;  // the head of the file
    } else if (in_file) {
      list.back().file += unescape(line) + "\n";
    } else {
      const std::size_t blank = line.find(' ');
      list.back().expected.emplace_back(line.substr(0, blank), unescape(line.substr(blank + 1)));
    }
  }
  return list;
}

TEST(Robots, JudgesAsTheCitedRuleSays) {
  std::size_t count = 0;
  for (const RobotsCase& c : cases()) {
    const Robots robots = Robots::parse(c.file, "benchledger");
    EXPECT_FALSE(c.expected.empty()) << c.name;
    for (const auto& [verdict, what] : c.expected) {
      ++count;
      if (verdict == "delay") {
        const std::optional<double> delay = robots.crawl_delay();
        EXPECT_EQ(delay ? fmt::format("{}", *delay) : "none", what) << c.name;
        continue;
      }
      const bool allowed = robots.judge("https://h.example" + what).allowed;
      EXPECT_EQ(allowed ? "allow" : "deny", verdict) << c.name << ": " << what;
    }
  }
  EXPECT_GE(count, 150U);
}

TEST(Robots, Rfc25ReadsTheFirst500KiBAndNoHalfLine) {
  const std::string head = "User-agent: *\nDisallow: /early\n";
  std::string text = head;
  while (text.size() < kRobotsBytes - 10) text += "#\n";
  text += "Disallow: /late\n";
  const Robots robots = Robots::parse(text, "benchledger");
  EXPECT_FALSE(robots.judge("https://h.example/early").allowed);
  EXPECT_TRUE(robots.judge("https://h.example/late").allowed);
  EXPECT_TRUE(robots.judge("https://h.example/").allowed);
  const std::string within = head + std::string(kRobotsBytes - 200, '#') + "\nDisallow: /within\n";
  EXPECT_FALSE(Robots::parse(within, "benchledger").judge("https://h.example/within").allowed);
}

TEST(Robots, Rfc222CountsOnlyTheLongestPattern) {
  const Robots robots = Robots::parse("User-agent: *\nDisallow: /a\nAllow: /a/b\n", "benchledger");
  EXPECT_EQ(robots.judge("https://h.example/a").line, 2U);
  EXPECT_EQ(robots.judge("https://h.example/a/b").line, 3U);
  EXPECT_EQ(robots.judge("https://h.example/c").line, 0U);
}

TEST(Robots, Rfc224KeepsSitemapsOfAnyGroup) {
  const Robots robots = Robots::parse(
      "Sitemap: https://h.example/one.xml\nUser-agent: other\nDisallow: /\n"
      "sitemap:https://h.example/two.xml\n",
      "benchledger");
  EXPECT_EQ(robots.sitemaps(),
            (std::vector<std::string>{"https://h.example/one.xml", "https://h.example/two.xml"}));
}

TEST(Robots, NoPatternCostsMoreThanItsSizeTimesThePath) {
  std::string text = "User-agent: *\n";
  for (int i = 0; i < 200; ++i) {
    text += "Disallow: /";
    for (int star = 0; star < 500; ++star) text += "*a";
    text += "b$\n";
  }
  const std::string url = "https://h.example/" + std::string(8000, 'a');
  EXPECT_TRUE(Robots::parse(text, "benchledger").judge(url).allowed);
}

}  // namespace
}  // namespace benchledger
