#pragma once
// What stands in one cell: the grammar of score cells, and of what looks like
// one and is not.

#include <optional>
#include <string>
#include <vector>

#include "extractors/document.h"
#include "extractors/rules.h"

namespace benchledger {

enum class CellKind {
  kEmpty,     // nothing printed
  kMissing,   // "-", "n/a", "OOM": no value, said so
  kScore,     // one number or a pair
  kQuantity,  // a number with a unit that no score has: 7B, 16 GB, 128K, $3, 12 ms
  kDate,
  kCheck,    // ✅, ✗, yes, no
  kRank,     // 1st, #3
  kDelta,    // +5.3: a difference
  kBound,    // <1, >90
  kSeveral,  // three numbers or more that are not stacked
  kWords,
  kImage,
};

// "missing-value", "quantity", ...: the reason a cell gave no record.
[[nodiscard]] const char* reason(CellKind kind);

struct CellPart {
  double value = 0;
  int decimals = 0;
  bool percent = false;
  std::optional<double> plus_minus;
  std::string raw;        // as printed: "58.5", "89.5%"
  std::string qualifier;  // "parenthesized", "first", "second", "" where alone
};

struct CellValue {
  CellKind kind = CellKind::kEmpty;
  std::vector<CellPart> parts;       // kScore: one, or two for a pair
  std::vector<std::string> markers;  // "*", "†", "^2"
  std::vector<std::string> stated;   // words printed with the number: "pass@1"
  std::optional<double> out_of;      // "2/30": 30
  bool bold = false;
};

// How a table prints decimals: 1.72, or 1,72 as much of the world does. One
// cell may leave it open; all of them together hardly ever do.
enum class NumberStyle { kPoint, kComma };

// `text` is one line of a cell (stacked cells are unzipped before).
[[nodiscard]] CellValue parse_cell(std::string_view text, const std::vector<Mark>& marks,
                                   bool image, const Rules& rules,
                                   NumberStyle style = NumberStyle::kPoint);

// Three cells at least print "1,72", and none a decimal point.
[[nodiscard]] NumberStyle number_style(const Table& table);

}  // namespace benchledger
