// The program itself against everything of tests/data/servers.txt at once: a
// good night, then a hostile one. Every outcome is told apart, no last good
// capture is lost, nothing hangs, and memory stays within 64 MiB of the size
// cap, as the kernel counts it for the whole process.

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "../pipeline/server_script.h"
#include "../pipeline/temporary_folder.h"

namespace benchledger {
namespace {

struct Night {
  nlohmann::json report;
  long peak_bytes = 0;
  double seconds = 0;
};

class HostileServers : public ::testing::Test {
 protected:
  HostileServers() {
    for (const char* path : {"/land", "/nowhere-yet"}) server_.on(path, good("Landed"));
    server_.on("/for-now", to("/land"));
    server_.on("/loop-a", to("/loop-b"));
    server_.on("/loop-b", to("/loop-a"));
    for (int i = 1; i < 5; ++i)
      server_.on(fmt::format("/hop-{}", i), to(fmt::format("/hop-{}", i + 1)));
    server_.on("/hop-5", to("/land"));
    server_.on("/login", good("<title>Log in</title><input type=password>"));
  }

  static LoopbackServer::Behaviour good(const std::string& body) {
    return [body](const LoopbackAnswer& a) { a.send(server_script::answer("200 OK", "", body)); };
  }
  static LoopbackServer::Behaviour to(const std::string& target) {
    return [target](const LoopbackAnswer& a) {
      a.send(server_script::answer("302 Found", "Location: " + target + "\r\n", ""));
    };
  }

  void write_sources(const std::vector<ServerCase>& cases, std::size_t max_bytes) {
    std::string text = "sources:\n";
    for (std::size_t at = 0; at < cases.size(); ++at) {
      text += fmt::format(
          "  - {{id: case-{}, kind: http, url: \"{}\", allow_private: true, at_once: true, "
          "max_bytes: {}, timeout_seconds: 1}}\n",
          at, server_.url(path_of(cases[at])), max_bytes);
    }
    folder_.write("sources.yaml", text);
  }

  // VmHWM, in KiB: of the program alone. What getrusage() tells of a child
  // includes this process at the time of the fork.
  static long peak_kib(pid_t child) {
    std::ifstream file(fmt::format("/proc/{}/status", child));
    long peak = 0;
    bool ours = false;
    for (std::string line; std::getline(file, line);) {
      ours = ours || line == "Name:\tbenchledger";
      if (line.rfind("VmHWM:", 0) == 0) peak = std::stol(line.substr(6));
    }
    return ours ? peak : 0;
  }

  Night run() {
    const std::string out = folder_ / "report.json";
    const auto start = std::chrono::steady_clock::now();
    const pid_t child = ::fork();
    if (child == 0) {
      const int file = ::open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
      ::dup2(file, 1);
      ::dup2(::open("/dev/null", O_WRONLY), 2);
      ::execl(BENCHLEDGER_PROGRAM, "benchledger", "--json", "run", "--jobs", "1", "--sources",
              (folder_ / "sources.yaml").c_str(), "--out", (folder_ / "out").c_str(), nullptr);
      ::_exit(127);
    }
    int status = 0;
    long peak = 0;
    while (::waitpid(child, &status, WNOHANG) == 0) {
      peak = std::max(peak, peak_kib(child));
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    EXPECT_TRUE(WIFEXITED(status)) << "killed by " << WTERMSIG(status);
    std::ifstream file(out);
    std::ostringstream whole;
    whole << file.rdbuf();
    const std::string text = whole.str();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    return {nlohmann::json::parse(text, nullptr, false), peak * 1024, took.count()};
  }

  TemporaryFolder folder_;
  LoopbackServer server_;
};

constexpr long kMiB = 1L << 20;

TEST_F(HostileServers, CostNoCaptureAndLittleMemory) {
  constexpr std::size_t kCap = 64 << 10;
  const auto cases = read_server_cases(
      std::string(BENCHLEDGER_SOURCE_DIR) + "/tests/data/servers.txt", server_.port());
  ASSERT_GE(cases.size(), 60U);
  write_sources(cases, kCap);
  for (const ServerCase& c : cases) server_.on(path_of(c), good("<p>Scores of " + c.name + "</p>"));
  const Night calm = run();
  ASSERT_TRUE(calm.report.is_object());
  EXPECT_EQ(calm.report["pages"], cases.size());

  for (const ServerCase& c : cases) server_.on(path_of(c), behaviour_of(c));
  const Night hostile = run();
  ASSERT_TRUE(hostile.report.is_object());
  EXPECT_EQ(hostile.report["pages"], cases.size()) << "a last good capture is lost";
  std::map<std::string, std::size_t> wanted;
  std::map<std::string, std::string> failed;
  for (const auto& failure : hostile.report["failures"])
    failed[failure["page"]] = failure["outcome"];
  for (const ServerCase& c : cases) {
    ++wanted[c.outcome];
    const auto found = failed.find(server_.url(path_of(c)));
    const bool success = c.outcome == "ok" || c.outcome == "moved";
    EXPECT_EQ(found == failed.end() ? "" : found->second, success ? "" : c.outcome) << c.name;
  }
  for (const auto& [outcome, count] : wanted) {
    EXPECT_EQ(hostile.report["outcomes"].value(outcome, 0U), count) << outcome;
  }
  RecordProperty("peak_MiB", static_cast<int>(hostile.peak_bytes / kMiB));
  fmt::print("{} behaviours in {:.1f} s, peak {} MiB\n", cases.size(), hostile.seconds,
             hostile.peak_bytes / kMiB);
  EXPECT_LT(hostile.peak_bytes, 64 * kMiB + static_cast<long>(kCap));
  // One second each at most, sixteen at a time, and what the machine is busy with.
  EXPECT_LT(hostile.seconds, 60);
}

// The same, with a cap that lets every server fill memory if it could.
TEST_F(HostileServers, CannotFillMemoryTogether) {
  constexpr std::size_t kCap = 16 << 20;
  const std::string head = "HTTP/1.1 200 OK\\r\\nConnection: close\\r\\n";
  std::vector<ServerCase> cases;
  for (int at = 0; at < 8; ++at) {
    cases.push_back({fmt::format("without end {}", at),
                     {{"send", head + "\\r\\n"}, {"fill", "67108864 x"}},
                     "too-large",
                     ""});
    cases.push_back(
        {fmt::format("packed {}", at),
         {{"send", head + "Content-Encoding: gzip\\r\\n\\r\\n"}, {"gzip", "1 67108864 x"}},
         "too-large",
         ""});
  }
  for (const ServerCase& c : cases) server_.on(path_of(c), behaviour_of(c));
  write_sources(cases, kCap);
  const Night night = run();
  ASSERT_TRUE(night.report.is_object());
  EXPECT_EQ(night.report["outcomes"].value("too-large", 0U), cases.size());
  fmt::print("{} servers, peak {} MiB\n", cases.size(), night.peak_bytes / kMiB);
  EXPECT_LT(night.peak_bytes, 64 * kMiB + static_cast<long>(kCap));
}

}  // namespace
}  // namespace benchledger
