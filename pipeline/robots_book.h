#pragma once
// What the robots.txt of every host met says, asked for once a day (RFC 9309,
// section 2.4) and kept on disk between runs. An answer of 2xx is read, one of
// 3xx followed five times, 4xx allows everything, 5xx forbids everything, and
// so does a host that does not answer (section 2.3.1).

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "pipeline/clock.h"
#include "pipeline/http.h"
#include "pipeline/redirects.h"
#include "pipeline/robots.h"

namespace benchledger {

class RobotsBook {
 public:
  // `folder` empty: nothing is kept on disk. `on_crawl_delay` hears the delay
  // a host states, with one of its URLs.
  using CrawlDelaySink = std::function<void(const std::string& url, double seconds)>;
  RobotsBook(const Clock& clock, std::string folder, CrawlDelaySink on_crawl_delay = {});
  ~RobotsBook();
  RobotsBook(const RobotsBook&) = delete;
  RobotsBook& operator=(const RobotsBook&) = delete;

  // Says nullopt where `url` may be fetched; kRobots where it may not, or why
  // the host could not be asked: at once where its rules are known, else while
  // the client is driven, with all that wait for the same host. `like` gives
  // user agent, limits and guards.
  void check(HttpClient& client, const std::string& url, const HttpRequest& like,
             HopVerdict verdict);

 private:
  struct Entry;
  void open(HttpClient& client, const std::string& origin, const HttpRequest& like);
  void take(const std::string& origin, HttpResult&& result);
  void read(const std::string& origin, Entry& entry);
  [[nodiscard]] bool load(const std::string& origin, Entry& entry) const;
  void keep(const std::string& origin, const Entry& entry) const;

  const Clock& clock_;
  std::string folder_;
  CrawlDelaySink on_crawl_delay_;
  std::map<std::string, std::unique_ptr<Entry>> entries_;  // by origin
};

}  // namespace benchledger
