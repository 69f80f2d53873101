#pragma once
// One sitting of a person before the changes that wait: asks about each,
// stores what was decided at once, so that quitting loses nothing.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/result.h"
#include "pipeline/change.h"
#include "pipeline/clock.h"
#include "pipeline/keyboard.h"
#include "pipeline/ledger.h"

namespace benchledger {

class ReviewSession {
 public:
  using Show = std::function<void(std::string_view)>;

  struct Setup {
    std::string reviewer;
    bool color = false;
  };

  ReviewSession(Ledger& ledger, Keyboard& keyboard, const Clock& clock, Show show, Setup setup);

  // Until every change was answered or the person quits. Returns how many
  // changes still wait.
  [[nodiscard]] Result<std::size_t> run();

 private:
  enum class Next { kOn, kBack, kAgain, kQuit };
  struct Step {
    std::size_t change = 0;
    std::int64_t decision = 0;  // 0: skipped
  };

  void present(std::size_t at) const;
  [[nodiscard]] Result<Next> answer(std::size_t at, char key);
  [[nodiscard]] Status decide(std::size_t at, Verdict verdict);
  [[nodiscard]] Status undo();
  void take_note();

  Ledger& ledger_;
  Keyboard& keyboard_;
  const Clock& clock_;
  Show show_;
  Setup setup_;
  Comparison states_;
  std::vector<Change> waiting_;
  std::vector<Step> steps_;
  std::string note_;  // for the next decision
};

}  // namespace benchledger
