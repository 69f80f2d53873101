#include "pipeline/review_session.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "pipeline/review.h"

namespace benchledger {
namespace {

constexpr std::int64_t kSecondsInDay = 86'400;

constexpr const char* kHelp =
    "  y  accept: the new state is right; it becomes what the next change is held against\n"
    "  n  reject: keep the old state as the accepted one until the value or its text changes\n"
    "  s  snooze: ask again in a week, or when the value or its text changes\n"
    "  a  accept this change and those that follow on its page\n"
    "  d  decide neither this change nor those that follow on its page\n"
    "  j  leave this change undecided, k go back to the one before\n"
    "  /  go to the next change that holds a word\n"
    "  e  write a note for the answer that follows\n"
    "  w  show everything that differs, places too\n"
    "  u  undo the last answer and go back to it\n"
    "  q  quit; what was answered is kept, and the next review begins here\n"
    "  ?  this help\n";

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

bool mentions(const Change& change, const std::string& word) {
  const std::string all = change.summary + "\n" + change.page_key + "\n" + change.record_id + "\n" +
                          to_string(change.kind);
  return lower(all).find(lower(word)) != std::string::npos;
}

}  // namespace

ReviewSession::ReviewSession(Ledger& ledger, Keyboard& keyboard, const Clock& clock, Show show,
                             Setup setup)
    : ledger_(ledger),
      keyboard_(keyboard),
      clock_(clock),
      show_(std::move(show)),
      setup_(std::move(setup)) {}

Result<std::size_t> ReviewSession::run() {
  Result<ReviewQueue> queue = review_queue(ledger_, iso_time(clock_.now()));
  if (!queue) return tl::unexpected<Error>(queue.error());
  queue_ = std::move(*queue);
  answers_.assign(queue_.waiting.size(), Answer::kNone);
  greet();
  std::size_t at = next_;
  bool shown = false;
  while (at < queue_.waiting.size()) {
    if (!shown) present(at, false);
    show_(fmt::format("({}/{}) Accept this change [y,n,s,a,d,j,k,/,e,w,u,q,?]? ", at + 1,
                      queue_.waiting.size()));
    const std::optional<char> key = keyboard_.key();
    const Result<Next> next = answer(at, key.value_or('q'));
    if (!next) return tl::unexpected<Error>(next.error());
    if (*next == Next::kQuit) break;
    if (*next == Next::kOn) at = next_open(at);
    if (*next == Next::kTo) at = next_;
    shown = *next == Next::kAgain;
  }
  if (const Status kept = keep_place(at); !kept) return tl::unexpected<Error>(kept.error());
  const auto decided = std::count(answers_.begin(), answers_.end(), Answer::kDecided);
  return queue_.waiting.size() - static_cast<std::size_t>(decided);
}

// How much waits, what of it is new to this person, and where they stopped.
void ReviewSession::greet() {
  const std::vector<Change>& waiting = queue_.waiting;
  if (waiting.empty()) show_("Nothing waits for review.\n");
  const Result<std::optional<ReviewVisit>> visit = ledger_.visit(setup_.reviewer);
  if (!visit || !*visit || waiting.empty()) return;
  std::size_t fresh = 0;
  for (const Change& change : waiting) {
    const auto after = queue_.states.after.find(change.series);
    const auto before = queue_.states.before.find(change.series);
    const RunId since = after != queue_.states.after.end()     ? after->second.first_run
                        : before != queue_.states.before.end() ? before->second.last_run + 1
                                                               : 0;
    if (since > (**visit).run) ++fresh;
  }
  show_(fmt::format("{} wait{}, {} new since you looked on {}.\n", waiting.size(),
                    waiting.size() == 1 ? "s" : "", fresh, (**visit).visited_at.substr(0, 10)));
  const auto stopped = std::find_if(waiting.begin(), waiting.end(), [&](const Change& change) {
    return change.series == (**visit).series;
  });
  if (stopped == waiting.end() || stopped == waiting.begin()) return;
  next_ = static_cast<std::size_t>(stopped - waiting.begin());
  show_(fmt::format("You stopped at {} of {}; k goes back.\n", next_ + 1, waiting.size()));
}

void ReviewSession::present(std::size_t at, bool whole) const {
  const Change& change = queue_.waiting[at];
  const auto around = [&](const std::optional<std::string>& json) {
    return json ? setup_.around(change.page_key, *json) : Excerpt{};
  };
  ViewLook look = setup_.look;
  look.whole = whole;
  show_("\n" + change_view(change, around(change.before), around(change.after), look));
}

Result<ReviewSession::Next> ReviewSession::answer(std::size_t at, char key) {
  const bool plain = static_cast<unsigned char>(key) > ' ' && static_cast<unsigned char>(key) < 127;
  show_(std::string(plain ? 1 : 0, key) + "\n");
  switch (key) {
    case 'y':
      return decide({at}, Verdict::kAccept);
    case 'n':
      return decide({at}, Verdict::kReject);
    case 's':
      return decide({at}, Verdict::kSnooze);
    case 'a':
      return decide(rest_of_page(at), Verdict::kAccept);
    case 'd':
      return leave(rest_of_page(at));
    case 'j':
      return leave({at});
    case 'k':
      if (at == 0) show_("This is the first.\n");
      next_ = at == 0 ? 0 : at - 1;
      return at == 0 ? Next::kAgain : Next::kTo;
    case '/':
      return find(at);
    case 'e':
      take_note();
      return Next::kAgain;
    case 'w':
      present(at, true);
      return Next::kAgain;
    case 'u':
      return undo();
    case 'q':
      return Next::kQuit;
    default:
      show_(kHelp);
      return Next::kAgain;
  }
}

// A change that was gone back to is decided anew: the newest decision holds.
Result<ReviewSession::Next> ReviewSession::decide(std::vector<std::size_t> changes,
                                                  Verdict verdict) {
  const std::string now = iso_time(clock_.now());
  const std::string note = std::exchange(note_, {});
  std::vector<Decision> decisions;
  for (const std::size_t at : changes) {
    Decision decision = decide_about(queue_.waiting[at], queue_.states, verdict);
    decision.note = note;
    decision.reviewer = setup_.reviewer;
    decision.decided_at = now;
    if (verdict == Verdict::kSnooze) {
      decision.until = iso_time(clock_.now() + setup_.snooze_days * kSecondsInDay);
    }
    decisions.push_back(std::move(decision));
  }
  return ledger_.decide_all(decisions).map([&](std::vector<std::int64_t> ids) {
    if (changes.size() > 1) show_(fmt::format("Accepted {} changes.\n", changes.size()));
    steps_.push_back({std::move(changes), Answer::kDecided, std::move(ids)});
    settle();
    return Next::kOn;
  });
}

ReviewSession::Next ReviewSession::leave(std::vector<std::size_t> changes) {
  steps_.push_back({std::move(changes), Answer::kLeft, {}});
  settle();
  return Next::kOn;
}

Result<ReviewSession::Next> ReviewSession::undo() {
  if (steps_.empty()) {
    show_("Nothing to undo.\n");
    return Next::kAgain;
  }
  for (const std::int64_t decision : steps_.back().decisions) {
    const Status undone = ledger_.undo(decision, iso_time(clock_.now()));
    if (!undone) return tl::unexpected<Error>(undone.error());
  }
  next_ = steps_.back().changes.front();
  steps_.pop_back();
  settle();
  return Next::kTo;
}

// What the answers so far come to: what was decided stays so.
void ReviewSession::settle() {
  std::fill(answers_.begin(), answers_.end(), Answer::kNone);
  for (const Step& step : steps_) {
    for (const std::size_t at : step.changes) {
      if (answers_[at] != Answer::kDecided) answers_[at] = step.answer;
    }
  }
}

std::size_t ReviewSession::next_open(std::size_t at) const {
  do {
    ++at;
  } while (at < answers_.size() && answers_[at] != Answer::kNone);
  return at;
}

// Round the list once, from the change after this one.
ReviewSession::Next ReviewSession::find(std::size_t at) {
  show_("Look for: ");
  const std::string word = keyboard_.line().value_or("");
  if (!word.empty()) looked_for_ = word;
  const std::size_t count = queue_.waiting.size();
  for (std::size_t step = 1; step <= count && !looked_for_.empty(); ++step) {
    const std::size_t place = (at + step) % count;
    if (!mentions(queue_.waiting[place], looked_for_)) continue;
    next_ = place;
    return Next::kTo;
  }
  show_("No change holds that.\n");
  return Next::kAgain;
}

void ReviewSession::take_note() {
  show_("Note: ");
  note_ = keyboard_.line().value_or("");
}

// This change and those behind it on its page that have no answer yet.
std::vector<std::size_t> ReviewSession::rest_of_page(std::size_t at) const {
  std::vector<std::size_t> rest{at};
  for (std::size_t i = at + 1; i < queue_.waiting.size(); ++i) {
    const bool same_page = queue_.waiting[i].page_key == queue_.waiting[at].page_key;
    if (same_page && answers_[i] == Answer::kNone) rest.push_back(i);
  }
  return rest;
}

Status ReviewSession::keep_place(std::size_t at) {
  ReviewVisit visit;
  visit.reviewer = setup_.reviewer;
  visit.run = queue_.moment.run;
  visit.visited_at = iso_time(clock_.now());
  if (at < queue_.waiting.size()) visit.series = queue_.waiting[at].series;
  return ledger_.keep_visit(visit);
}

}  // namespace benchledger
