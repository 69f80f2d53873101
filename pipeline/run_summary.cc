#include "pipeline/run_summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "extractors/record.h"
#include "pipeline/change_text.h"
#include "pipeline/diff.h"
#include "pipeline/json_writer.h"

namespace benchledger {
namespace {

// Lines of one kind; `diff` and changes.md have all changes.
constexpr std::size_t kMostShown = 20;

std::string counted(std::size_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string findings_text(const RunReport& report) {
  const auto of = [&](Severity severity) {
    return report.findings[static_cast<std::size_t>(severity)];
  };
  return fmt::format("{}, {}, {}", counted(of(Severity::kError), "error", "errors"),
                     counted(of(Severity::kWarning), "warning", "warnings"),
                     counted(of(Severity::kNote), "note", "notes"));
}

// "Fetched: 1990 unchanged, 8 ok, 2 timeout.", the most frequent first.
std::string outcomes_text(const RunReport& report) {
  std::vector<std::pair<std::size_t, PageOutcome>> met;
  for (int at = 0; at < kPageOutcomes; ++at) {
    const std::size_t count = report.outcomes[static_cast<std::size_t>(at)];
    if (count > 0) met.emplace_back(count, static_cast<PageOutcome>(at));
  }
  std::stable_sort(met.begin(), met.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::string text;
  for (const auto& [count, outcome] : met) {
    text += fmt::format("{}{} {}", text.empty() ? "Fetched: " : ", ", count, to_string(outcome));
  }
  return text.empty() ? text : text + ".\n";
}

std::string changes_text(const RunReport& report, bool color) {
  if (report.first()) return "First run: this is what later runs are held against.\n";
  const std::string since = fmt::format("since run {}", report.since);
  if (report.nothing_changed()) return fmt::format("Nothing changed {}.\n", since);
  std::string text = fmt::format("{} {}.\n", count_changes(report.changes), since);
  text[0] = text[0] == 'n' ? 'N' : text[0];
  std::size_t shown = 0;
  for (const Change& change : report.changes) {
    if (is_cosmetic(change) || shown == kMostShown) continue;
    text += change_text(change, color);
    ++shown;
  }
  return text;
}

std::string new_pages_text(const RunReport& report) {
  std::string text;
  if (!report.new_pages.empty()) {
    text += counted(report.new_pages.size(), "new page", "new pages") + ":\n";
  }
  for (std::size_t at = 0; at < std::min(report.new_pages.size(), kMostShown); ++at) {
    const NewPage& page = report.new_pages[at];
    text +=
        fmt::format("  {}  first seen {}, {}, {}\n", page.page_key, page.first_seen,
                    counted(page.scores, "score", "scores"), counted(page.specs, "spec", "specs"));
  }
  if (report.new_pages.size() > kMostShown) {
    text += fmt::format("  and {} more\n", report.new_pages.size() - kMostShown);
  }
  if (report.pages_left_out > 0) {
    text += fmt::format("{} found, but left out: see max_pages of their sources\n",
                        counted(report.pages_left_out, "page", "pages"));
  }
  return text;
}

// Markdown takes marks in page text for its own.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\`*_[]<>|#").find(c) != std::string_view::npos) out += '\\';
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return valid_utf8(out);
}

// A heading and its lines; nothing where there are none.
class Section {
 public:
  explicit Section(std::string title) : title_(std::move(title)) {}
  void add(const std::string& line) {
    if (++count_ <= kMostShown) lines_ += "- " + line + "\n";
  }
  [[nodiscard]] std::string text() const {
    if (count_ == 0) return {};
    const std::string more =
        count_ > kMostShown ? fmt::format("- and {} more\n", count_ - kMostShown) : "";
    return fmt::format("\n## {} ({})\n\n{}{}", title_, count_, lines_, more);
  }

 private:
  std::string title_;
  std::string lines_;
  std::size_t count_ = 0;
};

const char* cause_text(const Change& change) {
  return change.cause == ChangeCause::kRules ? "our rules" : "the source";
}

// One metric family: its two comment lines, then its samples.
class Metrics {
 public:
  void family(std::string_view name, std::string_view help) {
    name_ = fmt::format("benchledger_{}", name);
    text_ += fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n", name_, help);
  }
  void sample(std::size_t value) { text_ += fmt::format("{} {}\n", name_, value); }
  // Labels are words of this program: nothing to escape.
  void sample(std::string_view label, std::string_view word, std::size_t value) {
    text_ += fmt::format("{}{{{}=\"{}\"}} {}\n", name_, label, word, value);
  }
  void one(std::string_view name, std::string_view help, std::size_t value) {
    family(name, help);
    sample(value);
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  std::string name_;
  std::string text_;
};

}  // namespace

std::string summary_text(const RunReport& report, bool color) {
  std::string text = fmt::format(
      "Run {}: {} of {} read, {}.\n"
      "{}, {}, {}; findings: {}.\n",
      report.outcome.id, counted(report.pages, "page", "pages"),
      counted(report.sources, "source", "sources"),
      counted(report.new_captures, "new capture", "new captures"),
      counted(report.scores, "score", "scores"), counted(report.specs, "spec", "specs"),
      counted(report.claims, "claim", "claims"), findings_text(report));
  text += outcomes_text(report);
  text += new_pages_text(report);
  text += changes_text(report, color);
  if (report.waiting > 0) {
    text += fmt::format("{} for review: benchledger review\n",
                        counted(report.waiting, "change waits", "changes wait"));
  }
  if (!report.folder.empty()) text += fmt::format("Written to {}.\n", report.folder);
  return text;
}

std::string summary_json(const RunReport& report) {
  JsonWriter out;
  out.open_object()
      .member("type", "run")
      .member("schema", kSchema)
      .member("run", report.outcome.id)
      .member("previous_run", report.since)
      .member("sources", report.sources)
      .member("pages", report.pages)
      .member("new_captures", report.new_captures)
      .member("scores", report.scores)
      .member("specs", report.specs)
      .member("claims", report.claims)
      .key("findings")
      .open_object()
      .member("error", report.findings[static_cast<std::size_t>(Severity::kError)])
      .member("warning", report.findings[static_cast<std::size_t>(Severity::kWarning)])
      .member("note", report.findings[static_cast<std::size_t>(Severity::kNote)])
      .close_object()
      .member("nothing_changed", report.nothing_changed())
      .member("waiting", report.waiting)
      .key("changes")
      .open_object();
  std::map<ChangeKind, std::size_t> kinds;
  for (const Change& change : report.changes) ++kinds[change.kind];
  for (const auto& [kind, count] : kinds) out.member(to_string(kind), count);
  out.close_object().key("outcomes").open_object();
  for (int at = 0; at < kPageOutcomes; ++at) {
    const std::size_t count = report.outcomes[static_cast<std::size_t>(at)];
    if (count > 0) out.member(to_string(static_cast<PageOutcome>(at)), count);
  }
  out.close_object().key("failures").open_array();
  for (const RunFailure& failure : report.failures) {
    out.open_object()
        .member("source", failure.source_id)
        .member("page", failure.page_key)
        .member("outcome", to_string(failure.outcome))
        .member("message", failure.message)
        .close_object();
  }
  out.close_array().key("new_pages").open_array();
  for (const NewPage& page : report.new_pages) {
    out.open_object()
        .member("source", page.source_id)
        .member("page", page.page_key)
        .member("title", page.title)
        .member("first_seen", page.first_seen)
        .member("scores", page.scores)
        .member("specs", page.specs)
        .close_object();
  }
  out.close_array().member("pages_left_out", report.pages_left_out).key("folder");
  report.folder.empty() ? out.null() : out.value(report.folder);
  return out.close_object().take() + "\n";
}

std::string summary_markdown(const RunReport& report) {
  std::string text = fmt::format("# benchledger run {}\n\n", report.outcome.id);
  text += fmt::format(
      "{} of {} read: {}, {}, {}; findings: {}.\n", counted(report.pages, "page", "pages"),
      counted(report.sources, "source", "sources"), counted(report.scores, "score", "scores"),
      counted(report.specs, "spec", "specs"), counted(report.claims, "claim", "claims"),
      findings_text(report));
  text += outcomes_text(report);
  if (report.first()) {
    text += "\nFirst run: this is what later runs are held against.\n";
  } else if (report.nothing_changed()) {
    text += fmt::format("\nNothing changed since run {}.\n", report.since);
  }
  if (report.waiting > 0) {
    text += fmt::format("\n**{} for review.**\n",
                        counted(report.waiting, "change waits", "changes wait"));
  }
  Section changes("Changes");
  for (const Change& change : report.changes) {
    if (is_cosmetic(change)) continue;
    changes.add(fmt::format("{}: {} ({})", to_string(change.kind), escaped(change.summary),
                            cause_text(change)));
  }
  Section pages("New pages");
  for (const NewPage& page : report.new_pages) {
    pages.add(fmt::format("<{}> {}: first seen {}, {}, {}", page.page_key, escaped(page.title),
                          page.first_seen, counted(page.scores, "score", "scores"),
                          counted(page.specs, "spec", "specs")));
  }
  Section failures("Failures");
  for (const RunFailure& failure : report.failures) {
    failures.add(fmt::format("{}: {}: {}", failure.source_id, to_string(failure.outcome),
                             escaped(failure.message)));
  }
  return text + changes.text() + pages.text() + failures.text();
}

std::string summary_metrics(const RunReport& report) {
  Metrics out;
  out.one("run", "Number of the newest run.", static_cast<std::size_t>(report.outcome.id));
  out.one("run_end_timestamp_seconds", "When the newest run ended, seconds since 1970.",
          static_cast<std::size_t>(report.ended_at));
  out.one("run_duration_seconds", "How long the newest run took.",
          static_cast<std::size_t>(report.ended_at - report.started_at));
  out.one("sources", "Sources of the newest run.", report.sources);
  out.one("pages", "Pages read by the newest run.", report.pages);
  out.one("new_pages", "Pages no run before had met.", report.new_pages.size());
  out.one("pages_left_out", "Pages found for which max_pages had no room.", report.pages_left_out);
  out.one("new_captures", "Pages whose bytes were new.", report.new_captures);
  out.family("records", "Records of the newest run.");
  out.sample("type", "score", report.scores);
  out.sample("type", "spec", report.specs);
  out.sample("type", "claim", report.claims);
  out.family("findings", "Findings of the newest run.");
  const char* const kSeverities[] = {"note", "warning", "error"};
  for (const Severity severity : {Severity::kNote, Severity::kWarning, Severity::kError}) {
    const auto at = static_cast<std::size_t>(severity);
    out.sample("severity", kSeverities[at], report.findings[at]);
  }
  out.family("changes", "Changes since the run before, by cause.");
  std::size_t by_rules = 0;
  for (const Change& change : report.changes) by_rules += change.cause == ChangeCause::kRules;
  out.sample("cause", "source", report.changes.size() - by_rules);
  out.sample("cause", "rules", by_rules);
  out.one("changes_waiting", "Changes that wait for review.", report.waiting);
  out.family("fetches", "Pages asked for, by outcome.");
  for (int at = 0; at < kPageOutcomes; ++at) {
    const std::size_t count = report.outcomes[static_cast<std::size_t>(at)];
    if (count > 0) out.sample("outcome", to_string(static_cast<PageOutcome>(at)), count);
  }
  out.family("failures", "Pages and sources that could not be fetched, by outcome.");
  std::map<std::string, std::size_t> outcomes;
  for (const RunFailure& failure : report.failures) ++outcomes[to_string(failure.outcome)];
  for (const auto& [outcome, count] : outcomes) out.sample("outcome", outcome, count);
  return out.text();
}

bool is_news(const RunReport& report) { return !report.nothing_changed() || report.waiting > 0; }

}  // namespace benchledger
