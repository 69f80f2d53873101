#pragma once
// The silences file: findings somebody has looked at and does not want to be
// told of again, with the reason and the day it ends. Strict YAML; every
// refusal says file:line:column and what to do.
//
//   silences:
//     - rule: vendor-only          # which check; or: finding: 0123456789abcdef
//       page: "cards/**"           # glob on the page; default: every page
//       reason: nobody else has the weights yet
//       until: 2026-12-31          # last day on which it holds

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/record.h"
#include "extractors/result.h"

namespace benchledger {

struct Silence {
  std::optional<std::string> rule;
  std::optional<std::string> finding;
  std::optional<std::string> page;
  std::string reason;
  std::string until;  // ISO date
  std::string where;  // "silences.yaml:2:5"
};

// Errors are kUsage.
[[nodiscard]] Result<std::vector<Silence>> load_silences(const std::string& path);
// `file` is for messages.
[[nodiscard]] Result<std::vector<Silence>> parse_silences(std::string_view file,
                                                          std::string_view text);

// Which silences hold on a day and which were of use.
class Silencing {
 public:
  // `today` is an ISO date.
  Silencing(std::vector<Silence> silences, std::string today);

  // The first silence in force that covers the finding; null where none does.
  [[nodiscard]] const Silence* covers(const Finding& finding, const std::string& page);

  // What its author should hear: entries that have ended, and entries in force
  // that covered nothing. In file order; call after every finding was asked.
  [[nodiscard]] std::vector<Error> stale() const;

 private:
  [[nodiscard]] bool ended(const Silence& silence) const { return silence.until < today_; }

  std::vector<Silence> silences_;
  std::vector<bool> used_;
  std::string today_;
};

}  // namespace benchledger
