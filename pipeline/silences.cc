#include "pipeline/silences.h"

#include <algorithm>
#include <utility>

#include "extractors/yaml_reader.h"
#include "pipeline/files.h"

namespace benchledger {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{1} << 20;

// "2026-12-31": a month has at most 31 days here; a day that does not exist
// only ends the silence a little later.
bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (const std::size_t at : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U}) {
    if (text[at] < '0' || text[at] > '9') return false;
  }
  const std::string_view month = text.substr(5, 2);
  const std::string_view day = text.substr(8, 2);
  return month >= "01" && month <= "12" && day >= "01" && day <= "31";
}

bool is_finding_id(std::string_view text) {
  return text.size() == 16 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Silence read_silence(const YamlNode& node, YamlProblems& problems) {
  YamlFields fields(node, problems);
  Silence silence;
  silence.where = problems.where(node);
  silence.rule = fields.optional_text("rule");
  silence.finding = fields.optional_text("finding");
  silence.page = fields.optional_text("page");
  silence.reason = fields.text("reason");
  // YAML takes a bare date for one; as text it says the same.
  if (const YamlNode* until = fields.required("until")) silence.until = until->text;
  fields.finish();
  if (problems.any()) return silence;
  if (!silence.rule && !silence.finding) {
    problems.add(node, "silences every finding", "name a rule or a finding");
  } else if (silence.finding && !is_finding_id(*silence.finding)) {
    problems.add(node, "\"" + *silence.finding + "\" is no finding id",
                 "16 hexadecimal digits, as `benchledger findings` prints them");
  } else if (!is_date(silence.until)) {
    problems.add(node, "\"" + silence.until + "\" is no date", "write it as 2026-12-31");
  }
  return silence;
}

}  // namespace

Result<std::vector<Silence>> parse_silences(std::string_view file, std::string_view text) {
  const Result<YamlNode> root = read_yaml(file, text);
  if (!root) return tl::unexpected<Error>(root.error());
  YamlProblems problems(file);
  YamlFields top(*root, problems);
  std::vector<Silence> silences;
  if (const YamlNode* list = top.required("silences")) {
    for (const YamlNode& node : yaml_items(*list, problems)) {
      silences.push_back(read_silence(node, problems));
    }
  }
  top.finish();
  if (problems.any()) return tl::unexpected<Error>(problems.first());
  return silences;
}

Result<std::vector<Silence>> load_silences(const std::string& path) {
  const FileResult<std::string> text = read_file(path, kMaxBytes);
  if (!text) {
    Error error = text.error().error;
    error.kind = ErrorKind::kUsage;
    return tl::unexpected<Error>(std::move(error));
  }
  return parse_silences(path, *text);
}

Silencing::Silencing(std::vector<Silence> silences, std::string today)
    : silences_(std::move(silences)), used_(silences_.size()), today_(std::move(today)) {}

const Silence* Silencing::covers(const Finding& finding, const std::string& page) {
  for (std::size_t i = 0; i < silences_.size(); ++i) {
    const Silence& silence = silences_[i];
    if (ended(silence)) continue;
    if (silence.rule && *silence.rule != finding.rule) continue;
    if (silence.finding && *silence.finding != finding.id) continue;
    if (silence.page && !glob_matches(*silence.page, page)) continue;
    used_[i] = true;
    return &silence;
  }
  return nullptr;
}

std::vector<Error> Silencing::stale() const {
  std::vector<Error> all;
  for (std::size_t i = 0; i < silences_.size(); ++i) {
    const Silence& silence = silences_[i];
    if (ended(silence)) {
      all.push_back({ErrorKind::kUsage, silence.where, "ended on " + silence.until,
                     "take it out, or look again and move the day"});
    } else if (!used_[i]) {
      all.push_back({ErrorKind::kUsage, silence.where, "silences nothing", "take it out"});
    }
  }
  return all;
}

}  // namespace benchledger
