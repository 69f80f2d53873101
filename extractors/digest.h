#pragma once
// SHA-256 and the short stable ids made from it.

#include <string>
#include <string_view>

namespace benchledger {

// Lower-case hex, 64 characters.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

// First 16 hex characters of the digest: 64 bits, enough for an id within one
// ledger (a million records collide with probability 3e-8).
[[nodiscard]] std::string short_id(std::string_view key);

}  // namespace benchledger
