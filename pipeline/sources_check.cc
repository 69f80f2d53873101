#include "pipeline/sources_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "extractors/text.h"
#include "pipeline/files.h"
#include "pipeline/http.h"
#include "pipeline/url_filter.h"

namespace benchledger {
namespace {

class Check {
 public:
  Check(const Sources& sources, const KnownPages& known) : sources_(sources), known_(known) {}

  std::vector<Error> go() {
    for (const Source& source : sources_.sources) {
      check_place(source);
      check_same(source);
      check_lists(source);
      if (finds_pages(source.kind)) check_patterns(source);
      if (source.kind == SourceKind::kDir) check_globs(source);
    }
    return std::move(problems_);
  }

 private:
  void add(const Source& source, std::string message, std::string remedy) {
    problems_.push_back({ErrorKind::kUsage, source.where, source.id + ": " + std::move(message),
                         std::move(remedy)});
  }

  void check_place(const Source& source) {
    if (source.path.empty()) return;
    std::error_code error;
    const bool there = source.kind == SourceKind::kDir
                           ? std::filesystem::is_directory(source.path, error)
                           : std::filesystem::exists(source.path, error);
    if (!there) add(source, source.path + " is not there", "correct path, or remove the source");
  }

  // Two sources for one page: the second is never read.
  void check_same(const Source& source) {
    const std::string place = normal_place(source);
    const auto [entry, fresh] = places_.emplace(place, source.id);
    if (!fresh) {
      add(source, "names the same as " + entry->second, "keep one of the two");
      return;
    }
    for (const auto& [id, pages] : known_) {
      if (source.url.empty() || finds_pages(source.kind) || id == source.id) continue;
      if (std::find(pages.begin(), pages.end(), source.url) != pages.end()) {
        add(source, "is a page that " + id + " finds as well", "keep one of the two");
      }
    }
  }

  // What servers take as one: scheme, case of the host, www., a slash at the end.
  static std::string normal_place(const Source& source) {
    if (source.url.empty()) {
      return fmt::format("{} {} {} {} {} {}", source.base, lower_ascii(source.repo),
                         lower_ascii(source.owner), source.revision, source.path,
                         fmt::join(source.files, " "));
    }
    std::string host = authority_of(source.url);
    std::string rest = source.url.substr(source.url.find("://") + 3 + host.size());
    if (host.rfind("www.", 0) == 0) host.erase(0, 4);
    for (const std::string_view port : {":80", ":443"}) {
      if (host.ends_with(port)) host.erase(host.size() - port.size());
    }
    while (!rest.empty() && rest.back() == '/') rest.pop_back();
    return host + rest;
  }

  void check_lists(const Source& source) {
    std::set<std::string> met;
    for (const auto* list : {&source.include, &source.exclude}) {
      for (const std::string& pattern : *list) {
        if (met.insert(pattern).second) continue;
        add(source, "\"" + pattern + "\" stands twice in include and exclude",
            "what is excluded is never included");
      }
    }
  }

  // A pattern that says nothing about any page met so far may be misspelt.
  void check_patterns(const Source& source) {
    const auto pages = known_.find(source.id);
    if (pages == known_.end() || pages->second.empty()) return;
    for (const std::string& pattern : source.include) {
      const Result<UrlFilter> filter = UrlFilter::make({pattern}, {});
      const auto takes = [&](const std::string& url) { return filter && filter->takes(url); };
      if (std::any_of(pages->second.begin(), pages->second.end(), takes)) continue;
      add(source,
          fmt::format("include \"{}\" takes none of the {} pages known", pattern,
                      pages->second.size()),
          "see `benchledger status`");
    }
  }

  void check_globs(const Source& source) {
    const FileResult<std::vector<std::string>> files = list_files(source.path);
    if (!files) return;
    for (const auto& [key, list] :
         {std::pair("include", &source.include), std::pair("exclude", &source.exclude)}) {
      for (const std::string& glob : *list) {
        const auto matches = [&](const std::string& file) { return glob_matches(glob, file); };
        if (std::any_of(files->begin(), files->end(), matches)) continue;
        add(source, fmt::format("{} \"{}\" matches no file", key, glob),
            "'*' stays within a folder, '**' goes across");
      }
    }
  }

  const Sources& sources_;
  const KnownPages& known_;
  std::map<std::string, std::string> places_;  // place -> source id
  std::vector<Error> problems_;
};

}  // namespace

std::vector<Error> check_sources(const Sources& sources, const KnownPages& known) {
  return Check(sources, known).go();
}

}  // namespace benchledger
