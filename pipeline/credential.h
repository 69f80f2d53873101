#pragma once
// Credentials for a server, kept where nothing of them can leak: the sources
// file names an environment variable or a file that only its owner may read,
// never the secret. They go into one header of requests to the source's own
// origin, and into no log, capture, URL or ledger.

#include <string>

#include "extractors/result.h"

namespace benchledger {

enum class CredentialScheme { kBearer, kBasic };

// Where the secret is; empty env and file: there is none to send.
struct CredentialPlace {
  CredentialScheme scheme = CredentialScheme::kBearer;
  std::string env;   // name of the variable
  std::string file;  // path; mode 0600 or stricter, owned by who runs this

  [[nodiscard]] bool empty() const { return env.empty() && file.empty(); }
};

// The value of the Authorization header: "Bearer <token>", or for
// "user:password" "Basic <base64>" (RFC 7617). An Error names the place and
// what is wrong with it, never the secret.
[[nodiscard]] Result<std::string> read_credential(const CredentialPlace& place);

}  // namespace benchledger
