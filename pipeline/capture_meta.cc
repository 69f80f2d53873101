#include "pipeline/capture_meta.h"

#include <optional>
#include <utility>

#include "pipeline/page_input.h"

namespace benchledger {
namespace {

// One line a field; a line feed inside a value must not become a field.
std::string escape(std::string_view value) {
  std::string text;
  for (const char c : value) {
    if (c == '\\')
      text += "\\\\";
    else if (c == '\n')
      text += "\\n";
    else if (c == '\r')
      text += "\\r";
    else
      text += c;
  }
  return text;
}

std::string unescape(std::string_view text) {
  std::string value;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 == text.size()) {
      value += text[i];
      continue;
    }
    const char next = text[++i];
    value += next == 'n' ? '\n' : next == 'r' ? '\r' : next;
  }
  return value;
}

std::string format_word(Format format) {
  for (const std::string& word : format_words()) {
    if (parse_format(word) == format) return word;
  }
  return "auto";
}

struct MetaField {
  std::string_view name;
  std::optional<std::string> Capture::*member;
};

constexpr MetaField kMetaFields[] = {
    {"url", &Capture::url},
    {"final-url", &Capture::final_url},
    {"path", &Capture::path},
    {"fetched-at", &Capture::fetched_at},
    {"media-type", &Capture::media_type},
    {"charset", &Capture::charset},
    {"etag", &Capture::etag},
    {"last-modified", &Capture::last_modified},
    {"robots-tag", &Capture::robots_tag},
    {"publisher", &Capture::publisher},
};

bool add_header(HeaderList& headers, const std::string& line) {
  const std::size_t colon = line.find(": ");
  if (colon == std::string::npos) return false;
  headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  return true;
}

// "mapping-model: name" and the like.
bool set_mapping(Capture& capture, std::string_view name, std::string value) {
  if (!capture.mapping) capture.mapping.emplace();
  if (name == "values") {
    capture.mapping->values.push_back(std::move(value));
    return true;
  }
  std::string* const member = name == "model"       ? &capture.mapping->model
                              : name == "benchmark" ? &capture.mapping->benchmark
                              : name == "board"     ? &capture.mapping->board
                                                    : nullptr;
  if (member != nullptr) *member = std::move(value);
  return member != nullptr;
}

// False where the name is not one of ours or the value cannot be.
bool set_meta(Capture& capture, std::string_view name, std::string value) {
  if (name == "benchledger-capture") return value == "1";
  if (name == "request") return add_header(capture.request_headers, value);
  if (name == "response") return add_header(capture.response_headers, value);
  if (name.starts_with("mapping-")) return set_mapping(capture, name.substr(8), std::move(value));
  if (name == "source-id")
    capture.source_id = std::move(value);
  else if (name == "page-key")
    capture.page_key = std::move(value);
  else if (name == "sha256")
    capture.sha256 = std::move(value);
  else if (name == "format") {
    const std::optional<Format> format = parse_format(value);
    capture.format = format.value_or(Format::kAuto);
    return format.has_value();
  } else {
    for (const MetaField& field : kMetaFields) {
      if (field.name != name) continue;
      capture.*field.member = std::move(value);
      return true;
    }
    return false;
  }
  return true;
}

}  // namespace

std::string capture_meta(const Capture& capture) {
  std::string text = "benchledger-capture: 1\n";
  const auto add = [&text](std::string_view name, std::string_view value) {
    text.append(name).append(": ").append(escape(value)).append("\n");
  };
  add("source-id", capture.source_id);
  add("page-key", capture.page_key);
  add("sha256", capture.sha256);
  add("format", format_word(capture.format));
  for (const MetaField& field : kMetaFields) {
    if (const auto& value = capture.*field.member) add(field.name, *value);
  }
  if (const auto& mapping = capture.mapping) {
    add("mapping-model", mapping->model);
    add("mapping-benchmark", mapping->benchmark);
    for (const std::string& field : mapping->values) add("mapping-values", field);
    add("mapping-board", mapping->board);
  }
  for (const auto& [name, value] : capture.request_headers) add("request", name + ": " + value);
  for (const auto& [name, value] : capture.response_headers) add("response", name + ": " + value);
  return text;
}

Result<Capture> read_capture_meta(std::string_view text) {
  Capture capture;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) {
      return fail(ErrorKind::kStore, {}, "the last line is cut");
    }
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end + 1);
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos ||
        !set_meta(capture, line.substr(0, colon), unescape(line.substr(colon + 2)))) {
      return fail(ErrorKind::kStore, {},
                  "unknown line \"" + std::string(line.substr(0, 80)) + "\"");
    }
  }
  return capture;
}

}  // namespace benchledger
