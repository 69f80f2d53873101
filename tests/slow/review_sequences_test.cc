// Nights, decisions, undos and imports in random order, held against a model
// that knows nothing but what was said and what was decided about it.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <set>

#include "../pipeline/temporary_folder.h"
#include "edited_page.h"
#include "pipeline/clock.h"
#include "pipeline/decision_lines.h"
#include "pipeline/json.h"
#include "pipeline/publish.h"
#include "pipeline/review.h"
#include "pipeline/review_queue.h"

namespace benchledger {
namespace {

constexpr std::uint64_t kSequences = 500;
constexpr std::size_t kSteps = 12;

// A record of the model: "A x" is benchmark x in table A. Both tables have a
// benchmark "shared", whose ids depend on which table comes first.
using Name = std::string;
using Says = std::optional<int>;  // nullopt: it is not there

const std::vector<Name> kNames = {"A one", "A two", "A shared", "B three", "B four", "B shared"};

struct Told {
  Name name;
  Verdict verdict;
  Says about;
  std::string until;
  bool undone = false;
  std::int64_t id = 0;
};

// What must come out, from the definitions in decision.h and publish.h.
class Model {
 public:
  void night(const std::map<Name, Says>& now) {
    if (now_.empty()) first_ = now;
    now_ = now;
  }
  void tell(Told told) { told_.push_back(std::move(told)); }
  std::vector<Told>& told() { return told_; }

  [[nodiscard]] Says reviewed(const Name& name) const {
    Says says = first_.at(name);
    for (const Told& told : told_) {
      const bool moves = told.name == name && !told.undone && told.verdict == Verdict::kAccept;
      if (moves) says = told.about;
    }
    return says;
  }
  [[nodiscard]] bool waits(const Name& name, const std::string& time) const {
    if (now_.at(name) == reviewed(name)) return false;
    const Told* in_force = newest(name);
    const bool covered = in_force != nullptr && in_force->about == now_.at(name) &&
                         (in_force->until.empty() || in_force->until > time);
    return !covered;
  }
  [[nodiscard]] DecisionState state(const Name& name, const std::string& time) const {
    if (now_.at(name) != reviewed(name)) {
      if (waits(name, time)) return DecisionState::kPending;
      const Told* in_force = newest(name);
      const bool rejected = in_force != nullptr && in_force->verdict == Verdict::kReject;
      return rejected ? DecisionState::kRejected : DecisionState::kSnoozed;
    }
    for (const Told& told : told_) {
      const bool accepts = told.name == name && !told.undone && told.verdict == Verdict::kAccept;
      if (accepts) return DecisionState::kAccepted;
    }
    return DecisionState::kBaseline;
  }
  [[nodiscard]] Says now(const Name& name) const { return now_.at(name); }

 private:
  [[nodiscard]] const Told* newest(const Name& name) const {
    const Told* found = nullptr;
    for (const Told& told : told_) {
      if (told.name == name && !told.undone) found = &told;
    }
    return found;
  }
  std::map<Name, Says> first_;
  std::map<Name, Says> now_;
  std::vector<Told> told_;
};

Score score_of(const Name& name, int value, std::size_t table, std::size_t row) {
  Score score;
  score.document = "sha256:page";
  score.model.raw = "Lumen 4";
  score.benchmark.raw = name.substr(2);
  score.setting.section = name.substr(0, 1);
  score.score.value = value;
  score.score.raw = score.evidence.text = std::to_string(value);
  score.evidence.table = table;
  score.evidence.row = row;
  score.evidence.span = {table * 1000 + row * 10, table * 1000 + row * 10 + 2};
  score.evidence.heading = {name.substr(0, 1)};
  return score;
}

class Sequence {
 public:
  explicit Sequence(std::uint64_t seed) : dice_(seed) {
    ledger_ = std::move(*open_ledger(folder_ / "ledger.db"));
    for (const Name& name : kNames) says_[name] = 1 + static_cast<int>(dice_.below(3));
    night();
  }

