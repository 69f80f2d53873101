#include "pipeline/credential.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <system_error>

namespace benchledger {
namespace {

constexpr std::size_t kMostBytes = 8192;

// Opened once: what is checked is what is read.
class SecretFile {
 public:
  explicit SecretFile(const std::string& path)
      : path_(path), file_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)) {}
  ~SecretFile() {
    if (file_ >= 0) ::close(file_);
  }
  SecretFile(const SecretFile&) = delete;
  SecretFile& operator=(const SecretFile&) = delete;

  [[nodiscard]] Result<std::string> read() const {
    struct stat facts {};
    if (file_ < 0 || ::fstat(file_, &facts) != 0) {
      return fail(ErrorKind::kInput, path_, std::generic_category().message(errno),
                  "put the credential there, or use env");
    }
    if (!S_ISREG(facts.st_mode)) return fail(ErrorKind::kInput, path_, "is no regular file");
    if ((facts.st_mode & (S_IRWXG | S_IRWXO)) != 0 || facts.st_uid != ::geteuid()) {
      return fail(ErrorKind::kInput, path_, "can be read by others than the user who runs this",
                  "chmod 600 it, owned by that user");
    }
    std::string text(kMostBytes, '\0');
    const ssize_t got = ::read(file_, text.data(), text.size());
    if (got < 0) return fail(ErrorKind::kInput, path_, std::generic_category().message(errno));
    text.resize(static_cast<std::size_t>(got));
    return text;
  }

 private:
  const std::string& path_;
  int file_;
};

Result<std::string> read_secret(const CredentialPlace& place) {
  if (!place.file.empty()) return SecretFile(place.file).read();
  const char* value = std::getenv(place.env.c_str());
  if (value != nullptr) return std::string(value);
  return fail(ErrorKind::kInput, "$" + place.env, "the environment variable is not set",
              "set it for the run, or use file");
}

// RFC 4648, section 4.
std::string base64(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - at);
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      group = group << 8U | (i < count ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      text += i <= count ? kDigits[group >> (18U - 6U * static_cast<unsigned>(i)) & 63U] : '=';
    }
  }
  return text;
}

}  // namespace

Result<std::string> read_credential(const CredentialPlace& place) {
  Result<std::string> read = read_secret(place);
  if (!read) return read;
  const std::string where = place.file.empty() ? "$" + place.env : place.file;
  const std::string secret = read->substr(0, read->find_last_not_of(" \t\r\n") + 1);
  const bool plain = std::all_of(secret.begin(), secret.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x20 && c != '\x7f';
  });
  if (secret.empty() || !plain || secret.size() >= kMostBytes) {
    return fail(ErrorKind::kInput, where, "holds no credential",
                "one line: a token, or user:password");
  }
  if (place.scheme == CredentialScheme::kBearer) return "Bearer " + secret;
  if (secret.find(':') == std::string::npos) {
    return fail(ErrorKind::kInput, where, "has no colon", "write it as user:password");
  }
  return "Basic " + base64(secret);
}

}  // namespace benchledger
