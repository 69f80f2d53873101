#include "pipeline/csv_writer.h"

#include <utility>

#include "extractors/number.h"
#include "pipeline/json_writer.h"

namespace benchledger {
namespace {

// Digits with one point at most, perhaps a sign before.
bool is_plain_number(std::string_view text) {
  std::size_t at = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
  std::size_t digits = 0;
  bool point = false;
  for (; at < text.size(); ++at) {
    if (text[at] >= '0' && text[at] <= '9') {
      ++digits;
    } else if (text[at] == '.' && !point) {
      point = true;
    } else {
      return false;
    }
  }
  return digits > 0;
}

// What spreadsheets take as the start of a formula (OWASP, "CSV Injection").
// Full-width forms count too: some convert them on import.
bool starts_like_formula(std::string_view text) {
  if (text.empty()) return false;
  if (std::string_view("=+-@\t\r\n").find(text[0]) != std::string_view::npos) return true;
  for (const std::string_view wide : {"＝", "＋", "－", "＠"}) {
    if (text.substr(0, wide.size()) == wide) return true;
  }
  return false;
}

}  // namespace

bool runs_as_formula(std::string_view text) {
  return starts_like_formula(text) && !is_plain_number(text);
}

std::string csv_cell(std::string_view raw) {
  std::string text = valid_utf8(raw);
  if (runs_as_formula(text)) text.insert(0, 1, '\'');
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

CsvWriter& CsvWriter::cell(std::string_view text) {
  if (!std::exchange(first_, false)) text_ += ',';
  text_ += csv_cell(text);
  return *this;
}

CsvWriter& CsvWriter::cell(double number) { return cell(format_number(number)); }
CsvWriter& CsvWriter::cell(std::size_t number) { return cell(std::to_string(number)); }
CsvWriter& CsvWriter::cell(int number) { return cell(std::to_string(number)); }

CsvWriter& CsvWriter::cell(const std::vector<std::string>& items) {
  std::string joined;
  for (const std::string& item : items) {
    if (!joined.empty()) joined += " | ";
    joined += item;
  }
  return cell(joined);
}

CsvWriter& CsvWriter::end_row() {
  text_ += "\r\n";
  first_ = true;
  return *this;
}

std::string CsvWriter::take() { return std::exchange(text_, std::string()); }

}  // namespace benchledger
