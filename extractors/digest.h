#pragma once
// SHA-256 and the short stable ids made from it.

#include <memory>
#include <string>
#include <string_view>

namespace benchledger {

// Lower-case hex, 64 characters.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

// The same over bytes that come in pieces. hex() ends it and starts another.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void add(std::string_view bytes);
  [[nodiscard]] std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// First 16 hex characters of the digest: 64 bits, enough for an id within one
// ledger (a million records collide with probability 3e-8).
[[nodiscard]] std::string short_id(std::string_view key);

}  // namespace benchledger
