#pragma once
// The HttpClient that really goes out: libcurl's multi interface, all transfers
// on the caller's thread. Keeps connections between requests, speaks HTTP/2
// where a TLS server does and sends what it can over one connection.
//
// Every limit is set and every convenience that could leak or be led astray is
// off: only http and https; no redirects, cookies, netrc, HTTP/0.9 or proxy
// from the environment; decoded bytes and header bytes are counted as they
// come; and the address of every connection is checked as it is opened, so
// that neither a spelling nor a name that changes its mind leads into the own
// network unless the request allows it.

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "pipeline/http.h"

namespace benchledger {

struct CurlSetup {
  // "host:port:address": names resolved without asking DNS. The address is
  // checked like any other.
  std::vector<std::string> pins;
  std::string ca_file;  // PEM, in place of the system's certificates; empty: the system's
  // Bodies under way hold no more than this together. A transfer that would
  // have them hold more is taken up again when no other of its kind is under
  // way: memory stays below this and the largest body allowed.
  std::size_t held_bytes = std::size_t{8} << 20;
};

// One thread per client.
[[nodiscard]] std::unique_ptr<HttpClient> open_http_client(const CurlSetup& setup = {});

}  // namespace benchledger
