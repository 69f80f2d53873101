#include "pipeline/sources.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "extractors/text.h"
#include "extractors/yaml_reader.h"
#include "pipeline/files.h"
#include "pipeline/http.h"
#include "pipeline/page_input.h"
#include "pipeline/url_filter.h"

namespace benchledger {
namespace {

constexpr std::size_t kMaxSourcesFileBytes = std::size_t{4} << 20;
constexpr int kMostMaxBytes = 1 << 30;
constexpr int kMostSeconds = 3600;
constexpr int kMostConcurrency = 64;
constexpr int kMostNights = 366;
constexpr int kUsualNights = 3;

const std::vector<std::string_view> kKinds = {
    "file", "dir", "http", "data", "warc", "sitemap", "feed", "listing", "huggingface", "github"};

constexpr int kMostPages = 100'000;

bool is_kebab_case(std::string_view id) {
  if (id.empty() || id.front() == '-' || id.back() == '-') return false;
  for (std::size_t i = 0; i < id.size(); ++i) {
    const char c = id[i];
    const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (!plain && (c != '-' || id[i - 1] == '-')) return false;
  }
  return true;
}

// What sources on servers may leave to `defaults`.
struct Defaults {
  int withdraw_after = kUsualNights;
  std::optional<double> delay_seconds;
  std::optional<int> concurrency;
};

// What the entries of one file have to agree about.
struct Reading {
  std::string folder;
  Sources sources;
  Defaults defaults;
  std::map<std::string, std::string> ids;   // id -> where
  std::map<std::string, std::string> urls;  // url -> where
  YamlProblems problems;
};

// `shown` stands for `value` in the message: a URL may hold a token.
void claim_once(std::map<std::string, std::string>& taken, const YamlNode& at,
                const std::string& value, const std::string& shown, std::string_view remedy,
                YamlProblems& problems) {
  const auto [entry, fresh] = taken.emplace(value, problems.where(at));
  if (!fresh) {
    problems.add(at, shown + " is used twice, first at " + entry->second, std::string(remedy));
  }
}

void read_id(YamlFields& fields, Source& source, Reading& reading) {
  const YamlNode* at = fields.required("id");
  if (at == nullptr) return;
  source.id = yaml_text(*at, reading.problems);
  if (!is_kebab_case(source.id)) {
    reading.problems.add(*at, "id \"" + source.id + "\" is not kebab-case",
                         "use lower-case letters and digits with single hyphens between them");
  }
  claim_once(reading.ids, *at, source.id, "id \"" + source.id + "\"",
             "give each source its own id; records keep it for good", reading.problems);
}

void read_path(YamlFields& fields, Source& source, Reading& reading) {
  const std::string path = fields.text("path");
  source.path = (std::filesystem::path(reading.folder) / path).lexically_normal().string();
}

void read_url(YamlFields& fields, Source& source, Reading& reading) {
  const YamlNode* at = fields.required("url");
  if (at == nullptr) return;
  source.url = yaml_text(*at, reading.problems);
  if (const Status checked = check_http_url(source.url); !checked) {
    reading.problems.add(*at, "url " + checked.error().message,
                         "write it as https://host/path, without a password");
  }
  if (source.url.find('#') != std::string::npos) {
    reading.problems.add(*at, "url has a #part, which is never sent", "remove it");
  }
  claim_once(reading.urls, *at, source.url, "url \"" + url_for_people(source.url) + "\"",
             "keep one of the two sources", reading.problems);
}

// "owner/name", or a name: nothing that would make another path of a URL.
bool is_repository_name(std::string_view name, bool with_owner) {
  const auto slashes = static_cast<std::size_t>(std::count(name.begin(), name.end(), '/'));
  const bool plain = std::all_of(name.begin(), name.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.' || c == '/';
  });
  return plain && slashes == (with_owner ? 1U : 0U) && !name.empty() && name.front() != '/' &&
         name.back() != '/' && name.find("..") == std::string_view::npos;
}

void read_base(YamlFields& fields, Source& source, YamlProblems& problems) {
  source.base =
      source.kind == SourceKind::kGithub ? "https://api.github.com" : "https://huggingface.co";
  const YamlNode* at = fields.node("base");
  if (at == nullptr) return;
  source.base = yaml_text(*at, problems);
  if (const Status checked = check_http_url(source.base); !checked) {
    problems.add(*at, "base " + checked.error().message, "write it as https://host/path");
  }
  while (!source.base.empty() && source.base.back() == '/') source.base.pop_back();
}

void read_repository(const YamlNode& entry, YamlFields& fields, Source& source,
                     YamlProblems& problems) {
  read_base(fields, source, problems);
  const YamlNode* repo = fields.node("repo");
  const YamlNode* owner = fields.node("owner");
  if ((repo == nullptr) == (owner == nullptr)) {
    problems.add(repo == nullptr ? entry : *repo, "needs either repo or owner",
                 "write repo: owner/name for one repository, owner: name for all of them");
    return;
  }
  (repo == nullptr ? source.owner : source.repo) =
      yaml_text(repo == nullptr ? *owner : *repo, problems);
  if (repo != nullptr ? !is_repository_name(source.repo, true)
                      : !is_repository_name(source.owner, false)) {
    problems.add(repo == nullptr ? *owner : *repo, "is not the name of a repository or its owner",
                 "write repo: owner/name, or owner: name");
  }
  source.revision = fields.optional_text("revision").value_or("");
  source.files = fields.texts("files");
}

void read_format(YamlFields& fields, Source& source, YamlProblems& problems) {
  const YamlNode* at = fields.node("format");
  if (at == nullptr) return;
  const std::string word = yaml_text(*at, problems);
  if (const std::optional<Format> format = parse_format(word)) {
    source.format = *format;
    return;
  }
  std::string list;
  for (const std::string& known : format_words()) list += (list.empty() ? "" : ", ") + known;
  problems.add(*at, "\"" + word + "\" is not one of: " + list);
}

void read_max_bytes(YamlFields& fields, Source& source, YamlProblems& problems) {
  const std::optional<int> bytes = fields.optional_integer("max_bytes");
  if (!bytes) return;
  if (*bytes < 1 || *bytes > kMostMaxBytes) {
    problems.add(*fields.node("max_bytes"), "max_bytes is not between 1 and 1073741824");
    return;
  }
  source.max_bytes = static_cast<std::size_t>(*bytes);
}

void read_timeout(YamlFields& fields, Source& source, YamlProblems& problems) {
  const std::optional<int> seconds = fields.optional_integer("timeout_seconds");
  if (!seconds) return;
  if (*seconds < 1 || *seconds > kMostSeconds) {
    problems.add(*fields.node("timeout_seconds"), "timeout_seconds is not between 1 and 3600");
    return;
  }
  source.timeout_seconds = *seconds;
}

// Above what `fields` say, else as they were.
Defaults read_defaults(YamlFields& fields, Defaults defaults, YamlProblems& problems) {
  if (const std::optional<int> nights = fields.optional_integer("withdraw_after")) {
    if (*nights < 1 || *nights > kMostNights) {
      problems.add(*fields.node("withdraw_after"), "withdraw_after is not between 1 and 366");
    }
    defaults.withdraw_after = *nights;
  }
  if (const std::optional<double> seconds = fields.optional_number("delay_seconds")) {
    if (*seconds < 0 || *seconds > kMostSeconds) {
      problems.add(*fields.node("delay_seconds"), "delay_seconds is not between 0 and 3600");
    }
    defaults.delay_seconds = seconds;
  }
  if (const std::optional<int> requests = fields.optional_integer("concurrency")) {
    if (*requests < 1 || *requests > kMostConcurrency) {
      problems.add(*fields.node("concurrency"), "concurrency is not between 1 and 64");
    }
    defaults.concurrency = requests;
  }
  return defaults;
}

void read_pace(YamlFields& fields, Source& source, Reading& reading) {
  const Defaults said = read_defaults(fields, reading.defaults, reading.problems);
  source.withdraw_after = said.withdraw_after;
  if (!said.delay_seconds && !said.concurrency) return;
  HostPace pace;
  if (said.delay_seconds) pace.delay_ms = static_cast<std::int64_t>(*said.delay_seconds * 1000.0);
  if (said.concurrency) pace.in_flight = static_cast<std::size_t>(*said.concurrency);
  source.pace = pace;
}

// A server of one's own may be hurried; nobody else's.
void read_manners(YamlFields& fields, Source& source, YamlProblems& problems) {
  source.allow_private = fields.flag("allow_private", false);
  source.at_once = fields.flag("at_once", false);
  if (source.at_once && !source.allow_private) {
    problems.add(*fields.node("at_once"), "at_once is for servers of your own",
                 "leave it out, or set allow_private: true");
  }
  const YamlNode* robots = fields.node("robots");
  if (robots == nullptr) return;
  YamlFields inside(*robots, problems);
  source.robots_ignored = inside.text("ignore");
  inside.finish();
}

// auth: {bearer: {env: NAME}}, or basic:, or {file: path}.
void read_auth(YamlFields& fields, Source& source, Reading& reading) {
  const YamlNode* at = fields.node("auth");
  if (at == nullptr) return;
  YamlProblems& problems = reading.problems;
  YamlFields schemes(*at, problems);
  const YamlNode* bearer = schemes.node("bearer");
  const YamlNode* basic = schemes.node("basic");
  schemes.finish();
  if ((bearer == nullptr) == (basic == nullptr)) {
    problems.add(*at, "auth needs one of bearer and basic", "write auth: {bearer: {env: NAME}}");
    return;
  }
  YamlFields place(bearer != nullptr ? *bearer : *basic, problems);
  CredentialPlace& credential = source.credential;
  credential.scheme = bearer != nullptr ? CredentialScheme::kBearer : CredentialScheme::kBasic;
  credential.env = place.optional_text("env").value_or("");
  const std::string file = place.optional_text("file").value_or("");
  place.finish();
  if (credential.env.empty() == file.empty()) {
    problems.add(*at, "a credential comes from one of env and file",
                 "name a variable with env, or a file of mode 0600 with file");
  }
  if (!file.empty()) {
    credential.file = (std::filesystem::path(reading.folder) / file).lexically_normal().string();
  }
  if (source.url.compare(0, 6, "https:") != 0 && !source.allow_private) {
    problems.add(*at, "a credential would go over the wire in the clear", "use an https url");
  }
}

void read_mapping(YamlFields& fields, Source& source, YamlProblems& problems) {
  const YamlNode* at = fields.node("mapping");
  if (at == nullptr) return;
  YamlFields mapping(*at, problems);
  FieldMapping read;
  read.model = mapping.text("model");
  read.benchmark = mapping.optional_text("benchmark").value_or("");
  read.values = mapping.texts("values");
  read.board = mapping.optional_text("board").value_or("");
  mapping.finish();
  if (read.values.empty()) {
    problems.add(*at, "mapping names no values", "add values: [field, ...] with the score fields");
  }
  source.mapping = std::move(read);
}

// Where the bytes are: a url or a path, as the kind has it.
void read_place(const YamlNode& entry, YamlFields& fields, Source& source, Reading& reading) {
  switch (source.kind) {
    case SourceKind::kFile:
    case SourceKind::kDir:
    case SourceKind::kWarc:
      read_path(fields, source, reading);
      return;
    case SourceKind::kData:
      if (fields.node("path") != nullptr) {
        read_path(fields, source, reading);
        return;
      }
      [[fallthrough]];
    case SourceKind::kHttp:
    case SourceKind::kSitemap:
    case SourceKind::kFeed:
    case SourceKind::kListing:
      read_url(fields, source, reading);
      return;
    case SourceKind::kHuggingFace:
    case SourceKind::kGithub:
      read_repository(entry, fields, source, reading.problems);
      return;
  }
}

void read_patterns(YamlFields& fields, Source& source, YamlProblems& problems) {
  source.include = fields.texts("include");
  source.exclude = fields.texts("exclude");
  if (source.kind == SourceKind::kDir) return;
  for (const char* key : {"include", "exclude"}) {
    const YamlNode* at = fields.node(key);
    if (at == nullptr) continue;
    const Result<UrlFilter> filter = UrlFilter::make(yaml_texts(*at, problems), {});
    if (!filter) problems.add(*at, filter.error().message, filter.error().remedy);
  }
}

void read_budget(YamlFields& fields, Source& source, YamlProblems& problems) {
  const std::optional<int> pages = fields.optional_integer("max_pages");
  if (!pages) return;
  if (*pages < 1 || *pages > kMostPages) {
    problems.add(*fields.node("max_pages"), "max_pages is not between 1 and 100000");
    return;
  }
  source.max_pages = static_cast<std::size_t>(*pages);
}

void read_schedule(YamlFields& fields, Source& source, YamlProblems& problems) {
  if (!asks_servers(source)) return;
  const std::optional<int> days = fields.optional_integer("every_days");
  if (!days) return;
  if (*days >= 1 && *days <= 366) {
    source.every_days = *days;
  } else {
    problems.add(*fields.node("every_days"), "every_days is not between 1 and 366");
  }
}

Source read_source(const YamlNode& entry, Reading& reading) {
  YamlProblems& problems = reading.problems;
  YamlFields fields(entry, problems);
  Source source;
  source.where = problems.where(entry);
  read_id(fields, source, reading);
  source.kind = static_cast<SourceKind>(fields.choice("kind", kKinds));
  source.publisher = fields.optional_text("publisher");
  read_mapping(fields, source, problems);
  read_format(fields, source, problems);
  read_max_bytes(fields, source, problems);
  read_place(entry, fields, source, reading);
  if (asks_servers(source)) {
    read_manners(fields, source, problems);
    // A found page may stand on somebody else's server.
    if (!finds_pages(source.kind)) read_auth(fields, source, reading);
    read_timeout(fields, source, problems);
    read_pace(fields, source, reading);
  }
  read_schedule(fields, source, problems);
  const bool many = finds_pages(source.kind) || source.kind == SourceKind::kWarc;
  if (many || source.kind == SourceKind::kDir) read_patterns(fields, source, problems);
  if (many) read_budget(fields, source, problems);
  if (source.kind == SourceKind::kData && !source.mapping) {
    problems.add(entry, "kind data has no mapping",
                 "add mapping: {model: ..., values: [...]}, or use kind http or file");
  }
  if (source.kind == SourceKind::kListing && source.include.empty()) {
    problems.add(entry, "kind listing does not say which links it is about",
                 "add include: [...] with a pattern of their URLs");
  }
  fields.finish();
  return source;
}

// Whoever runs a server can write to whoever fetches from it.
void check_contact(const YamlNode& top, Reading& reading) {
  const bool needed =
      std::any_of(reading.sources.sources.begin(), reading.sources.sources.end(),
                  [](const Source& s) { return asks_servers(s) && !s.allow_private; });
  const std::string& contact = reading.sources.contact;
  if (needed && contact.empty()) {
    reading.problems.add(top, "sources on other people's servers need a contact",
                         "add contact: with a URL or e-mail address, sent in the User-Agent");
  }
  const bool plain = std::all_of(contact.begin(), contact.end(), [](char c) {
    return c > ' ' && c <= '~' && c != '(' && c != ')';
  });
  if (!plain) {
    reading.problems.add(*top.find("contact"), "contact is not a plain URL or e-mail address",
                         "use printable ASCII without spaces and parentheses");
  }
}

}  // namespace

