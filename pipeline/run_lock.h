#pragma once
// Held while a run writes, so that a second one leaves at once. Let go by the
// kernel when the process ends, however it ends.

#include <string>

#include "extractors/result.h"

namespace benchledger {

class RunLock {
 public:
  // Makes the folder and the file where missing. Error: kLocked where another
  // process holds it, kStore where the file cannot be made.
  [[nodiscard]] static Result<RunLock> take(const std::string& path);

  ~RunLock();
  RunLock(RunLock&& other) noexcept;
  RunLock& operator=(RunLock&&) = delete;
  RunLock(const RunLock&) = delete;
  RunLock& operator=(const RunLock&) = delete;

 private:
  explicit RunLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_;
};

}  // namespace benchledger
