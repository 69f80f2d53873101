#include "extractors/fused_spec.h"

#include <algorithm>
#include <string_view>

#include "extractors/fused_grid.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

constexpr std::size_t kMinRows = 3;
constexpr std::size_t kMaxSpecRows = 200;

// Where the longest attribute label at the start of `row` ends and another
// cell begins at once; 0 where none.
std::size_t label_end(std::string_view row, const Rules& rules) {
  std::size_t longest = 0;
  for (const Attribute& attribute : rules.attributes) {
    for (const std::string& label : attribute.labels) {
      if (label.size() <= longest || label.size() >= row.size()) continue;
      if (!starts_with_ignoring_case(row, label)) continue;
      const char next = row[label.size()];
      const bool goes_on = is_space(next) || (next >= 'a' && next <= 'z') || next == '-' ||
                           next == '(' || next == ':' || next == ',' || next == '.';
      if (!goes_on) longest = label.size();
    }
  }
  return longest;
}

// The only place where two cells can have been run together; 0 where there is
// none or more than one.
std::size_t only_seam(std::string_view row) {
  std::size_t only = 0;
  for (std::size_t at = 1; at < row.size(); ++at) {
    const Seam seam = seam_at(row, at);
    const bool number = is_digit(row[at]) && (is_letter(row[at - 1]) || row[at - 1] == ')');
    if (seam.cut >= FusedEvidence::kImpossible || (seam.keep < 0.5 && !number)) continue;
    if (only != 0) return 0;
    only = at;
  }
  return only;
}

}  // namespace

std::optional<FusedTable> solve_fused_spec(const std::vector<Line>& lines, std::size_t begin,
                                           std::size_t end, const Rules& rules) {
  if (end - begin < kMinRows || end - begin > kMaxSpecRows) return std::nullopt;
  std::size_t known = 0;
  std::vector<std::size_t> ends;
  for (std::size_t line = begin; line < end; ++line) {
    const std::string_view row = lines[line].text.text;
    const std::size_t label = label_end(row, rules);
    if (label > 0) ++known;
    ends.push_back(label > 0 ? label : only_seam(row));
  }
  if (known < kMinRows || 2 * known < end - begin) return std::nullopt;
  FusedGrid grid(2);
  for (std::size_t line = begin; line < end; ++line) {
    const SourceText& row = lines[line].text;
    const std::size_t cut = ends[line - begin];
    if (cut == 0) continue;
    const bool head = line == begin && label_end(row.text, rules) == 0 &&
                      std::none_of(row.text.begin(), row.text.end(), is_digit);
    grid.begin_row();
    grid.put(0, 1, slice(row, 0, cut), head);
    grid.put(1, 1, slice(row, cut, row.text.size()), head);
    if (head) grid.set_head_rows();
  }
  FusedTable fused;
  fused.first_line = begin;
  fused.last_line = end - 1;
  fused.table = grid.take({lines[begin].text.source().start, lines[end - 1].text.source().end});
  return fused;
}

}  // namespace benchledger
