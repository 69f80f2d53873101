#pragma once
// What a server does, written down: tests/data/servers.txt holds one case
// after another, each a few lines of what is sent, and the outcome it leads to.

#include <zlib.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "loopback_server.h"

namespace benchledger {

// One line of a case.
struct ServerStep {
  std::string verb;
  std::string rest;
};

struct ServerCase {
  std::string name;
  std::vector<ServerStep> steps;
  std::string outcome;
  std::string text;  // the capture's bytes or the error hold this
};

namespace server_script {

inline std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\' || at + 1 == text.size()) {
      out += text[at];
      continue;
    }
    const char c = text[++at];
    if (c == 'x') {
      int byte = 0;
      std::from_chars(text.data() + at + 1, text.data() + at + 3, byte, 16);
      out += static_cast<char>(byte);
      at += 2;
    } else {
      out += c == 'r' ? '\r' : c == 'n' ? '\n' : c == 't' ? '\t' : c;
    }
  }
  return out;
}

inline std::string from_hex(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at + 1 < text.size(); at += 2) {
    int byte = 0;
    std::from_chars(text.data() + at, text.data() + at + 2, byte, 16);
    out += static_cast<char>(byte);
  }
  return out;
}

inline std::string gzip(std::string_view bytes, int window_bits = 15 + 16) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, window_bits, 9, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  std::string copy(bytes);
  stream.next_in = reinterpret_cast<Bytef*>(copy.data());
  stream.avail_in = static_cast<uInt>(copy.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

inline std::string replace_all(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    text.replace(at, from.size(), to);
    at += to.size();
  }
  return text;
}

inline std::string answer(const std::string& status, const std::string& headers,
                          const std::string& body) {
  return "HTTP/1.1 " + status + "\r\n" + headers +
         "Connection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// "Name: value; and: so on | body" -> header lines and the body.
inline std::pair<std::string, std::string> headers_and_body(const std::string& text) {
  const std::string rest = " " + text;
  const std::size_t bar = rest.find(" | ");
  std::string headers;
  std::istringstream lines(rest.substr(0, bar));
  for (std::string line; std::getline(lines, line, '~');) {
    const std::size_t from = line.find_first_not_of(' ');
    if (from != std::string::npos) headers += unescape(line.substr(from)) + "\r\n";
  }
  return {headers, bar == std::string::npos ? "" : unescape(rest.substr(bar + 3))};
}

inline std::string first_word(std::string& rest) {
  const std::size_t end = rest.find(' ');
  std::string word = rest.substr(0, end);
  rest = end == std::string::npos ? "" : rest.substr(end + 1);
  return word;
}

// What takes time to make is made before anybody asks.
inline ServerStep prepared(const ServerStep& step) {
  if (step.verb != "gzip" && step.verb != "deflate") return step;
  std::string rest = step.rest;  // TIMES BYTES TEXT
  const int times = std::stoi(first_word(rest));
  const auto size = static_cast<std::size_t>(std::stol(first_word(rest)));
  std::string bytes = unescape(rest);
  bytes.resize(std::max(size, bytes.size()), bytes.back());
  for (int i = 0; i < times; ++i) bytes = gzip(bytes, step.verb == "gzip" ? 15 + 16 : -15);
  return {"raw", std::move(bytes)};
}

inline void run_step(const ServerStep& step, const LoopbackAnswer& to) {
  std::string rest = step.rest;
  const std::string& verb = step.verb;
  if (verb == "page") {  // page HEADER ~ HEADER | BODY
    const auto [headers, body] = headers_and_body(rest);
    to.send(answer("200 OK", headers, body));
  } else if (verb == "status") {  // status 404 Not Found
    to.send(answer(rest, "", "no"));
  } else if (verb == "answer") {  // answer 503 Busy ~ HEADER | BODY
    const std::size_t mark = rest.find(" ~ ");
    const auto [headers, body] =
        headers_and_body(mark == std::string::npos ? "" : rest.substr(mark + 3));
    to.send(answer(rest.substr(0, mark), headers, body));
  } else if (verb == "redirect") {  // redirect 302 TARGET
    const std::string code = first_word(rest);
    to.send(answer(code + " Elsewhere", "Location: " + unescape(rest) + "\r\n", ""));
  } else if (verb == "send") {
    to.send(unescape(rest));
  } else if (verb == "hex") {
    to.send(from_hex(rest));
  } else if (verb == "repeat") {  // repeat TIMES PAUSE_MS TEXT
    const int times = std::stoi(first_word(rest));
    const int pause = std::stoi(first_word(rest));
    const std::string bytes = unescape(rest);
    for (int i = 0; i < times && to.send(bytes); ++i) {
      if (pause > 0) to.wait_ms(pause);
    }
  } else if (verb == "fill") {  // fill BYTES CHARACTER
    const std::string block(4096, rest.back());
    for (long left = std::stol(first_word(rest)); left > 0; left -= 4096) {
      if (!to.send(std::string_view(block).substr(0, static_cast<std::size_t>(left)))) return;
    }
  } else if (verb == "raw") {
    to.send(rest);
  } else if (verb == "wait") {
    to.wait_ms(std::stoi(rest));
  } else if (verb == "reset") {
    to.reset();
  } else {
    throw std::runtime_error("no such step: " + verb);
  }
}

}  // namespace server_script

// Cases of a file like tests/data/servers.txt. {port} stands for the server's.
inline std::vector<ServerCase> read_server_cases(const std::string& path, int port) {
  std::vector<ServerCase> cases;
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line)) {
    line = server_script::replace_all(line, "{port}", std::to_string(port));
    if (line.rfind("=== ", 0) == 0) {
      cases.push_back({line.substr(4), {}, "", ""});
    } else if (line.rfind("-> ", 0) == 0) {
      std::string rest = line.substr(3);
      cases.back().outcome = server_script::first_word(rest);
      cases.back().text = rest;
    } else if (!line.empty() && line.front() != '#') {
      std::string rest = line;
      const std::string verb = server_script::first_word(rest);
      cases.back().steps.push_back({verb, rest});
    }
  }
  return cases;
}

// The path a case is served under.
inline std::string path_of(const ServerCase& c) {
  std::string path = "/" + c.name;
  for (char& letter : path) letter = letter == ' ' ? '-' : letter;
  return path;
}

inline LoopbackServer::Behaviour behaviour_of(const ServerCase& c) {
  std::vector<ServerStep> steps;
  for (const ServerStep& step : c.steps) steps.push_back(server_script::prepared(step));
  return [steps = std::move(steps)](const LoopbackAnswer& answer) {
    for (const ServerStep& step : steps) {
      if (answer.gone()) return;
      server_script::run_step(step, answer);
    }
  };
}

}  // namespace benchledger
