#pragma once
// Many sources under way together, those of one server taken up as room comes:
// what waits costs a number, not a request.

#include <functional>
#include <vector>

#include "pipeline/fetch.h"

namespace benchledger {

// Outcomes with the index of their source, on the calling thread: any number
// from files, one from a server. False ends it all; the client is not to be
// driven after that, requests under way in it refer to what is gone.
using FetchAllSink = std::function<bool(std::size_t source, FetchOutcome&&)>;

// Fetches them all, driving `context.http`. The requests to one server start
// in the order of its sources, those that state its slowest pace first. Memory: 64 requests a
// server, and the pages under way.
void fetch_all(const std::vector<const Source*>& sources, const FetchContext& context,
               const FetchAllSink& sink);

}  // namespace benchledger
