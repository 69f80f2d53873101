#pragma once
// One sitting of a person before the changes that wait: asks about each,
// stores what was decided at once, so that quitting loses nothing, and the next
// sitting begins where this one stopped.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/result.h"
#include "pipeline/change_view.h"
#include "pipeline/clock.h"
#include "pipeline/keyboard.h"
#include "pipeline/ledger.h"
#include "pipeline/review_queue.h"

namespace benchledger {

class ReviewSession {
 public:
  using Show = std::function<void(std::string_view)>;
  // What stands around the words of a record; see excerpt.h.
  using Around = std::function<Excerpt(const std::string& page_key, const std::string& json)>;

  struct Setup {
    std::string reviewer;
    ViewLook look;
    Around around;
    int snooze_days = 7;
  };

  ReviewSession(Ledger& ledger, Keyboard& keyboard, const Clock& clock, Show show, Setup setup);

  // Until every change was answered or the person quits. Returns how many
  // changes still wait.
  [[nodiscard]] Result<std::size_t> run();

 private:
  enum class Next { kOn, kTo, kAgain, kQuit };
  enum class Answer { kNone, kDecided, kLeft };
  // One answer; it may be about several changes.
  struct Step {
    std::vector<std::size_t> changes;
    Answer answer = Answer::kLeft;
    std::vector<std::int64_t> decisions;
  };

  void greet();
  void present(std::size_t at, bool whole) const;
  [[nodiscard]] Result<Next> answer(std::size_t at, char key);
  [[nodiscard]] Result<Next> decide(std::vector<std::size_t> changes, Verdict verdict);
  Next leave(std::vector<std::size_t> changes);
  [[nodiscard]] Result<Next> undo();
  [[nodiscard]] Next find(std::size_t at);
  void take_note();
  [[nodiscard]] std::vector<std::size_t> rest_of_page(std::size_t at) const;
  void settle();
  [[nodiscard]] std::size_t next_open(std::size_t at) const;
  [[nodiscard]] Status keep_place(std::size_t at);

  Ledger& ledger_;
  Keyboard& keyboard_;
  const Clock& clock_;
  Show show_;
  Setup setup_;
  ReviewQueue queue_;
  std::vector<Answer> answers_;  // one for each change that waits
  std::vector<Step> steps_;
  std::size_t next_ = 0;    // where kTo goes
  std::string note_;        // for the next decision
  std::string looked_for_;  // by the last search
};

}  // namespace benchledger
