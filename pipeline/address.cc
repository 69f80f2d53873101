#include "pipeline/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <array>
#include <cstdint>
#include <cstring>

namespace benchledger {
namespace {

using Bytes16 = std::array<std::uint8_t, 16>;

enum class Reach { kPublic, kPrivate, kNever };

struct Range4 {
  std::uint32_t network;
  int bits;
  Reach reach;
};

constexpr std::uint32_t ip4(unsigned a, unsigned b, unsigned c, unsigned d) {
  return (a << 24) | (b << 16) | (c << 8) | d;
}

// IANA IPv4 special-purpose registry; the first that fits decides.
constexpr Range4 kRanges4[] = {
    {ip4(255, 255, 255, 255), 32, Reach::kNever},  // broadcast
    {ip4(0, 0, 0, 0), 8, Reach::kNever},           // "this host": Linux connects it to loopback
    {ip4(224, 0, 0, 0), 4, Reach::kNever},         // multicast
    {ip4(10, 0, 0, 0), 8, Reach::kPrivate},
    {ip4(100, 64, 0, 0), 10, Reach::kPrivate},  // shared by carriers, RFC 6598
    {ip4(127, 0, 0, 0), 8, Reach::kPrivate},
    {ip4(169, 254, 0, 0), 16, Reach::kPrivate},  // link-local, cloud metadata
    {ip4(172, 16, 0, 0), 12, Reach::kPrivate},
    {ip4(192, 0, 0, 0), 24, Reach::kPrivate},    // protocol assignments
    {ip4(192, 0, 2, 0), 24, Reach::kPrivate},    // documentation
    {ip4(192, 88, 99, 0), 24, Reach::kPrivate},  // 6to4 relays
    {ip4(192, 168, 0, 0), 16, Reach::kPrivate},
    {ip4(198, 18, 0, 0), 15, Reach::kPrivate},     // benchmarking
    {ip4(198, 51, 100, 0), 24, Reach::kPrivate},   // documentation
    {ip4(203, 0, 113, 0), 24, Reach::kPrivate},    // documentation
    {ip4(168, 63, 129, 16), 32, Reach::kPrivate},  // Azure's wire server, on a public address
    {ip4(240, 0, 0, 0), 4, Reach::kPrivate},       // reserved
};

Reach reach4(std::uint32_t address) {
  for (const Range4& range : kRanges4) {
    const std::uint32_t mask = ~std::uint32_t{0} << (32 - range.bits);
    if ((address & mask) == range.network) return range.reach;
  }
  return Reach::kPublic;
}

bool in_range(const Bytes16& address, const Bytes16& network, int bits) {
  for (int i = 0; i < bits; i += 8) {
    const auto at = static_cast<std::size_t>(i / 8);
    const int left = bits - i;
    const auto mask = static_cast<std::uint8_t>(left >= 8 ? 0xff : 0xff << (8 - left));
    if ((address[at] & mask) != (network[at] & mask)) return false;
  }
  return true;
}

std::uint32_t embedded4(const Bytes16& address, std::size_t at) {
  return ip4(address[at], address[at + 1], address[at + 2], address[at + 3]);
}

struct Range6 {
  Bytes16 network;
  int bits;
  Reach reach;
  int embedded;  // where an IPv4 address that decides stands; -1: none
};

// IANA IPv6 special-purpose registry and the forms that carry IPv4; the first
// that fits decides. What is left is public only inside 2000::/3.
constexpr Range6 kRanges6[] = {
    {{}, 128, Reach::kNever, -1},                                                  // ::
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, Reach::kPrivate, -1},  // ::1
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, Reach::kPublic, 12},          // mapped
    {{}, 96, Reach::kPublic, 12},                                                  // compatible
    {{0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, Reach::kPublic, 12},                // SIIT, RFC 2765
    {{0, 0x64, 0xff, 0x9b}, 96, Reach::kPublic, 12},      // NAT64, RFC 6052
    {{0x20, 0x02}, 16, Reach::kPublic, 2},                // 6to4
    {{0x20, 0x01}, 23, Reach::kPrivate, -1},              // protocol assignments, Teredo
    {{0x20, 0x01, 0x0d, 0xb8}, 32, Reach::kPrivate, -1},  // documentation
    {{0x3f, 0xff}, 20, Reach::kPrivate, -1},              // documentation, RFC 9637
    {{0xff}, 8, Reach::kNever, -1},                       // multicast
};

// An ISATAP interface identifier carries the IPv4 address of the host.
bool is_isatap(const Bytes16& a) {
  return (a[8] & 0xfc) == 0 && a[9] == 0 && a[10] == 0x5e && a[11] == 0xfe;
}

Reach reach6(const Bytes16& address) {
  for (const Range6& range : kRanges6) {
    if (!in_range(address, range.network, range.bits)) continue;
    if (range.embedded < 0) return range.reach;
    return reach4(embedded4(address, static_cast<std::size_t>(range.embedded)));
  }
  const bool unicast = (address[0] & 0xe0) == 0x20;
  if (!unicast) return Reach::kPrivate;
  return is_isatap(address) ? reach4(embedded4(address, 12)) : Reach::kPublic;
}

}  // namespace

bool address_allowed(const sockaddr& address, socklen_t length, bool allow_private) {
  Reach reach = Reach::kNever;
  if (address.sa_family == AF_INET && length >= sizeof(sockaddr_in)) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    reach = reach4(ntohl(v4.sin_addr.s_addr));
  } else if (address.sa_family == AF_INET6 && length >= sizeof(sockaddr_in6)) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address, sizeof v6);
    Bytes16 bytes;
    std::memcpy(bytes.data(), v6.sin6_addr.s6_addr, bytes.size());
    reach = reach6(bytes);
  }
  return reach == Reach::kPublic || (allow_private && reach == Reach::kPrivate);
}

std::string address_text(const sockaddr& address, socklen_t length) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* bytes = nullptr;
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  if (address.sa_family == AF_INET && length >= sizeof v4) {
    std::memcpy(&v4, &address, sizeof v4);
    bytes = &v4.sin_addr;
  } else if (address.sa_family == AF_INET6 && length >= sizeof v6) {
    std::memcpy(&v6, &address, sizeof v6);
    bytes = &v6.sin6_addr;
  }
  if (bytes == nullptr ||
      ::inet_ntop(address.sa_family, bytes, text.data(), text.size()) == nullptr) {
    return "?";
  }
  return text.data();
}

}  // namespace benchledger