  void go() {
    for (std::size_t step = 0; step < kSteps; ++step) {
      time_ += 1 + static_cast<std::int64_t>(dice_.below(3)) * 3600 * 24;
      switch (dice_.below(6)) {
        case 0:
          edit();
          night();
          break;
        case 1:
          night();  // nothing new
          break;
        case 2:
          undo();
          break;
        case 3:
          move_ledger();
          break;
        default:
          decide();
      }
      check(step);
    }
    check_past();
    EXPECT_EQ(ledger_->inconsistencies().value(), std::vector<std::string>{});
  }

 private:
  struct Exported {
    std::string time;
    std::string all;
    std::string accepted;
  };

  [[nodiscard]] std::string now() const { return iso_time(time_); }

  // Values from few, so that pages say again what they said before.
  void edit() {
    for (const Name& name : kNames) {
      if (dice_.below(3) != 0) continue;
      const std::size_t value = dice_.below(4);
      says_[name] = value == 0 ? Says{} : Says{static_cast<int>(value)};
    }
  }

  // Tables in either order, rows in either order, moved about on the page.
  void night() {
    RunEntry run;
    run.started_at = run.ended_at = now();
    run.pages = {{"page", "source", "page"}};
    run.captures = {{"page", "source", "page", 1, {}, {}, {}, {}}};
    DocumentRecord document;
    document.id = "sha256:page";
    run.records.push_back({document_history_id("page"), "document", "page", to_json(document)});
    const bool turned = dice_.below(2) == 0;
    bool shared_met = false;
    for (std::size_t table = 0; table < 2; ++table) {
      const std::string letter = (table == 0) == turned ? "B" : "A";
      std::vector<Score> rows;
      // What never changes tells the tables apart, as their other rows do.
      rows.push_back(score_of(letter + " anchor of " + letter, letter == "A" ? 71 : 72, table, 0));
      rows.push_back(score_of(letter + " anchor", letter == "A" ? 81 : 82, table, 1));
      for (const Name& name : kNames) {
        if (name.substr(0, 1) != letter || !says_[name]) continue;
        rows.push_back(score_of(name, *says_[name], table, 2 + dice_.below(50)));
      }
      for (Score& score : rows) {
        score.id = score.benchmark.raw;
        const bool second = table == 1 && score.benchmark.raw == "anchor";
        if (second || (score.benchmark.raw == "shared" && shared_met)) score.id += "#1";
        shared_met = shared_met || score.benchmark.raw == "shared";
        run.records.push_back({score.id, "score", "page", to_json(score)});
      }
    }
    ASSERT_TRUE(ledger_->record_run(run));
    model_.night(says_);
  }

  static Name name_of(const std::optional<std::string>& json) {
    const Score score = score_from_json(*json).value();
    return *score.setting.section + " " + score.benchmark.raw;
  }
  static Name name_of(const Change& change) {
    return name_of(change.after ? change.after : change.before);
  }
  static Says said(const std::optional<std::string>& json) {
    return json ? Says{static_cast<int>(score_from_json(*json).value().score.value)} : Says{};
  }

  void decide() {
    const ReviewQueue queue = review_queue(*ledger_, now()).value();
    if (queue.waiting.empty()) return;
    const Change& change = dice_.one_of(queue.waiting);
    const auto verdict = static_cast<Verdict>(dice_.below(3));
    Decision decision = decide_about(change, queue.states, verdict);
    decision.reviewer = "me";
    decision.decided_at = now();
    if (verdict == Verdict::kSnooze) decision.until = iso_time(time_ + 3600 * 24 * 2);
    const std::int64_t id = ledger_->decide(decision).value();
    model_.tell(
        {name_of(change), verdict, said(change.after), decision.until.value_or(""), false, id});
  }

