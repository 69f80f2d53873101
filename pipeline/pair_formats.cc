#include "pipeline/pair_formats.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "extractors/number.h"
#include "extractors/text.h"
#include "pipeline/csv_writer.h"
#include "pipeline/json_writer.h"
#include "pipeline/source_place.h"

namespace benchledger {
namespace {

using Row = std::vector<std::string>;

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); at += utf8_length(text, at)) ++count;
  return count;
}

// The rows under their header, columns as wide as their widest cell; those of
// `right` are set flush right.
std::string aligned(const std::vector<Row>& rows, const std::vector<bool>& right) {
  std::vector<std::size_t> widths(right.size());
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], characters(row[i]));
    }
  }
  std::string out;
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string fill(widths[i] - characters(row[i]), ' ');
      line += (i == 0 ? "" : "  ") + (right[i] ? fill + row[i] : row[i] + fill);
    }
    out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return out;
}

std::string name_of(const std::string& organization, const Rules& rules) {
  const Organization* known = rules.organization(organization);
  return printable(known == nullptr ? organization : known->name);
}

std::string signed_number(double value) {
  return (value > 0 ? "+" : "") + format_number(std::round(value * 100) / 100);
}

std::string joined(const std::vector<std::string_view>& parts) {
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string settings_text(const Pair& pair) {
  if (pair.match.comparability == Comparability::kComparable) return pair.vendor.key.conditions();
  if (pair.match.open.empty()) return "run stated by neither";
  return "one side only: " + joined(pair.match.open);
}

std::string pair_table(const PairReport& report, const Rules& rules) {
  std::vector<Row> rows = {
      {"MODEL", "BENCHMARK", "VENDOR", "SAYS", "MEASURED BY", "SAYS", "GAP", "SETTINGS"}};
  for (const Pair& pair : report.pairs) {
    const Score& own = *pair.vendor.score;
    const Score& other = *pair.other.score;
    const bool rival = pair.other.relationship == "competitor";
    rows.push_back({printable(own.model.name), printable(own.benchmark.raw),
                    name_of(pair.vendor.measurer, rules), printable(own.score.raw),
                    name_of(pair.other.measurer, rules) + (rival ? " (rival)" : ""),
                    printable(other.score.raw), pair.agrees ? "agree" : signed_number(pair.gap),
                    settings_text(pair)});
  }
  return aligned(rows, {false, false, false, true, false, true, true, false});
}

std::string gap_table(const PairReport& report, const Rules& rules) {
  std::vector<Row> rows = {{"VENDOR", "AGAINST", "SETTINGS", "PAIRS", "AGREE", "LEAST", "QUARTILE",
                            "MEDIAN", "QUARTILE", "GREATEST"}};
  for (const GapDistribution& gaps : report.vendors) {
    rows.push_back(
        {name_of(gaps.vendor, rules), gaps.relationship == "competitor" ? "rivals" : "independent",
         gaps.comparability == Comparability::kComparable ? "stated" : "open",
         std::to_string(gaps.pairs), std::to_string(gaps.agreeing), signed_number(gaps.least),
         signed_number(gaps.lower_quartile), signed_number(gaps.median),
         signed_number(gaps.upper_quartile), signed_number(gaps.greatest)});
  }
  return aligned(rows, {false, false, false, true, true, true, true, true, true, true});
}

void write_measurement(JsonWriter& json, const Measurement& measurement) {
  const Score& score = *measurement.score;
  json.open_object()
      .member("measured_by", measurement.measurer)
      .member("relationship", measurement.relationship)
      .member("raw", score.score.raw)
      .member("value", score.score.value)
      .member("unit", score.score.unit)
      .member("records", measurement.records)
      .member("pages", measurement.pages)
      .close_object();
}

std::string pair_line(const Pair& pair) {
  const Score& own = *pair.vendor.score;
  JsonWriter json;
  json.open_object()
      .member("type", "pair")
      .member("schema", kSchema)
      .member("model", own.model.id.value_or(own.model.name))
      .member("benchmark", pair.vendor.key.part("instrument"))
      .member("subset", own.benchmark.subset)
      .member("comparability", to_string(pair.match.comparability))
      .key("open")
      .open_array();
  for (const std::string_view part : pair.match.open) json.value(part);
  json.close_array().member("gap", pair.gap).member("agrees", pair.agrees);
  write_measurement(json.key("vendor"), pair.vendor);
  write_measurement(json.key("other"), pair.other);
  return json.close_object().take() + "\n";
}

std::string gap_line(const GapDistribution& gaps) {
  JsonWriter json;
  json.open_object()
      .member("type", "gap")
      .member("schema", kSchema)
      .member("vendor", gaps.vendor)
      .member("relationship", gaps.relationship)
      .member("comparability", to_string(gaps.comparability))
      .member("pairs", gaps.pairs)
      .member("agreeing", gaps.agreeing)
      .member("least", gaps.least)
      .member("lower_quartile", gaps.lower_quartile)
      .member("median", gaps.median)
      .member("upper_quartile", gaps.upper_quartile)
      .member("greatest", gaps.greatest)
      .close_object();
  return json.take() + "\n";
}

}  // namespace

std::string pairs_text(const PairReport& report, const Rules& rules) {
  std::string out;
  if (!report.pairs.empty()) {
    out += pair_table(report, rules) + "\n";
    out += "Gaps in points; plus: the vendor's own figure is the better one.\n";
    out += gap_table(report, rules) + "\n";
  }
  std::size_t stated = 0;
  for (const Pair& pair : report.pairs) {
    stated += pair.match.comparability == Comparability::kComparable ? 1U : 0U;
  }
  out += fmt::format("{} pair{}, {} under equal and stated settings\n", report.pairs.size(),
                     report.pairs.size() == 1 ? "" : "s", stated);
  for (const auto& [reason, count] : report.left_out) {
    out += fmt::format("left out: {} ({})\n", count, reason);
  }
  return out;
}

std::string pairs_json(const PairReport& report) {
  std::string out;
  for (const Pair& pair : report.pairs) out += pair_line(pair);
  for (const GapDistribution& gaps : report.vendors) out += gap_line(gaps);
  return out;
}

std::string pairs_csv(const PairReport& report) {
  CsvWriter csv;
  for (const char* name :
       {"model", "benchmark", "subset", "comparability", "open", "gap", "agrees", "vendor",
        "vendor_value", "vendor_unit", "vendor_records", "vendor_pages", "other",
        "other_relationship", "other_value", "other_unit", "other_records", "other_pages"}) {
    csv.cell(name);
  }
  csv.end_row();
  for (const Pair& pair : report.pairs) {
    const Score& own = *pair.vendor.score;
    const Score& other = *pair.other.score;
    csv.cell(own.model.id.value_or(own.model.name))
        .cell(pair.vendor.key.part("instrument"))
        .cell(own.benchmark.subset)
        .cell(to_string(pair.match.comparability))
        .cell(joined(pair.match.open))
        .cell(pair.gap)
        .cell(pair.agrees)
        .cell(pair.vendor.measurer)
        .cell(own.score.value)
        .cell(own.score.unit)
        .cell(pair.vendor.records)
        .cell(pair.vendor.pages)
        .cell(pair.other.measurer)
        .cell(pair.other.relationship)
        .cell(other.score.value)
        .cell(other.score.unit)
        .cell(pair.other.records)
        .cell(pair.other.pages)
        .end_row();
  }
  return csv.take();
}

}  // namespace benchledger
