#pragma once
// Which record of a page goes on as which. An id says what a record is about,
// so that most go on under their own. Records about the same thing (one
// benchmark in two tables of a page) are told apart in their ids by heading or
// order; those go on by the table they stand in: the tables of the two states
// that have the most in common, their figures and headings, are the same
// table, however it was renamed or moved. A record through time is a series.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pipeline/snapshot.h"

namespace benchledger {

struct Lineage {
  std::vector<std::optional<std::size_t>>
      from;                       // for each record after: index before; nullopt: new
  std::vector<std::size_t> gone;  // indexes before that no record goes on from
};

// Both of one page, ids unique on each side. Pure. Linear where no id changed
// its meaning; quadratic in the tables that share a subject.
[[nodiscard]] Lineage trace(const std::vector<const StoredRecord*>& before,
                            const std::vector<const StoredRecord*>& after);

// The same for records that came without one to go on from, against those of
// the page that were withdrawn earlier: what is about the same thing under the
// same heading has returned, else what has the same id.
[[nodiscard]] std::vector<std::optional<std::size_t>> trace_returned(
    const std::vector<const StoredRecord*>& withdrawn,
    const std::vector<const StoredRecord*>& fresh);

// The words of a finding's message in a fixed order: a message names things in
// the order of the page, and another order is no other finding.
[[nodiscard]] std::string sorted_words(std::string_view message);

}  // namespace benchledger
