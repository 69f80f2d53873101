#include "pipeline/review_session.h"

#include <fmt/format.h>

#include <utility>

#include "pipeline/change_text.h"
#include "pipeline/diff.h"
#include "pipeline/review.h"

namespace benchledger {
namespace {

constexpr const char* kHelp =
    "  y  accept: the new state is right; it becomes what the next change is held against\n"
    "  n  reject: keep the old state as the accepted one until the value or its text changes\n"
    "  s  skip: decide another time\n"
    "  u  undo the last answer and go back to it\n"
    "  e  write a note for the answer that follows\n"
    "  q  quit; what was answered is kept\n"
    "  ?  this help\n";

}  // namespace

ReviewSession::ReviewSession(Ledger& ledger, Keyboard& keyboard, const Clock& clock, Show show,
                             Setup setup)
    : ledger_(ledger),
      keyboard_(keyboard),
      clock_(clock),
      show_(std::move(show)),
      setup_(std::move(setup)) {}

Result<std::size_t> ReviewSession::run() {
  Result<Comparison> states = ledger_.compare_with_reviewed();
  if (!states) return tl::unexpected<Error>(states.error());
  const Result<std::vector<Decision>> decisions = ledger_.decisions();
  if (!decisions) return tl::unexpected<Error>(decisions.error());
  states_ = std::move(*states);
  waiting_ = pending(diff(states_.before, states_.after), *decisions, iso_time(clock_.now()));
  if (waiting_.empty()) show_("Nothing waits for review.\n");
  std::size_t at = 0;
  bool shown = false;
  while (at < waiting_.size()) {
    if (!shown) present(at);
    show_(fmt::format("({}/{}) Accept this change [y,n,s,u,e,q,?]? ", at + 1, waiting_.size()));
    const std::optional<char> key = keyboard_.key();
    const Result<Next> next = answer(at, key.value_or('q'));
    if (!next) return tl::unexpected<Error>(next.error());
    if (*next == Next::kQuit) break;
    if (*next == Next::kOn) ++at;
    if (*next == Next::kBack) --at;
    shown = *next == Next::kAgain;
  }
  std::size_t decided = 0;
  for (const Step& step : steps_) decided += step.decision != 0 ? 1 : 0;
  return waiting_.size() - decided;
}

void ReviewSession::present(std::size_t at) const {
  const Change& change = waiting_[at];
  show_("\n" + change_text(change, setup_.color));
  const char* red = setup_.color ? "\x1b[31m" : "";
  const char* green = setup_.color ? "\x1b[32m" : "";
  const char* stop = setup_.color ? "\x1b[0m" : "";
  if (change.before) show_(fmt::format("  {}- {}{}\n", red, evidence_text(*change.before), stop));
  if (change.after) show_(fmt::format("  {}+ {}{}\n", green, evidence_text(*change.after), stop));
}

Result<ReviewSession::Next> ReviewSession::answer(std::size_t at, char key) {
  show_(std::string(1, key == '\n' ? ' ' : key) + "\n");
  switch (key) {
    case 'y':
    case 'n':
      return decide(at, key == 'y' ? Verdict::kAccept : Verdict::kReject).map([] {
        return Next::kOn;
      });
    case 's':
      steps_.push_back({at, 0});
      return Next::kOn;
    case 'u':
      if (steps_.empty()) {
        show_("Nothing to undo.\n");
        return Next::kAgain;
      }
      return undo().map([] { return Next::kBack; });
    case 'e':
      take_note();
      return Next::kAgain;
    case 'q':
      return Next::kQuit;
    default:
      show_(kHelp);
      return Next::kAgain;
  }
}

Status ReviewSession::decide(std::size_t at, Verdict verdict) {
  Decision decision = decide_about(waiting_[at], states_, verdict);
  decision.note = std::exchange(note_, {});
  decision.reviewer = setup_.reviewer;
  decision.decided_at = iso_time(clock_.now());
  return ledger_.decide(decision).map([&](std::int64_t id) { steps_.push_back({at, id}); });
}

Status ReviewSession::undo() {
  const Step step = steps_.back();
  steps_.pop_back();
  return step.decision == 0 ? Status{} : ledger_.undo(step.decision, iso_time(clock_.now()));
}

void ReviewSession::take_note() {
  show_("Note: ");
  note_ = keyboard_.line().value_or("");
}

}  // namespace benchledger
