#pragma once
// Telling others that a run is over. What goes wrong here is told, and never
// changes what the run did.

#include <cstdint>
#include <string>

#include "extractors/result.h"
#include "pipeline/http.h"
#include "pipeline/run.h"

namespace benchledger {

// Asks for `url` once, for services that raise an alarm when nobody does. An
// Error where the answer is none of 2xx; it does not hold the URL, which is a
// secret of the service.
[[nodiscard]] Status send_heartbeat(HttpClient& http, const std::string& url,
                                    const std::string& user_agent);

// Runs `command` by /bin/sh with the summary in Markdown on its standard input
// and BENCHLEDGER_RUN, _CHANGES and _WAITING in its environment. Ended after
// `seconds`. An Error where it could not be run, failed or was ended.
[[nodiscard]] Status run_notification(const std::string& command, const RunReport& report,
                                      std::int64_t seconds = 60);

}  // namespace benchledger
