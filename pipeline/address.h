#pragma once
// Which socket addresses a fetcher may talk to. The check is made on the
// address that is about to be connected, so that no spelling of a host and no
// name that resolves differently the second time gets around it.

#include <sys/socket.h>

#include <string>

namespace benchledger {

// False for everything that is not a public unicast IPv4 or IPv6 address:
// loopback, link-local (cloud metadata), private, shared (CGNAT), multicast,
// unspecified, documentation and reserved ranges (IANA special-purpose
// registries, RFC 6890), and for IPv6 forms that carry such an IPv4 address:
// mapped, compatible, 6to4, NAT64, Teredo, ISATAP. `allow_private` allows all but
// multicast, broadcast and the unspecified address. Pure.
[[nodiscard]] bool address_allowed(const sockaddr& address, socklen_t length, bool allow_private);

// "192.0.2.1" or "2001:db8::1", without port; "?" for another family.
[[nodiscard]] std::string address_text(const sockaddr& address, socklen_t length);

}  // namespace benchledger
