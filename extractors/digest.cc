#include "extractors/digest.h"

#include <openssl/evp.h>
#include <openssl/opensslv.h>
#include <openssl/sha.h>

#include <array>

namespace benchledger {
namespace {

using Digest = std::array<unsigned char, SHA256_DIGEST_LENGTH>;

std::string hex_of(const Digest& digest) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string text(digest.size() * 2, '0');
  auto out = text.begin();
  for (const unsigned char byte : digest) {
    *out++ = kHex[byte >> 4];
    *out++ = kHex[byte & 15];
  }
  return text;
}

// OpenSSL 3 looks an algorithm up by name each time it is used, unless it was
// fetched before: as much work as the digest of a short text.
const EVP_MD* sha256() {
#if OPENSSL_VERSION_MAJOR >= 3
  static const EVP_MD* const fetched = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  if (fetched != nullptr) return fetched;
#endif
  return EVP_sha256();
}

}  // namespace

struct Sha256::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  State() { start(); }
  ~State() { EVP_MD_CTX_free(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  void start() const { EVP_DigestInit_ex(context, sha256(), nullptr); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(std::string_view bytes) {
  EVP_DigestUpdate(state_->context, bytes.data(), bytes.size());
}

std::string Sha256::hex() {
  Digest digest{};
  EVP_DigestFinal_ex(state_->context, digest.data(), nullptr);
  state_->start();
  return hex_of(digest);
}

std::string sha256_hex(std::string_view bytes) {
  static thread_local Sha256 digest;
  digest.add(bytes);
  return digest.hex();
}

std::string short_id(std::string_view key) { return sha256_hex(key).substr(0, 16); }

}  // namespace benchledger
