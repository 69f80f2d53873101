#include "pipeline/publish.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "pipeline/diff.h"
#include "pipeline/export.h"
#include "pipeline/export_formats.h"
#include "pipeline/files.h"
#include "pipeline/json.h"
#include "pipeline/review_queue.h"

namespace benchledger {
namespace {

constexpr std::size_t kMostManifest = std::size_t{4} << 20;

// What people have said about each record so far.
class States {
 public:
  States(const ReviewQueue& queue, const std::vector<Decision>& all) {
    for (const Decision& decision : all) {
      const bool stands = !decision.undone_at || *decision.undone_at > queue.moment.time;
      if (decision.verdict == Verdict::kAccept && stands &&
          decision.recorded_at <= queue.moment.time) {
        accepted_.insert(decision.series);
      }
    }
    std::map<std::string_view, Verdict> verdicts;
    for (const Decision& decision : queue.decisions) verdicts[decision.series] = decision.verdict;
    // What differs from the reviewed state waits, or is covered by a decision.
    for (const Change& change : queue.changes) {
      if (is_cosmetic(change)) continue;
      const auto found = verdicts.find(change.series);
      open_[change.series] =
          found != verdicts.end() && found->second == Verdict::kReject   ? DecisionState::kRejected
          : found != verdicts.end() && found->second == Verdict::kSnooze ? DecisionState::kSnoozed
                                                                         : DecisionState::kPending;
    }
    for (const Change& change : queue.waiting) open_[change.series] = DecisionState::kPending;
  }

  [[nodiscard]] DecisionState of(const std::string& series) const {
    const auto found = open_.find(series);
    return found == open_.end() ? reviewed(series) : found->second;
  }
  // Of the state it was last reviewed in.
  [[nodiscard]] DecisionState reviewed(const std::string& series) const {
    return accepted_.count(series) > 0 ? DecisionState::kAccepted : DecisionState::kBaseline;
  }

 private:
  std::set<std::string> accepted_;
  std::map<std::string, DecisionState> open_;
};

struct Look {
  ReviewQueue queue;
  States states;
};

// A snooze counts for as long as nothing else happens: no clock in an export.
Result<Look> look(Ledger& ledger, const Moment& moment) {
  Result<ReviewQueue> queue = review_queue(ledger, moment, moment.time);
  if (!queue) return tl::unexpected<Error>(queue.error());
  const Result<std::vector<Decision>> all = ledger.all_decisions();
  if (!all) return tl::unexpected<Error>(all.error());
  States states(*queue, *all);
  return Look{std::move(*queue), std::move(states)};
}

Result<RunInfo> run_info(Ledger& ledger, RunId id) {
  const Result<std::vector<RunInfo>> runs = ledger.runs();
  if (!runs) return tl::unexpected<Error>(runs.error());
  for (const RunInfo& run : *runs) {
    if (run.id == id) return run;
  }
  return fail(ErrorKind::kUsage, "ledger", "has no run " + std::to_string(id),
              "do a `benchledger run` first");
}

// The run that read every page again because the rules had changed, just
// before `id` asked the sources in the same night; 0 where there was none.
Result<RunId> replay_before(Ledger& ledger, RunId id) {
  const Result<std::vector<RunInfo>> runs = ledger.runs();
  if (!runs) return tl::unexpected<Error>(runs.error());
  const RunInfo* night = nullptr;
  const RunInfo* replay = nullptr;
  const RunInfo* before = nullptr;
  for (const RunInfo& run : *runs) {
    if (run.id == id) night = &run;
    if (run.id == id - 1) replay = &run;
    if (run.id == id - 2) before = &run;
  }
  if (night == nullptr || replay == nullptr || before == nullptr) return 0;
  const auto reads_as = [&](const RunInfo& other) {
    return replay->rules_digest == other.rules_digest && replay->program == other.program;
  };
  if (night->started_at != replay->started_at || !reads_as(*night) || reads_as(*before)) return 0;
  return ledger.fetches_since(replay->id).map([&](const std::vector<FetchEntry>& fetches) {
    const bool asked = !fetches.empty() && fetches.front().run == replay->id;
    return asked ? RunId{0} : replay->id;
  });
}

// Takes records by page as the ledger gives them.
class InputBuilder {
 public:
  explicit InputBuilder(std::map<std::string, std::string> sources)
      : sources_(std::move(sources)) {}

  void add(const StoredRecord& record, DecisionState state) {
    if (record.page_key.empty()) {
      keep(finding_from_json(record.json), input_.findings);
    } else {
      add_to(page(record.page_key), record);
    }
    // Exports know a document by its bytes.
    const bool document = record.type == "document";
    input_.decisions[document ? page(record.page_key).document.id : record.id] = state;
  }

