// Pages edited at random, night after night: the diff names what was said
// otherwise, under the right record, and nothing else.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <filesystem>
#include <map>

#include "../pipeline/temporary_folder.h"
#include "edited_page.h"
#include "extractors/embedded_rules.h"
#include "extractors/rules_load.h"
#include "pipeline/diff.h"
#include "pipeline/json.h"
#include "pipeline/ledger.h"
#include "pipeline/page_input.h"
#include "said.h"

namespace benchledger {
namespace {

namespace fs = std::filesystem;

const char* const kAsked = std::getenv("BENCHLEDGER_SCRIPTS");
const std::uint64_t kScripts = kAsked == nullptr ? 1000 : std::strtoull(kAsked, nullptr, 10);

const Extractor& extractor() {
  static const Extractor instance(*load_rules(embedded_rules()));
  return instance;
}

// One page and the ledger it is kept in.
class Notebook {
 public:
  explicit Notebook(const fs::path& source)
      : path_(source.string()),
        original_(read_page_file(path_).value()),
        first_(extract_and_check(extractor(), page_input(original_, path_))) {
    ledger_ = std::move(*open_ledger(folder_ / "ledger.db"));
  }

  [[nodiscard]] EditedPage page() const { return EditedPage(original_, path_.ends_with(".md")); }

  [[nodiscard]] const Extraction& first() const { return first_; }
  [[nodiscard]] Extraction read(const std::string& text) const {
    if (text == original_) return first_;
    return extract_and_check(extractor(), page_input(text, path_));
  }

  RunId record(const std::string& text) {
    const Extraction read_now = read(text);
    RunEntry run;
    run.started_at = run.ended_at = "2026-01-01T00:00:00Z";
    run.pages = {{"page", "source", read_now.document.id}};
    run.captures = {{read_now.document.id, "source", "page", text.size(), {}, {}, {}, {}}};
    run.records.push_back(
        {document_history_id("page"), "document", "page", to_json(read_now.document)});
    add(run, read_now.specs, "spec");
    add(run, read_now.scores, "score");
    add(run, read_now.claims, "claim");
    add(run, read_now.findings, "finding");
    return ledger_->record_run(run).value().id;
  }

  std::vector<Change> changes(RunId from, RunId to) {
    const Comparison states = ledger_->compare(from, to).value();
    std::vector<Change> real;
    for (Change& change : diff(states.before, states.after)) {
      if (!is_cosmetic(change)) real.push_back(std::move(change));
    }
    return real;
  }

  Ledger& ledger() { return *ledger_; }

 private:
  template <typename Record>
  static void add(RunEntry& run, const std::vector<Record>& records, const char* type) {
    for (const Record& record : records) {
      run.records.push_back({record.id, type, "page", to_json(record)});
    }
  }

  std::string path_;
  std::string original_;
  Extraction first_;
  TemporaryFolder folder_;
  std::unique_ptr<Ledger> ledger_;
};

std::vector<std::unique_ptr<Notebook>>& notebooks() {
  static std::vector<std::unique_ptr<Notebook>> all;
  if (!all.empty()) return all;
  std::vector<fs::path> sources;
  for (const auto& entry :
       fs::recursive_directory_iterator(fs::path(BENCHLEDGER_SOURCE_DIR) / "fixtures/pages")) {
    const std::string extension = entry.path().extension();
    if (entry.path().stem() == "source" && (extension == ".md" || extension == ".html")) {
      sources.push_back(entry.path());
    }
  }
  std::sort(sources.begin(), sources.end());
  for (const fs::path& source : sources) all.push_back(std::make_unique<Notebook>(source));
  return all;
}

// What a script did, for the message of a failure.
struct Script {
  std::vector<std::string> edits;
  std::map<ChangeKind, std::size_t> scores;     // changes of scores it must give
  std::map<std::string, ChangeKind> by_record;  // those known by id

  // What came with the script and goes with it was never there.
  void withdraw(const std::string& id, const std::set<std::string>& original) {
    if (const auto found = by_record.find(id); found != by_record.end()) {
      drop(found->second);
    } else if (original.count(id) == 0) {
      drop(ChangeKind::kNew);
      return;
    }
    by_record[id] = ChangeKind::kWithdrawn;
    ++scores[ChangeKind::kWithdrawn];
  }

