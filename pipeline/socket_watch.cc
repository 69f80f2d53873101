#include "pipeline/socket_watch.h"

#include <sys/epoll.h>
#include <unistd.h>

#include <array>

namespace benchledger {

SocketWatch::SocketWatch() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) {}

SocketWatch::~SocketWatch() {
  if (works()) ::close(epoll_);
}

SocketWatch::Socket& SocketWatch::at(int socket) {
  const auto index = static_cast<std::size_t>(socket);
  if (index >= sockets_.size()) sockets_.resize(index + 1);
  return sockets_[index];
}

void SocketWatch::opened(int socket) {
  if (socket < 0) return;
  at(socket) = Socket{};
  at(socket).own = true;
}

// The kernel forgets what is closed.
void SocketWatch::closed(int socket) {
  if (socket >= 0) at(socket) = Socket{};
}

void SocketWatch::want(int socket, std::uint32_t owner, bool read, bool write) {
  Socket& known = at(socket);
  known.owner = owner;
  known.wanted = (read ? EPOLLIN : 0U) | (write ? EPOLLOUT : 0U);
  if (known.registered == known.wanted) return;
  epoll_event event{};
  event.events = known.wanted;
  event.data.fd = socket;
  const int guess = known.registered != 0 ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
  const int other = known.registered != 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
  const bool done = ::epoll_ctl(epoll_, guess, socket, &event) == 0 ||
                    ::epoll_ctl(epoll_, other, socket, &event) == 0;
  known.registered = done ? known.wanted : 0;
}

void SocketWatch::unwant(int socket) {
  Socket& known = at(socket);
  known.wanted = 0;
  if (!known.own) remove(socket);
}

void SocketWatch::remove(int socket) {
  epoll_event event{};
  if (at(socket).registered != 0) ::epoll_ctl(epoll_, EPOLL_CTL_DEL, socket, &event);
  at(socket).registered = 0;
}

const std::vector<SocketWatch::Event>& SocketWatch::wait(int wait_ms) {
  events_.clear();
  std::array<epoll_event, 64> happened{};
  const int count =
      ::epoll_wait(epoll_, happened.data(), static_cast<int>(happened.size()), wait_ms);
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = happened[static_cast<std::size_t>(i)];
    const Socket& known = at(event.data.fd);
    if (known.wanted == 0) {  // a kept connection that the server closed, say
      remove(event.data.fd);
      continue;
    }
    events_.push_back({event.data.fd, known.owner, (event.events & EPOLLIN) != 0,
                       (event.events & EPOLLOUT) != 0,
                       (event.events & (EPOLLERR | EPOLLHUP)) != 0});
  }
  return events_;
}

}  // namespace benchledger