  [[nodiscard]] Result<ExportInput> take() {
    if (error_) return tl::unexpected<Error>(*error_);
    return std::move(input_);
  }

 private:
  ExportPage& page(const std::string& page_key) {
    const auto [found, made] = index_.emplace(page_key, input_.pages.size());
    if (made) {
      ExportPage page;
      page.page_key = page_key;
      page.source_id = sources_[page_key];
      input_.pages.push_back(std::move(page));
    }
    return input_.pages[found->second];
  }

  void add_to(ExportPage& page, const StoredRecord& record) {
    if (record.type == "document") {
      Result<DocumentRecord> document = document_from_json(record.json);
      if (!document) return refuse(document.error());
      page.document = std::move(*document);
    } else if (record.type == "spec") {
      keep(spec_from_json(record.json), page.specs);
    } else if (record.type == "score") {
      keep(score_from_json(record.json), page.scores);
    } else if (record.type == "claim") {
      keep(claim_from_json(record.json), page.claims);
    } else {
      keep(finding_from_json(record.json), page.findings);
    }
  }

  template <typename Record>
  void keep(Result<Record> record, std::vector<Record>& records) {
    if (!record) return refuse(record.error());
    records.push_back(std::move(*record));
  }
  void refuse(const Error& error) {
    if (error_) return;
    error_ = Error{ErrorKind::kStore, "ledger", "a record cannot be read: " + error.message,
                   "`benchledger check-ledger` lists what is damaged"};
  }

  std::map<std::string, std::string> sources_;
  std::map<std::string, std::size_t> index_;
  ExportInput input_;
  std::optional<Error> error_;
};

// Page key to source id, of every page some run up to `run` read.
Result<std::map<std::string, std::string>> page_sources(Ledger& ledger, RunId run) {
  return ledger.pages_until(run).map([](const std::vector<PageEntry>& pages) {
    std::map<std::string, std::string> sources;
    for (const PageEntry& page : pages) sources[page.page_key] = page.source_id;
    return sources;
  });
}

// What stands at the moment, or stood when it was last reviewed.
Status add_all(Ledger& ledger, const Look& look, InputBuilder& builder) {
  return ledger.each_record_at(look.queue.moment.run, [&](const StoredRecord& record) {
    builder.add(record, look.states.of(record.series));
  });
}

Status add_accepted(Ledger& ledger, const Look& look, InputBuilder& builder) {
  std::map<std::string, const Change*> open;
  for (const Change& change : look.queue.changes) {
    if (!is_cosmetic(change)) open.emplace(change.series, &change);
  }
  std::set<std::string> documents;  // pages whose document is in
  std::set<std::string> pages;
  std::map<std::string, StoredRecord> current_documents;
  const auto add = [&](const StoredRecord& record) {
    builder.add(record, look.states.reviewed(record.series));
    if (record.page_key.empty()) return;
    pages.insert(record.page_key);
    if (record.type == "document") documents.insert(record.page_key);
  };
  const Status read = ledger.each_record_at(look.queue.moment.run, [&](const StoredRecord& record) {
    if (record.type == "document") current_documents[record.page_key] = record;
    const auto found = open.find(record.series);
    if (found == open.end()) {
      add(record);
    } else if (found->second->before) {
      add(look.queue.states.before.at(record.series).record);
    }
  });
  if (!read) return read;
  for (const auto& [series, change] : open) {
    if (change->before && !change->after) add(look.queue.states.before.at(series).record);
  }
  // A record nobody doubts stands on a page, whether that was accepted or not.
  for (const std::string& page : pages) {
    const auto found = current_documents.find(page);
    if (documents.count(page) == 0 && found != current_documents.end()) add(found->second);
  }
  return {};
}

// The run and the decisions of "2026-05-04T030000-run7-d12"; zeros where a
// name is none.
struct FolderState {
  RunId run = 0;
  std::int64_t decisions = 0;
};

FolderState folder_state(const std::string& name) {
  FolderState state;
  const auto number = [&](std::string_view mark, std::int64_t& into) {
    const std::size_t at = name.find(mark);
    if (at == std::string::npos) return;
    std::from_chars(name.data() + at + mark.size(), name.data() + name.size(), into);
  };
  number("-run", state.run);
  number("-d", state.decisions);
  return state;
}

bool is_current(const std::string& out, const char* link, const Moment& moment) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path path = fs::path(out) / link;
  const std::string name = fs::read_symlink(path, error).string();
  if (error || !fs::exists(path, error)) return false;
  const FolderState written = folder_state(name);
  return written.run == moment.changed_run && written.decisions == moment.decisions;
}

Result<std::string> write(Ledger& ledger, const std::string& out, const Moment& moment,
                          Selection selection, const char* link, const Publishing& with) {
  if (is_current(out, link, moment)) return std::string();
  Result<ExportInput> input = export_input(ledger, moment, selection);
  if (!input) return tl::unexpected<Error>(input.error());
  equip(*input, with.rules, with.captures);
  return write_output(out, std::move(*input), with.formats, Existing::kRefuse, link)
      .map([](const Exported& exported) { return exported.folder; });
}

}  // namespace

