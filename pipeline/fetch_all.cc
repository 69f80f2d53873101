#include "pipeline/fetch_all.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string>

namespace benchledger {
namespace {

// More than any server is asked for at a time.
constexpr std::size_t kUnderWay = 64;

std::int64_t delay_of(const Source& source) { return source.pace ? source.pace->delay_ms : -1; }

std::size_t room_of(const Source& source) {
  return source.pace ? source.pace->in_flight : std::numeric_limits<std::size_t>::max();
}

class Feeder {
 public:
  Feeder(const std::vector<const Source*>& sources, const FetchContext& context,
         const FetchAllSink& sink)
      : sources_(sources), context_(context), sink_(sink) {
    for (std::size_t at = 0; at < sources.size(); ++at) {
      servers_[authority_of(sources[at]->url)].sources.push_back(at);
    }
    for (auto& [authority, server] : servers_) put_slowest_first(server.sources);
  }

  void go() {
    for (auto& [authority, server] : servers_) feed(server);
    while (going_ && context_.http != nullptr && context_.http->drive(kDriveMs)) {
    }
  }

 private:
  struct Server {
    std::vector<std::size_t> sources;
    std::size_t next = 0;
    std::size_t under_way = 0;
    bool feeding = false;
  };

  // The slowest pace that one of its sources states is the server's, from the
  // first request on: who states it goes first.
  void put_slowest_first(std::vector<std::size_t>& at) const {
    const auto bring_forward = [&](const auto& less) {
      const auto first = std::min_element(at.begin(), at.end(), less);
      std::rotate(at.begin(), first, first + 1);
    };
    bring_forward([&](std::size_t a, std::size_t b) {
      return room_of(*sources_[a]) < room_of(*sources_[b]);
    });
    bring_forward([&](std::size_t a, std::size_t b) {
      return delay_of(*sources_[a]) > delay_of(*sources_[b]);
    });
  }

  // An outcome may be there before start_fetch() returns: a loop, no recursion.
  void feed(Server& server) {
    if (server.feeding) return;
    server.feeding = true;
    while (going_ && server.next < server.sources.size() && server.under_way < kUnderWay) {
      start(server, server.sources[server.next++]);
    }
    server.feeding = false;
  }

  void start(Server& server, std::size_t at) {
    const Source& source = *sources_[at];
    const bool one = !source.url.empty();  // files are read to their end at once
    if (one) ++server.under_way;
    start_fetch(source, context_, [this, &server, at, one](FetchOutcome&& outcome) {
      going_ = going_ && sink_(at, std::move(outcome));
      if (!one) return;
      --server.under_way;
      feed(server);
    });
  }

  const std::vector<const Source*>& sources_;
  const FetchContext& context_;
  const FetchAllSink& sink_;
  std::map<std::string, Server> servers_;  // by authority; "": files
  bool going_ = true;
};

}  // namespace

void fetch_all(const std::vector<const Source*>& sources, const FetchContext& context,
               const FetchAllSink& sink) {
  Feeder(sources, context, sink).go();
}

}  // namespace benchledger
