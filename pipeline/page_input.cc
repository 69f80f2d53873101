#include "pipeline/page_input.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <iterator>
#include <system_error>
#include <utility>

#include "extractors/document.h"
#include "pipeline/validate.h"

namespace benchledger {
namespace {

constexpr std::pair<std::string_view, Format> kFormats[] = {
    {"auto", Format::kAuto}, {"html", Format::kHtml}, {"md", Format::kMarkdown},
    {"text", Format::kText}, {"csv", Format::kCsv},   {"tsv", Format::kTsv},
    {"json", Format::kJson}, {"yaml", Format::kYaml},
};

tl::unexpected<Error> read_failure(const std::string& path, int error) {
  return fail(ErrorKind::kInput, path, "cannot read: " + std::generic_category().message(error),
              error == EISDIR ? "name the files in it, or list it as a source of kind dir" : "");
}

Result<std::string> read_all(int descriptor, const std::string& path) {
  std::string bytes;
  std::array<char, 65536> buffer;
  for (;;) {
    const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return read_failure(path, errno);
    if (got == 0) return bytes;
    bytes.append(buffer.data(), static_cast<std::size_t>(got));
    if (bytes.size() > kMaxPageBytes) {
      return fail(ErrorKind::kInput, path,
                  fmt::format("is larger than {} MiB", kMaxPageBytes >> 20),
                  "a page of that size is no write-up; split it");
    }
  }
}

}  // namespace

Result<std::string> read_page_file(const std::string& path) {
  if (path == "-") return read_all(STDIN_FILENO, "standard input");
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return read_failure(path, errno);
  Result<std::string> bytes = read_all(descriptor, path);
  ::close(descriptor);
  return bytes;
}

std::optional<Format> parse_format(std::string_view word) {
  for (const auto& [name, format] : kFormats) {
    if (name == word) return format;
  }
  return std::nullopt;
}

const std::vector<std::string>& format_words() {
  static const std::vector<std::string> words = [] {
    std::vector<std::string> list;
    for (const auto& entry : kFormats) list.emplace_back(entry.first);
    return list;
  }();
  return words;
}

Input page_input(std::string_view bytes, const std::string& path) {
  Input input;
  input.bytes = bytes;
  if (path == "-") {
    input.page_key = "stdin";
    return input;
  }
  input.path = path;
  const std::size_t slash = path.rfind('/');
  input.page_key = slash == std::string::npos ? path : path.substr(slash + 1);
  return input;
}

Input page_input(const Capture& capture) {
  Input input;
  input.bytes = capture.bytes;
  input.page_key = capture.page_key;
  input.url = capture.url;
  input.path = capture.path;
  input.final_url = capture.final_url;
  input.fetched_at = capture.fetched_at;
  input.charset = capture.charset;
  input.publisher = capture.publisher;
  input.format = capture.format;
  return input;
}

Extraction extract_and_check(const Extractor& extractor, const Input& input) {
  Extraction extraction = extractor.extract(input);
  std::vector<Finding> findings = validate_document(extraction, extractor.rules());
  extraction.findings.insert(extraction.findings.end(), std::make_move_iterator(findings.begin()),
                             std::make_move_iterator(findings.end()));
  return extraction;
}

std::vector<std::string> page_links(const Extractor& extractor, const Capture& capture) {
  std::vector<Diagnostic> ignored;  // those of pages matter, not of what names them
  return read_document(page_input(capture), extractor.names(), extractor.rules(), ignored).links;
}

std::string diagnostic_lines(const Extraction& extraction, std::string_view path) {
  std::string lines;
  for (const Diagnostic& diagnostic : extraction.diagnostics) {
    if (diagnostic.severity == Severity::kNote) continue;
    lines += fmt::format("{}: {}: {} [{}]", path,
                         diagnostic.severity == Severity::kError ? "error" : "warning",
                         diagnostic.message, diagnostic.code);
    if (!diagnostic.span.empty()) {
      lines += fmt::format(" (bytes {}-{})", diagnostic.span.start, diagnostic.span.end);
    }
    lines += '\n';
  }
  return lines;
}

}  // namespace benchledger