Result<ExportInput> export_input(Ledger& ledger, const Moment& moment, Selection selection) {
  const RunId id = moment.changed_run;
  const Result<RunInfo> run = run_info(ledger, id);
  if (!run) return tl::unexpected<Error>(run.error());
  const Result<Look> at = look(ledger, moment);
  if (!at) return tl::unexpected<Error>(at.error());
  Result<std::map<std::string, std::string>> sources = page_sources(ledger, moment.run);
  if (!sources) return tl::unexpected<Error>(sources.error());

  InputBuilder builder(std::move(*sources));
  const Status added = selection == Selection::kAll ? add_all(ledger, *at, builder)
                                                    : add_accepted(ledger, *at, builder);
  if (!added) return tl::unexpected<Error>(added.error());
  Result<ExportInput> input = builder.take();
  if (!input) return input;
  input->run = id;
  input->decision_count = moment.decisions;
  input->date = run->started_at;
  input->rules_digest = run->rules_digest;
  input->program = run->program;
  if (id == 1 || selection == Selection::kAccepted) return input;
  const Result<RunId> replay = replay_before(ledger, id);
  if (!replay) return tl::unexpected<Error>(replay.error());
  input->previous_run = *replay == 0 ? id - 1 : *replay - 1;
  // A record that the rules and its source changed in one night is in both parts.
  for (RunId from = input->previous_run; from < id; ++from) {
    const Result<Comparison> states = ledger.compare(from, from + 1);
    if (!states) return tl::unexpected<Error>(states.error());
    for (Change& change : diff(states->before, states->after)) {
      input->changes.push_back(std::move(change));
    }
  }
  std::stable_sort(input->changes.begin(), input->changes.end(),
                   [](const Change& a, const Change& b) { return a.kind < b.kind; });
  return input;
}

Result<std::size_t> stream_records(Ledger& ledger, const Moment& moment, const Sink& sink) {
  const Result<Look> at = look(ledger, moment);
  if (!at) return tl::unexpected<Error>(at.error());
  Result<std::map<std::string, std::string>> sources = page_sources(ledger, moment.run);
  if (!sources) return tl::unexpected<Error>(sources.error());
  std::size_t count = 0;
  const Status done = ledger.each_record_at(moment.run, [&](const StoredRecord& record) {
    const std::string* page = record.page_key.empty() ? nullptr : &record.page_key;
    sink(exported_record(record.json, page, page == nullptr ? "" : (*sources)[*page],
                         at->states.of(record.series)) +
         "\n");
    ++count;
  });
  return done.map([&] { return count; });
}

void equip(ExportInput& input, const Rules* rules, const CaptureStore* captures) {
  input.rules = rules;
  if (captures == nullptr) return;
  input.bytes_of = [captures](const ExportPage& page) {
    const std::string hash = page.document.id.substr(page.document.id.find(':') + 1);
    Result<Capture> capture = captures->get(hash, page.page_key);
    return capture ? std::move(capture->bytes) : std::string();
  };
}

FormatList formats_of_latest(const std::string& out) {
  const FileResult<std::string> manifest = read_file(out + "/latest/manifest.json", kMostManifest);
  if (!manifest) return {};
  const Result<std::vector<JsonField>> fields = json_fields(*manifest);
  if (!fields) return {};
  std::vector<std::string> names;
  for (const JsonField& field : *fields) {
    if (field.path != "formats") continue;
    for (const JsonField& format : json_items(field.json)) {
      const Result<std::vector<JsonField>> said = json_fields(format.json);
      if (!said) return {};
      for (const JsonField& one : *said) {
        if (one.path == "name") names.push_back(one.plain());
      }
    }
  }
  if (names.empty()) return {};
  return choose_formats(names).value_or(FormatList{});
}

Result<Published> publish(Ledger& ledger, const std::string& out, const Publishing& asked) {
  Publishing with = asked;
  if (with.formats.empty()) with.formats = choose_formats({}).value();
  const Result<Moment> moment = ledger.moment("");
  if (!moment) return tl::unexpected<Error>(moment.error());
  Result<std::string> latest = write(ledger, out, *moment, Selection::kAll, "latest", with);
  if (!latest) return tl::unexpected<Error>(latest.error());
  Result<std::string> accepted =
      write(ledger, out, *moment, Selection::kAccepted, "accepted", with);
  if (!accepted) return tl::unexpected<Error>(accepted.error());
  return Published{std::move(*latest), std::move(*accepted)};
}

}  // namespace benchledger