bool finds_pages(SourceKind kind) {
  return static_cast<int>(kind) >= static_cast<int>(SourceKind::kSitemap);
}

bool asks_servers(const Source& source) { return !source.url.empty() || finds_pages(source.kind); }

const char* to_string(SourceKind kind) { return kKinds[static_cast<std::size_t>(kind)].data(); }

Result<Sources> parse_sources(std::string_view file, std::string_view folder,
                              std::string_view text) {
  const Result<YamlNode> top = read_yaml(file, text);
  if (!top) return tl::unexpected<Error>(top.error());
  Reading reading{std::string(folder), {}, {}, {}, {}, YamlProblems(file)};
  YamlFields fields(*top, reading.problems);
  reading.sources.contact = fields.optional_text("contact").value_or("");
  if (const YamlNode* at = fields.node("defaults")) {
    YamlFields inside(*at, reading.problems);
    reading.defaults = read_defaults(inside, {}, reading.problems);
    inside.finish();
  }
  if (const YamlNode* list = fields.required("sources")) {
    for (const YamlNode& entry : yaml_items(*list, reading.problems)) {
      reading.sources.sources.push_back(read_source(entry, reading));
      if (reading.problems.any()) break;
    }
    if (reading.sources.sources.empty()) {
      reading.problems.add(*list, "lists no source", "add one: {id: ..., kind: file, path: ...}");
    }
  }
  fields.finish();
  if (!reading.problems.any()) check_contact(*top, reading);
  if (reading.problems.any()) return tl::unexpected<Error>(reading.problems.first());
  return std::move(reading.sources);
}

Result<Sources> load_sources(const std::string& path) {
  const FileResult<std::string> text = read_file(path, kMaxSourcesFileBytes);
  if (!text) {
    const Error& error = text.error().error;
    return fail(ErrorKind::kUsage, error.where, "the sources file " + error.message,
                "name it with --sources");
  }
  return parse_sources(path, std::filesystem::path(path).parent_path().string(), *text);
}

}  // namespace benchledger
