#include "pipeline/redirects.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

namespace benchledger {
namespace {

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

// One walk; kept alive by the callbacks that wait for its next step.
class Walk : public std::enable_shared_from_this<Walk> {
 public:
  Walk(HttpClient& client, HttpRequest request, HopCheck check, HttpDone done)
      : client_(client),
        hop_(std::move(request)),
        check_(std::move(check)),
        done_(std::move(done)) {}

  void take_hop() {
    if (!check_) {
      ask();
      return;
    }
    check_(hop_, [self = shared_from_this()](std::optional<HttpFailure> failure) {
      if (failure) {
        self->done_(tl::unexpected<HttpFailure>(std::move(*failure)));
      } else {
        self->ask();
      }
    });
  }

 private:
  void ask() {
    client_.start(hop_, [self = shared_from_this()](HttpResult&& result) {
      self->answered(std::move(result));
    });
  }

  void answered(HttpResult&& result) {
    const std::string* location = result ? result->header("location") : nullptr;
    if (!result || !is_redirect(result->status) || location == nullptr) {
      finish(std::move(result));
      return;
    }
    permanent_ = permanent_ && (result->status == 301 || result->status == 308);
    if (std::optional<HttpFailure> failure = move_to(*location)) {
      done_(tl::unexpected<HttpFailure>(std::move(*failure)));
    } else {
      take_hop();
    }
  }

  void finish(HttpResult&& result) {
    if (result) {
      result->moved_permanently = permanent_ && !hops_.empty();
      result->hops = std::move(hops_);
    }
    done_(std::move(result));
  }

  std::optional<HttpFailure> move_to(const std::string& location) {
    auto target = resolve_url(hop_.url, location);
    if (!target) {
      return http_failure(HttpTrouble::kBadUrl, hop_.url, "redirects to what " + target.error())
          .value();
    }
    hops_.push_back(hop_.url);
    if (std::find(hops_.begin(), hops_.end(), *target) != hops_.end()) {
      return http_failure(HttpTrouble::kRedirects, hops_.front(), "redirects in a circle").value();
    }
    if (hops_.size() > static_cast<std::size_t>(hop_.limits.redirects)) {
      return http_failure(HttpTrouble::kRedirects, hops_.front(),
                          fmt::format("redirects more than {} times", hop_.limits.redirects))
          .value();
    }
    if (origin_of(*target) != origin_of(hop_.url)) hop_.authorization.clear();
    hop_.url = std::move(*target);
    return std::nullopt;
  }

  HttpClient& client_;
  HttpRequest hop_;
  HopCheck check_;
  HttpDone done_;
  std::vector<std::string> hops_;
  bool permanent_ = true;
};

}  // namespace

void follow_redirects(HttpClient& client, HttpRequest request, HopCheck check, HttpDone done) {
  std::make_shared<Walk>(client, std::move(request), std::move(check), std::move(done))->take_hop();
}

HttpResult follow_redirects(HttpClient& client, const HttpRequest& request, const HopCheck& check) {
  std::optional<HttpResult> answer;
  follow_redirects(client, request, check,
                   [&answer](HttpResult&& result) { answer = std::move(result); });
  while (!answer && client.drive(kDriveMs)) {
  }
  if (answer) return std::move(*answer);
  return http_failure(HttpTrouble::kBroken, request.url, "the transfer was lost");
}

}  // namespace benchledger
