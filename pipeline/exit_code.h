#pragma once
// Exit codes, the same for every command (record contract, "Commands").

namespace benchledger {

enum ExitCode : int {
  kExitFine = 0,
  kExitFindings = 1,    // findings at or above --fail-on
  kExitUsage = 2,       // usage, rule or configuration error
  kExitIncomplete = 3,  // a source failed, the rest is done
  kExitReview = 4,      // changes wait for review
  kExitLocked = 75,     // locked by another run
};

}  // namespace benchledger