  void undo() {
    std::vector<Told*> standing;
    for (Told& told : model_.told()) {
      if (!told.undone) standing.push_back(&told);
    }
    if (standing.empty()) return;
    Told& told = *dice_.one_of(standing);
    ASSERT_TRUE(ledger_->undo(told.id, now()));
    told.undone = true;
  }

  // Exported decisions come back without effect.
  void move_ledger() {
    std::string lines;
    const auto before = ledger_->all_decisions().value();
    for (const Decision& decision : before) lines += to_json(decision) + "\n";
    const auto count =
        import_decisions(*ledger_, decisions_from_lines("decisions", lines).value(), now());
    ASSERT_TRUE(count);
    EXPECT_EQ(count->taken, 0U);
    EXPECT_EQ(count->known, before.size());
  }

  static std::string bytes(const ExportInput& input) {
    std::string text;
    for (const ExportPage& page : input.pages) {
      for (const Score& score : page.scores) {
        text += to_json(score) + to_string(input.decision(score.id)) + "\n";
      }
    }
    return text + fmt::format("run {} of {}, {} decisions, {} changes\n", input.run, input.date,
                              input.decision_count, input.changes.size());
  }

  void check(std::size_t step) {
    const ReviewQueue queue = review_queue(*ledger_, now()).value();
    std::set<Name> waiting;
    for (const Change& change : queue.waiting) waiting.insert(name_of(change));
    const Moment moment = ledger_->moment("").value();
    std::map<Name, int> accepted;
    const ExportInput kept = export_input(*ledger_, moment, Selection::kAccepted).value();
    for (const Score& score : kept.pages.at(0).scores) {
      accepted[*score.setting.section + " " + score.benchmark.raw] =
          static_cast<int>(score.score.value);
    }
    std::map<Name, DecisionState> states;
    const ExportInput all = export_input(*ledger_, moment, Selection::kAll).value();
    for (const Score& score : all.pages.at(0).scores) {
      states[*score.setting.section + " " + score.benchmark.raw] = all.decision(score.id);
    }
    exported_.push_back({now(), bytes(all), bytes(kept)});
    for (const Name& name : kNames) {
      const std::string where = fmt::format("step {}, {}", step, name);
      EXPECT_EQ(waiting.count(name) > 0, model_.waits(name, now())) << where;
      const Says reviewed = model_.reviewed(name);
      EXPECT_EQ(accepted.count(name) > 0, reviewed.has_value()) << where;
      if (reviewed) {
        EXPECT_EQ(accepted[name], *reviewed) << where;
      }
      EXPECT_EQ(states.count(name) > 0, model_.now(name).has_value()) << where;
      if (model_.now(name)) {
        EXPECT_EQ(to_string(states[name]), to_string(model_.state(name, moment.time))) << where;
      }
    }
    EXPECT_EQ(ledger_->all_decisions()->size(), model_.told().size());
  }

  // A moment gives what it gave then.
  void check_past() {
    for (std::size_t i = dice_.below(3); i < exported_.size(); i += 3) {
      const Exported& then = exported_[i];
      const Moment moment = ledger_->moment(then.time).value();
      EXPECT_EQ(bytes(export_input(*ledger_, moment, Selection::kAll).value()), then.all);
      EXPECT_EQ(bytes(export_input(*ledger_, moment, Selection::kAccepted).value()), then.accepted);
    }
  }

  Dice dice_;
  TemporaryFolder folder_;
  std::unique_ptr<Ledger> ledger_;
  std::map<Name, Says> says_;
  Model model_;
  std::int64_t time_ = 1'777'777'777;
  std::vector<Exported> exported_;
};

TEST(ReviewSequences, AcceptedIsWhatTheDecisionsSayAndThePastStays) {
  for (std::uint64_t seed = 0; seed < kSequences; ++seed) {
    SCOPED_TRACE(fmt::format("sequence {}", seed));
    Sequence(seed).go();
    if (HasFailure()) return;  // one sequence says enough
  }
}

}  // namespace
}  // namespace benchledger
