#pragma once
// Redirects, one checked hop at a time: each is a request of its own under the
// same limits and guards. A loop, too many hops, a scheme other than http and
// https or a password in the target ends the walk.

#include <functional>
#include <optional>
#include <string>

#include "pipeline/http.h"

namespace benchledger {

// Says, now or later, whether a hop may be taken: nullopt, or why not.
using HopVerdict = std::function<void(std::optional<HttpFailure>)>;
// Asked before every hop, the first one included; `hop` is what would be sent.
using HopCheck = std::function<void(const HttpRequest& hop, HopVerdict verdict)>;

// GET with redirects. The validators go with every hop (the last one gave
// them), the authorization only to the origin it is for. `done` is called
// once, while the client is driven, or at once where `check` refuses at once.
void follow_redirects(HttpClient& client, HttpRequest request, HopCheck check, HttpDone done);

// The same, driving the client until the answer is there.
[[nodiscard]] HttpResult follow_redirects(HttpClient& client, const HttpRequest& request,
                                          const HopCheck& check = {});

}  // namespace benchledger
