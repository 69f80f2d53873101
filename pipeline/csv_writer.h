#pragma once
// One CSV row as RFC 4180 says, safe to open in a spreadsheet: a cell that
// would be run as a formula starts with an apostrophe, unless it is a plain
// number.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace benchledger {

// Whether a spreadsheet could run `text` as a formula.
[[nodiscard]] bool runs_as_formula(std::string_view text);

// `text` as a cell: quoted where it must be, '"' doubled, made inert.
[[nodiscard]] std::string csv_cell(std::string_view text);

// Builds rows; end_row() adds CR LF.
class CsvWriter {
 public:
  CsvWriter& cell(std::string_view text);
  CsvWriter& cell(const std::string& text) { return cell(std::string_view(text)); }
  CsvWriter& cell(const char* text) { return cell(std::string_view(text)); }
  CsvWriter& cell(double number);
  CsvWriter& cell(std::size_t number);
  CsvWriter& cell(int number);
  CsvWriter& cell(bool flag) { return cell(flag ? "true" : "false"); }
  CsvWriter& cell(const std::vector<std::string>& items);  // joined by " | "
  template <typename T>
  CsvWriter& cell(const std::optional<T>& maybe) {
    return maybe ? cell(*maybe) : cell(std::string_view());
  }
  CsvWriter& end_row();

  // The rows so far, which it forgets.
  [[nodiscard]] std::string take();

 private:
  std::string text_;
  bool first_ = true;
};

}  // namespace benchledger
