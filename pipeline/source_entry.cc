#include "pipeline/source_entry.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "extractors/text.h"
#include "extractors/yaml_reader.h"
#include "pipeline/http.h"
#include "pipeline/page_input.h"

namespace benchledger {
namespace {

// Double-quoted YAML; what is in it was read from YAML or a command line.
std::string quoted(std::string_view value) {
  std::string text = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return text + "\"";
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

bool is_blank_or_comment(std::string_view line) {
  const std::size_t at = line.find_first_not_of(" \t\r\n");
  return at == std::string_view::npos || line[at] == '#';
}

std::string indented(const std::string& entry, std::size_t columns) {
  std::string text;
  for (const std::string_view line : lines_of(entry)) {
    text.append(columns, ' ').append(line);
  }
  return text;
}

// The host's own name without www. and the public suffix's last label, and the
// last part of the path without its ending.
std::string slug_of(const std::string& url) {
  std::string host = authority_of(url);
  host = host.substr(0, host.rfind(':'));
  if (host.rfind("www.", 0) == 0) host.erase(0, 4);
  const std::size_t last_dot = host.rfind('.');
  const bool named = host.find_first_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos;
  if (named && last_dot != std::string::npos) host.erase(last_dot);
  std::string path = url.substr(std::min(url.find("://") + 3, url.size()));
  path = path.substr(0, path.find_first_of("?#"));
  while (!path.empty() && path.back() == '/') path.pop_back();
  const std::size_t slash = path.rfind('/');
  std::string name = slash == std::string::npos ? std::string() : path.substr(slash + 1);
  if (const std::size_t dot = name.rfind('.'); dot != std::string::npos && dot + 6 > name.size()) {
    name.erase(dot);
  }
  std::string slug;
  for (const char c : lower_ascii(host + "-" + name)) {
    const bool plain = (c >= 'a' && c <= 'z') || is_digit(c);
    if (plain) slug += c;
    if (!plain && !slug.empty() && slug.back() != '-') slug += '-';
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug.empty() ? "page" : slug;
}

std::string free_id(const std::string& wish, const Sources& taken) {
  const auto is_taken = [&](const std::string& id) {
    return std::any_of(taken.sources.begin(), taken.sources.end(),
                       [&](const Source& source) { return source.id == id; });
  };
  std::string id = wish;
  for (int number = 2; is_taken(id); ++number) id = fmt::format("{}-{}", wish, number);
  return id;
}

// "owner/name" where the path of `url` is that and no more.
std::string repository_of(const std::string& url, std::string_view host) {
  if (authority_of(url) != host) return {};
  std::string path = url.substr(url.find("://") + 3 + host.size());
  if (path.find_first_of("?#") != std::string::npos) return {};
  while (!path.empty() && path.back() == '/') path.pop_back();
  if (!path.empty()) path.erase(0, 1);
  const bool two_parts = std::count(path.begin(), path.end(), '/') == 1;
  const bool site = path.rfind("datasets/", 0) == 0 || path.rfind("spaces/", 0) == 0 ||
                    path.rfind("docs/", 0) == 0 || path.rfind("blog/", 0) == 0 ||
                    path.rfind("papers/", 0) == 0 || path.rfind("orgs/", 0) == 0;
  return two_parts && !site ? path : std::string();
}

}  // namespace

std::string source_entry(const Source& source) {
  std::string text = fmt::format("- id: {}\n  kind: {}\n", source.id, to_string(source.kind));
  const auto add = [&text](const char* key, const std::string& value) {
    if (!value.empty()) text += fmt::format("  {}: {}\n", key, quoted(value));
  };
  add("url", source.url);
  add("repo", source.repo);
  add("owner", source.owner);
  add("revision", source.revision);
  add("publisher", source.publisher.value_or(std::string()));
  for (const auto& [key, list] :
       {std::pair("include", &source.include), std::pair("exclude", &source.exclude)}) {
    std::string items;
    for (const std::string& item : *list) items += (items.empty() ? "" : ", ") + quoted(item);
    if (!items.empty()) text += fmt::format("  {}: [{}]\n", key, items);
  }
  if (source.allow_private) text += "  allow_private: true\n";
  if (source.at_once) text += "  at_once: true\n";
  return text;
}

std::string new_sources_text(const std::string& contact) {
  std::string text = "# What `benchledger run` reads; `benchledger add URL` adds to it.\n";
  if (!contact.empty()) text += "contact: " + quoted(contact) + "\n";
  return text + "sources:\n";
}

Result<std::string> with_entry(std::string_view file, std::string_view text,
                               const std::string& entry) {
  const Result<YamlNode> top = read_yaml(file, text);
  if (!top) return tl::unexpected<Error>(top.error());
  const std::string body(text);
  const std::string whole = body.empty() || body.back() == '\n' ? body : body + "\n";
  const YamlNode* list = top->find("sources");
  if (list == nullptr || (list->kind == YamlNode::Kind::kScalar && list->empty)) {
    return whole + (list == nullptr ? "sources:\n" : "") + indented(entry, 2);
  }
  const std::vector<std::string_view> lines = lines_of(whole);
  const std::size_t first =
      list->items.empty() ? 0 : lines[list->items.back().line - 1].find_first_not_of(" \t");
  const bool block = !list->items.empty() && first != std::string_view::npos &&
                     lines[list->items.back().line - 1][first] == '-';
  if (!block) {
    return fail(ErrorKind::kUsage, std::string(file), "the list of sources is written in brackets",
                "write one entry a line, or add this yourself:\n" + entry);
  }
  std::size_t end = lines.size();  // the list ends where the next key of the file begins
  for (const auto& [key, value] : top->entries) {
    if (key.line > list->items.back().line) end = std::min(end, key.line - 1);
  }
  while (end > 0 && is_blank_or_comment(lines[end - 1])) --end;
  std::string result;
  for (std::size_t at = 0; at < end; ++at) result += lines[at];
  result += indented(entry, first);
  for (std::size_t at = end; at < lines.size(); ++at) result += lines[at];
  return result;
}

Source source_for_url(const std::string& url, const Sources& taken) {
  Source source;
  source.kind = SourceKind::kHttp;
  source.url = url;
  for (const auto& [host, kind, base] :
       {std::tuple("huggingface.co", SourceKind::kHuggingFace, "https://huggingface.co"),
        std::tuple("github.com", SourceKind::kGithub, "https://api.github.com")}) {
    const std::string repo = repository_of(url, host);
    if (repo.empty()) continue;
    source.kind = kind;
    source.url.clear();
    source.repo = repo;
    source.base = base;
  }
  source.id = free_id(slug_of(url), taken);
  source.where = "the new source";
  return source;
}

}  // namespace benchledger
