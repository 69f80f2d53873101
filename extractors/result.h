#pragma once
// Result<T>: a value, or an Error that says where, what and how to mend it.
// Used where the caller cannot go on; for "did it, but" see diagnostic.h.

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace benchledger {

enum class ErrorKind {
  kUsage,   // bad command line, rule file or source file: exit code 2
  kInput,   // one input could not be read; the others go on: exit code 3
  kLocked,  // another run holds the lock: exit code 75
  kStore,   // the ledger or the output folder refuses
};

struct Error {
  ErrorKind kind = ErrorKind::kInput;
  std::string where;    // "file:line:column", a path or a URL
  std::string message;  // what is wrong, with the raw text
  std::string remedy;   // what to do about it; may be empty
};

template <typename T>
using Result = tl::expected<T, Error>;

using Status = Result<void>;

inline tl::unexpected<Error> fail(ErrorKind kind, std::string where, std::string message,
                                  std::string remedy = {}) {
  return tl::unexpected<Error>(
      Error{kind, std::move(where), std::move(message), std::move(remedy)});
}

// "where: message (remedy)", one line, for people.
inline std::string describe(const Error& error) {
  std::string text = error.where.empty() ? error.message : error.where + ": " + error.message;
  if (!error.remedy.empty()) text += " (" + error.remedy + ")";
  return text;
}

}  // namespace benchledger