 private:
  void drop(ChangeKind kind) {
    if (--scores[kind] == 0) scores.erase(kind);
  }
};

std::set<std::string> score_ids(const Extraction& extraction) {
  std::set<std::string> ids;
  for (const Score& score : extraction.scores) ids.insert(score.id);
  return ids;
}

std::string list(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += "\n    " + line;
  return text;
}

void edit_wording(EditedPage& page, Dice& dice, const Extraction& now, Script& script) {
  const std::size_t kind = dice.below(5);
  const bool done = kind == 0   ? page.swap_rows(dice, now)
                    : kind == 1 ? page.swap_columns(dice, now)
                    : kind == 2 ? page.swap_sections(dice)
                    : kind == 3 ? page.add_words(dice)
                                : page.rename_heading(dice, now);
  static constexpr std::array<const char*, 5> kNames = {
      "rows swapped", "columns swapped", "sections swapped", "words added", "heading renamed"};
  if (done) script.edits.emplace_back(kNames[kind]);
}

void edit_facts(EditedPage& page, Dice& dice, const Extraction& now, Script& script,
                std::uint64_t seed, const std::set<std::string>& original) {
  const std::size_t kind = dice.below(3);
  if (kind == 0) {
    std::set<std::string> touched;
    for (const auto& [id, change] : script.by_record) touched.insert(id);
    if (const auto figure = page.change_value(dice, now, touched)) {
      script.edits.push_back("value of " + figure->id + ", was " + figure->was);
      // What came with the script is new, whatever it says.
      if (original.count(figure->id) == 0) return;
      script.by_record[figure->id] = ChangeKind::kValueChanged;
      ++script.scores[ChangeKind::kValueChanged];
    }
  } else if (kind == 1) {
    if (const auto gone = page.remove_row(dice, now)) {
      script.edits.push_back("row removed: " + std::to_string(gone->size()) + " records");
      for (const std::string& id : *gone) script.withdraw(id, original);
    }
  } else if (const auto added = page.add_row(dice, now, std::to_string(seed))) {
    script.edits.push_back("row added: " + std::to_string(*added) + " records");
    script.scores[ChangeKind::kNew] += *added;
  }
}

// The claims and findings that the diff names, as they were and as they are.
struct Named {
  Sayings before;
  Sayings after;
};

void add(const Change& change, const std::optional<std::string>& line, Sayings& into) {
  if (!line) return;
  if (change.type == "claim") ++into[saying(claim_from_json(*line).value())];
  if (change.type == "finding") ++into[saying(finding_from_json(*line).value())];
}

void check(const Script& script, const std::vector<Change>& changes, const std::string& name,
           const Extraction& before, const Extraction& after) {
  std::map<ChangeKind, std::size_t> scores;
  std::vector<std::string> shown;
  Named named;
  for (const Change& change : changes) {
    shown.push_back(std::string(to_string(change.kind)) + " " + change.type + " " +
                    change.record_id + " " + change.summary);
    if (change.type == "score") ++scores[change.kind];
    add(change, change.before, named.before);
    add(change, change.after, named.after);
    EXPECT_TRUE(change.type == "score" || change.type == "claim" || change.type == "finding")
        << name << list(shown);
  }
  const std::string context = name + list(script.edits) + "\n  gave" + list(shown);
  EXPECT_EQ(scores, script.scores) << context;
  const Sayings gone = Differing(before, after).sayings();
  const Sayings come = Differing(after, before).sayings();
  EXPECT_EQ(named.before, gone) << context;
  EXPECT_EQ(named.after, come) << context;
  // And nothing is said otherwise but about what was edited.
  const Touched touched(before, after);
  EXPECT_THAT(touched.unconcerned(before, gone), testing::IsEmpty()) << context;
  EXPECT_THAT(touched.unconcerned(after, come), testing::IsEmpty()) << context;
}

TEST(EditScripts, TheDiffNamesWhatWasSaidOtherwiseAndNothingElse) {
  std::size_t edits = 0;
  std::map<std::string, std::size_t> counts;
  for (std::uint64_t seed = 0; seed < kScripts; ++seed) {
    Dice dice(seed);
    Notebook& book = *notebooks()[dice.below(notebooks().size())];
    EditedPage page = book.page();
    const RunId before = book.record(page.text());
    const std::set<std::string> original = score_ids(book.first());
    Script script;
    // Facts first: records keep the ids of the page as it was.
    const std::size_t facts = dice.below(3);
    for (std::size_t i = 0; i < facts; ++i) {
      edit_facts(page, dice, book.read(page.text()), script, seed * 10 + i, original);
    }
    const std::size_t wordings = 1 + dice.below(5);
    for (std::size_t i = 0; i < wordings; ++i) {
      edit_wording(page, dice, book.read(page.text()), script);
    }
    const RunId after = book.record(page.text());
    const Extraction now = book.read(page.text());
    check(script, book.changes(before, after), "script " + std::to_string(seed), book.first(), now);
    if (dice.below(4) == 0) {  // and back again: nothing happened
      const RunId back = book.record(book.page().text());
      Script undone;
      undone.edits = script.edits;
      check(undone, book.changes(before, back), "script " + std::to_string(seed) + " and back",
            book.first(), book.first());
    }
    for (const std::string& edit : script.edits) ++counts[edit.substr(0, edit.find(' '))];
    edits += script.edits.size();
  }
  std::printf("%zu edits in %llu scripts\n", edits, static_cast<unsigned long long>(kScripts));
  for (const auto& [what, count] : counts) std::printf("  %s: %zu\n", what.c_str(), count);
  EXPECT_GT(edits, 2 * kScripts);
}

TEST(EditScripts, EveryLedgerHoldsTogetherAfterwards) {
  for (const auto& book : notebooks()) {
    EXPECT_EQ(book->ledger().inconsistencies().value(), std::vector<std::string>{});
  }
}

}  // namespace
}  // namespace benchledger
