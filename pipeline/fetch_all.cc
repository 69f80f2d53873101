#include "pipeline/fetch_all.h"

#include <map>
#include <string>

namespace benchledger {
namespace {

// More than any server is asked for at a time.
constexpr std::size_t kUnderWay = 64;

class Feeder {
 public:
  Feeder(const std::vector<const Source*>& sources, const FetchContext& context,
         const FetchAllSink& sink)
      : sources_(sources), context_(context), sink_(sink) {
    for (std::size_t at = 0; at < sources.size(); ++at) {
      servers_[authority_of(sources[at]->url)].sources.push_back(at);
    }
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
