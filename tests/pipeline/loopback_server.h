#pragma once
// A server of the tests' own on 127.0.0.1 that does what it is told, down to
// the byte. Every wait is bounded and ends when the server does.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace benchledger {

// One request being answered.
class LoopbackAnswer {
 public:
  LoopbackAnswer(int socket, std::string request, const std::atomic<bool>& stop)
      : socket_(socket), request_(std::move(request)), stop_(stop) {}

  // False once the client is gone.
  bool send(std::string_view bytes) const {
    while (!bytes.empty()) {
      if (stop_) return false;
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  [[nodiscard]] bool asked_with(std::string_view text) const {
    return request_.find(text) != std::string::npos;
  }
  [[nodiscard]] const std::string& request() const { return request_; }
  // True where the client has closed, or the server is being stopped.
  [[nodiscard]] bool gone() const {
    char byte = 0;
    return stop_ || ::recv(socket_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
  }
  // Ends the connection with a reset instead of an end.
  void reset() const {
    const linger at_once{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    was_reset_ = true;
  }
  [[nodiscard]] bool was_reset() const { return was_reset_; }
  void wait_ms(int ms) const {
    for (int waited = 0; waited < ms && !gone(); waited += 10) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }

 private:
  int socket_;
  std::string request_;
  const std::atomic<bool>& stop_;
  mutable bool was_reset_ = false;
};

class LoopbackServer {
 public:
  using Behaviour = std::function<void(const LoopbackAnswer&)>;

  LoopbackServer() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    auto* address = reinterpret_cast<sockaddr*>(&at);
    if (socket_ < 0 || ::bind(socket_, address, size) != 0 || ::listen(socket_, 64) != 0 ||
        ::getsockname(socket_, address, &size) != 0) {
      throw std::runtime_error("no loopback socket");
    }
    port_ = ntohs(at.sin_port);
    accepting_ = std::thread([this] { accept_all(); });
  }
  ~LoopbackServer() {
    stop_ = true;
    accepting_.join();
    for (std::thread& thread : answering_) thread.join();
    ::close(socket_);
  }
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  void on(const std::string& path, Behaviour behaviour) {
    const std::lock_guard<std::mutex> lock(mutex_);
    behaviours_[path] = std::move(behaviour);
  }
  [[nodiscard]] int port() const { return port_; }
  [[nodiscard]] std::string url(std::string_view path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + std::string(path);
  }
  [[nodiscard]] int connections() const { return connections_; }

 private:
  static constexpr int kMostConnections = 500;

  void accept_all() {
    while (!stop_ && connections_ < kMostConnections) {
      pollfd ready{socket_, POLLIN, 0};
      if (::poll(&ready, 1, 20) <= 0) continue;
      const int client = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
      if (client < 0) continue;
      ++connections_;
      const timeval most{2, 0};
      ::setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &most, sizeof most);
      ::setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, &most, sizeof most);
      answering_.emplace_back([this, client] {
        if (!answer(client)) ::shutdown(client, SHUT_RDWR);
        ::close(client);
      });
    }
  }

  // True where the connection is to be reset.
  bool answer(int client) {
    std::string request;
    char buffer[4096];
    while (request.find("\r\n\r\n") == std::string::npos && request.size() < 65536) {
      const ssize_t got = ::recv(client, buffer, sizeof buffer, 0);
      if (got <= 0) return false;
      request.append(buffer, static_cast<std::size_t>(got));
      if (request.front() == 0x16) return false;  // a TLS handshake
    }
    const std::size_t from = request.find(' ');
    const std::size_t to = request.find_first_of(" ?", from + 1);
    Behaviour behaviour;
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      const auto found = behaviours_.find(request.substr(from + 1, to - from - 1));
      if (found != behaviours_.end()) behaviour = found->second;
    }
    const LoopbackAnswer answer(client, request, stop_);
    if (behaviour) {
      behaviour(answer);
    } else {
      answer.send("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }
    return answer.was_reset();
  }

  int socket_;
  int port_ = 0;
  std::atomic<bool> stop_{false};
  std::atomic<int> connections_{0};
  std::mutex mutex_;
  std::map<std::string, Behaviour> behaviours_;
  std::vector<std::thread> answering_;  // of the accepting thread until it has ended
  std::thread accepting_;
};

}  // namespace benchledger
