#pragma once
// Which tables a sentence can be about, from where it stands: its own caption,
// the table it follows or leads to, the tables of its section, the whole page.
// A note belongs to the table it follows and ends at the next table or heading.

#include <cstddef>
#include <vector>

#include "extractors/document.h"
#include "extractors/legend.h"
#include "extractors/statement.h"

namespace benchledger {

// Farthest first: a larger one speaks closer to the table.
enum class Reach { kNone = 0, kPage, kSaid, kSection, kBeside, kOwn };

class StatementReach {
 public:
  explicit StatementReach(const Document& document);

  [[nodiscard]] Reach of(const Statement& statement, std::size_t table) const;
  // Order in which legends of the same mark are tried; smaller is nearer.
  [[nodiscard]] std::size_t legend_distance(const Sentence& sentence, std::size_t table) const;
  // Blocks between the sentence and the table.
  [[nodiscard]] std::size_t steps(const Sentence& sentence, std::size_t table) const;

 private:
  static constexpr std::size_t kTop = static_cast<std::size_t>(-1);

  void find_section_ends();
  [[nodiscard]] bool covers(std::size_t a, std::size_t b) const;
  [[nodiscard]] bool follows_table(std::size_t block) const;
  [[nodiscard]] Reach beside(const Statement& statement, std::size_t table) const;

  const Document* document_;
  std::vector<std::size_t> heading_;      // for each block, the block of its innermost heading
  std::vector<std::size_t> section_end_;  // for each heading, the block its section ends before
  std::vector<std::size_t> before_;  // for each block, the last table above it under its heading
  std::vector<std::size_t> after_;   // for each block, the next table below it under its heading
};

}  // namespace benchledger
