#pragma once
// A web made of a table, and a clock that a sleeper moves: what a polite
// crawler does can be read from the times at which it asked.

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "pipeline/clock.h"
#include "pipeline/http.h"

namespace benchledger {

class FakeClock : public Clock {
 public:
  std::int64_t now() const override { return 1'777'777'777 + ms_ / 1000; }
  std::int64_t now_ms() const override { return ms_; }
  void sleep_ms(std::int64_t ms) const override { ms_ += ms; }

 private:
  mutable std::int64_t ms_ = 0;
};

class ScriptedWeb : public HttpClient {
 public:
  explicit ScriptedWeb(const FakeClock& clock) : clock_(clock) {}

  using Headers = std::vector<std::pair<std::string, std::string>>;

  // What `url` answers; the last answer given for it is repeated.
  void add(const std::string& url, int status, std::string body = {}, Headers headers = {}) {
    HttpResponse response;
    response.status = status;
    response.url = url;
    response.body = std::move(body);
    response.headers = std::move(headers);
    answers_[url].emplace_back(std::move(response));
  }
  void fail_with(const std::string& url, HttpTrouble trouble) {
    answers_[url].emplace_back(tl::unexpected<HttpFailure>(
        {trouble, Error{ErrorKind::kInput, url, "does not answer", ""}}));
  }

  // The answer comes answer_ms later, in order of start().
  void start(HttpRequest request, HttpDone done) override {
    asked.emplace_back(clock_.now_ms(), request.url);
    under_way_.push_back({clock_.now_ms() + answer_ms, answer(request.url), std::move(done)});
    most_under_way = std::max(most_under_way, under_way_.size());
  }
  bool drive(std::int64_t wait_ms) override {
    if (under_way_.empty()) return false;
    const auto next =
        std::min_element(under_way_.begin(), under_way_.end(),
                         [](const UnderWay& a, const UnderWay& b) { return a.due_ms < b.due_ms; });
    const std::int64_t left = std::max<std::int64_t>(0, next->due_ms - clock_.now_ms());
    clock_.sleep_ms(std::min(left, wait_ms));
    if (left > wait_ms) return true;
    UnderWay ended = std::move(*next);
    under_way_.erase(next);
    ended.done(std::move(ended.result));
    return !under_way_.empty();
  }

  // Every address answers from its first answer on again.
  void rewind() { used_.clear(); }

  [[nodiscard]] std::vector<std::int64_t> times() const {
    std::vector<std::int64_t> list;
    for (const auto& [at, url] : asked) list.push_back(at);
    return list;
  }

  std::vector<std::pair<std::int64_t, std::string>> asked;  // when and what
  std::int64_t answer_ms = 0;
  std::size_t most_under_way = 0;

 private:
  struct UnderWay {
    std::int64_t due_ms = 0;
    HttpResult result;
    HttpDone done;
  };

  HttpResult answer(const std::string& url) {
    const auto found = answers_.find(url);
    if (found == answers_.end()) {
      HttpResponse missing;
      missing.status = 404;
      missing.url = url;
      return missing;
    }
    const std::size_t at = std::min(used_[url]++, found->second.size() - 1);
    return found->second[at];
  }

  const FakeClock& clock_;
  std::map<std::string, std::vector<HttpResult>> answers_;
  std::map<std::string, std::size_t> used_;
  std::vector<UnderWay> under_way_;
};

}  // namespace benchledger
