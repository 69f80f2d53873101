// How many pages a second come through the fetchers: real libcurl, queues,
// outcome and hash of each page; no politeness, no store. Run by
// fetch_bench.sh, which compares with wrk on the same server.
//
//   fetch_rate URL PAGES CONNECTIONS    fetches URL/0.html .. URL/<PAGES - 1>.html,
//                                       over and over for a second

#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include "extractors/embedded_rules.h"
#include "pipeline/curl_client.h"
#include "pipeline/fetch_all.h"
#include "pipeline/polite_client.h"

namespace {

using namespace benchledger;

std::vector<Source> sources_of(const std::string& base, int pages) {
  std::vector<Source> sources;
  for (int i = 0; i < pages; ++i) {
    Source source;
    source.id = fmt::format("page-{}", i);
    source.kind = SourceKind::kHttp;
    source.url = fmt::format("{}/{}.html", base, i);
    source.allow_private = true;
    source.at_once = true;
    sources.push_back(std::move(source));
  }
  return sources;
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) {
    fmt::print(stderr, "fetch_rate URL PAGES CONNECTIONS\n");
    return 2;
  }
  const std::vector<Source> sources = sources_of(words[1], std::atoi(words[2]));
  std::vector<const Source*> all;
  for (const Source& source : sources) all.push_back(&source);
  Pace pace;
  pace.in_flight = static_cast<std::size_t>(std::atoi(words[3]));
  const Walls walls(*load_wall_rules(embedded_rules()));
  const auto http = open_http_client();
  PoliteClient polite(*http, system_clock(), pace);
  RobotsBook robots(system_clock(), "");
  FetchContext context;
  context.http = &polite;
  context.clock = &system_clock();
  context.robots = &robots;
  context.walls = &walls;
  context.user_agent = user_agent("mailto:crawl@example.org");

  std::size_t good = 0;
  std::size_t asked = 0;
  const auto begin = std::chrono::steady_clock::now();
  std::chrono::duration<double> took{0};
  while (took.count() < 1.0) {
    fetch_all(all, context, [&](std::size_t, FetchOutcome&& outcome) {
      good += outcome.capture ? 1U : 0U;
      return true;
    });
    asked += all.size();
    took = std::chrono::steady_clock::now() - begin;
  }
  fmt::print("{:.0f}\n", static_cast<double>(good) / took.count());
  return good == asked ? 0 : 1;
}
