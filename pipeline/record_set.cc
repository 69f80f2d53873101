#include "pipeline/record_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <string_view>
#include <utility>

#include "pipeline/files.h"
#include "pipeline/json.h"
#include "pipeline/ledger.h"
#include "pipeline/page_input.h"
#include "pipeline/page_set.h"

namespace benchledger {
namespace {

bool holds_records(const std::string& path) {
  return path.ends_with(".ndjson") || path.ends_with(".jsonl");
}

void add(RecordSet& set, Score score, std::string page) {
  set.owned.push_back(std::make_unique<const Score>(std::move(score)));
  set.scores.push_back({set.owned.back().get(), std::move(page)});
}

std::string type_of(const std::string& line) {
  const auto fields = json_fields(line);
  if (!fields) return {};
  for (const JsonField& field : *fields) {
    if (field.path == "type") return field.plain();
  }
  return {};
}

// The document records of a file say which page its scores are of.
void add_lines(RecordSet& set, std::string_view text, const std::string& file) {
  std::map<std::string, std::string> pages;  // document id -> url or path
  std::size_t number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line.empty()) continue;
    const std::string type = type_of(line);
    if (type == "document") {
      if (const auto document = document_from_json(line)) {
        pages[document->id] = document->url.value_or(document->path.value_or(document->id));
      }
    } else if (type == "score") {
      Result<Score> score = score_from_json(line);
      if (score) {
        const auto page = pages.find(score->document);
        std::string name = page == pages.end() ? score->document : page->second;
        add(set, std::move(*score), std::move(name));
      } else {
        set.unreadable.push_back(score.error());
        set.unreadable.back().where = fmt::format("{}:{}", file, number);
      }
    } else if (type.empty()) {
      set.unreadable.push_back({ErrorKind::kInput, fmt::format("{}:{}", file, number),
                                "is no record", "name files that `benchledger extract` wrote"});
    }
  }
}

void add_record_file(RecordSet& set, const std::string& path) {
  const Result<std::string> text = read_page_file(path);
  if (text) {
    add_lines(set, *text, path);
  } else {
    set.unreadable.push_back(text.error());
  }
}

void add_folder(RecordSet& set, const std::string& folder) {
  const auto files = list_files(folder);
  if (!files) {
    set.unreadable.push_back(files.error().error);
    return;
  }
  std::size_t met = 0;
  for (const std::string& file : *files) {
    if (!holds_records(file)) continue;
    ++met;
    add_record_file(set, folder + "/" + file);
  }
  if (met > 0) return;
  set.unreadable.push_back({ErrorKind::kInput, folder, "holds no .ndjson or .jsonl file",
                            "name pages as files, or write their records there first"});
}

void add_pages(RecordSet& set, PageSet pages) {
  for (ReadPage& page : pages.pages) {
    for (Score& score : page.extraction.scores) add(set, std::move(score), page.name);
  }
  for (Error& error : pages.unreadable) set.unreadable.push_back(std::move(error));
}

Result<RecordSet> newest_run(const Locations& at) {
  const Result<std::unique_ptr<Ledger>> ledger = open_existing_ledger(at.ledger);
  if (!ledger) return tl::unexpected<Error>(ledger.error());
  const Result<std::vector<RunInfo>> runs = (*ledger)->runs();
  if (!runs) return tl::unexpected<Error>(runs.error());
  RecordSet set;
  if (runs->empty()) return set;
  Result<std::vector<StoredRecord>> records = (*ledger)->records_at(runs->back().id);
  if (!records) return tl::unexpected<Error>(records.error());
  for (StoredRecord& record : *records) {
    if (record.type != "score") continue;
    Result<Score> score = score_from_json(record.json);
    if (!score) return tl::unexpected<Error>(score.error());
    add(set, std::move(*score), std::move(record.page_key));
  }
  return set;
}

}  // namespace

Result<RecordSet> read_record_set(const Extractor& extractor, const std::vector<std::string>& paths,
                                  const LocationOptions& locations) {
  if (paths.empty()) return newest_run(locate(locations));
  RecordSet set;
  std::vector<std::string> pages;
  for (const std::string& path : paths) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) {
      add_folder(set, path);
    } else if (holds_records(path)) {
      add_record_file(set, path);
    } else {
      pages.push_back(path);
    }
  }
  add_pages(set, read_page_set(extractor, pages));
  return set;
}

}  // namespace benchledger
