#pragma once
// Who waits for which socket, over epoll: a turn costs what happened and not
// what is under way. A socket of one's own stays registered while nobody waits
// for it, so that a kept connection costs no system call for each request; one
// that is not known to be closed through closed() is taken out at once, since
// its number may come back as another socket's.

#include <cstdint>
#include <vector>

namespace benchledger {

class SocketWatch {
 public:
  struct Event {
    int socket = -1;
    std::uint32_t owner = 0;
    bool readable = false;
    bool writable = false;
    bool failed = false;
  };

  SocketWatch();
  ~SocketWatch();
  SocketWatch(const SocketWatch&) = delete;
  SocketWatch& operator=(const SocketWatch&) = delete;

  // False where the system gave no epoll.
  [[nodiscard]] bool works() const { return epoll_ >= 0; }

  // From opened() to closed() a socket is one's own.
  void opened(int socket);
  void closed(int socket);

  void want(int socket, std::uint32_t owner, bool read, bool write);
  void unwant(int socket);

  // What happened to sockets somebody waits for, or nothing after `wait_ms`.
  // Good until the next call.
  const std::vector<Event>& wait(int wait_ms);

 private:
  struct Socket {
    bool own = false;
    std::uint32_t owner = 0;
    std::uint32_t wanted = 0;      // EPOLLIN, EPOLLOUT
    std::uint32_t registered = 0;  // ... as the kernel has them; 0: not there
  };

  Socket& at(int socket);
  void remove(int socket);

  int epoll_;
  std::vector<Socket> sockets_;  // by number
  std::vector<Event> events_;
};

}  // namespace benchledger
