// benchledger tables: every table as the program sees it.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "extractors/text.h"
#include "pipeline/command.h"
#include "pipeline/exit_code.h"
#include "pipeline/json.h"
#include "pipeline/page_input.h"
#include "pipeline/terminal.h"

namespace benchledger {
namespace {

constexpr const char* kExample =
    "Examples:\n"
    "  benchledger tables page.html --format text\n"
    "  benchledger tables page.html | jq -r 'select(.kind == \"other\") | .why'";

// Widest a column is shown in the text form; longer cells end in an ellipsis.
constexpr std::size_t kMaxColumnWidth = 32;

struct TablesOptions {
  std::vector<std::string> files;
  std::string format = "json";
  std::string read_as = "auto";
};

std::size_t count_characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += utf8_length(text, at)) ++count;
  return count;
}

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t length = count_characters(text);
  if (length <= width) return std::string(text) + std::string(width - length, ' ');
  std::size_t at = 0;
  for (std::size_t kept = 0; kept + 1 < width; ++kept) at += utf8_length(text, at);
  return std::string(text.substr(0, at)) + "…";
}

std::vector<std::size_t> column_widths(const TableView& table) {
  std::vector<std::size_t> widths;
  for (const auto& row : table.rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], std::min(count_characters(row[i]), kMaxColumnWidth));
    }
  }
  return widths;
}

std::string text_form(const TableView& table) {
  const std::size_t columns = table.rows.empty() ? 0 : table.rows.front().size();
  std::string out = fmt::format("table {}: {} ({}), {} x {}, header rows {}, header columns {}\n",
                                table.index, table.kind, table.why, table.rows.size(), columns,
                                table.header_rows, table.header_columns);
  if (!table.heading.empty()) out += fmt::format("  under {}\n", fmt::join(table.heading, " > "));
  if (!table.caption.empty()) out += "  caption " + table.caption + "\n";
  const std::vector<std::size_t> widths = column_widths(table);
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    std::string line = "  ";
    for (std::size_t c = 0; c < table.rows[r].size(); ++c) {
      if (c > 0) line += c == table.header_columns ? " ‖ " : " | ";
      line += padded(table.rows[r][c], widths[c]);
    }
    out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    if (r + 1 == table.header_rows) {
      std::size_t width = 0;
      for (const std::size_t w : widths) width += w + 3;
      out += fmt::format("  {:->{}}\n", "", width > 3 ? width - 3 : 0);
    }
  }
  return out + "\n";
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

// RFC 4180, an empty line between tables.
std::string csv_form(const TableView& table) {
  std::string out;
  for (const auto& row : table.rows) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c > 0) out += ',';
      out += csv_field(row[c]);
    }
    out += "\r\n";
  }
  return out + "\r\n";
}

std::string shown(const TableView& table, std::string_view document, std::string_view format) {
  if (format == "text") return text_form(table);
  if (format == "csv") return csv_form(table);
  return to_json(table, document) + "\n";
}

int show_tables(const Context& context, const TablesOptions& options) {
  Result<Rules> rules = open_rules(context);
  if (!rules) return report(context, rules.error());
  const Extractor extractor(std::move(*rules));
  int exit_code = kExitFine;
  for (const std::string& path : options.files) {
    const Result<std::string> bytes = read_page_file(path);
    if (!bytes) {
      exit_code = report(context, bytes.error());
      continue;
    }
    Input input = page_input(*bytes, path);
    input.format = parse_format(options.read_as).value_or(Format::kAuto);
    const Extraction extraction = extractor.extract(input);
    if (!context.quiet) print_error(diagnostic_lines(extraction, path));
    for (const TableView& table : extraction.tables) {
      if (!print(shown(table, extraction.document.id, options.format))) return exit_code;
    }
  }
  return exit_code;
}

}  // namespace

void add_tables(CLI::App& app, Context& context) {
  auto options = std::make_shared<TablesOptions>();
  CLI::App* command =
      app.add_subcommand("tables", "Print every table of pages as the program sees it");
  command->footer(kExample);
  command->add_option("file", options->files, "Pages to read; - for standard input")
      ->required()
      ->type_name("FILE");
  command->add_option("--format", options->format, "json (a line each), text (for people) or csv")
      ->check(CLI::IsMember({"json", "text", "csv"}));
  command
      ->add_option("--read-as", options->read_as,
                   "Format of the pages instead of telling it by content")
      ->check(CLI::IsMember(format_words()));
  command->callback([options, &context] {
    context.action = [options, &context] { return show_tables(context, *options); };
  });
}

}  // namespace benchledger
