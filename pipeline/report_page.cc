// One page in the report: what it says about itself, its score grids, specs
// and claims, every value with the place it was read from.

#include <algorithm>
#include <map>
#include <optional>

#include "extractors/number.h"
#include "pipeline/report_parts.h"
#include "pipeline/score_grid.h"

namespace benchledger {
namespace {

void term(HtmlWriter& html, const char* name, std::string_view value) {
  if (!value.empty()) html.element("dt", name).element("dd", value);
}

void open_scroll(HtmlWriter& html, std::string_view label) {
  html.open("div",
            {{"class", "scroll"}, {"tabindex", "0"}, {"role", "region"}, {"aria-label", label}});
}

void write_header_row(HtmlWriter& html, std::initializer_list<const char*> names) {
  html.open("thead").open("tr");
  for (const char* name : names) html.element("th", {{"scope", "col"}}, name);
  html.close().close();
}

void write_about(HtmlWriter& html, const ExportPage& page) {
  const DocumentRecord& document = page.document;
  html.open("dl", {{"class", "small"}});
  const std::string url = document.final_url.value_or(document.url.value_or(""));
  if (is_web_link(url)) {
    html.element("dt", "Address").open("dd");
    html.element("a", {{"href", url}, {"rel", "noopener noreferrer"}}, url).close();
  } else {
    term(html, "Address", url);
  }
  if (url.empty()) term(html, "File", document.path.value_or(page.page_key));
  term(html, "Publisher", document.publisher.value_or("not known"));
  term(html, "Published", document.published.value_or(""));
  term(html, "Last verified", document.last_verified.value_or(""));
  term(html, "Fetched", document.fetched_at ? readable_date(*document.fetched_at) : "");
  term(html, "Captured",
       grouped(document.bytes) + " bytes, " + document.media_type + ", " + document.charset);
  term(html, "SHA-256", document.id.substr(0, 7 + 16) + "…");
  html.close().line();
}

void write_dropped(HtmlWriter& html, const DocumentRecord& document) {
  std::size_t total = 0;
  for (const auto& [reason, number] : document.dropped) total += number;
  if (total == 0) return;
  html.open("details", {{"class", "small"}});
  html.element("summary", counted(total, "cell") + " became no record").open("dl");
  for (const auto& [reason, number] : document.dropped) {
    html.element("dt", reason).element("dd", grouped(number));
  }
  html.close().close().line();
}

// ---- scores

std::string card_id(std::size_t page, const Score& score) {
  return "s" + std::to_string(page + 1) + "-" + score.id;
}

std::string roles_text(const Score& score) {
  const Evaluator& evaluator = score.evaluator;
  std::string text;
  const auto add = [&text](const char* role, const std::optional<std::string>& who) {
    if (!who) return;
    text += text.empty() ? "" : "; ";
    text += role + (" " + *who);
  };
  add("measured by", evaluator.organization);
  add("stated by", evaluator.reported_by);
  add("on a page of", evaluator.publisher);
  add("model by", score.model.developer);
  add("benchmark by", score.benchmark.owner);
  return text;
}

std::string place_text(const Evidence& evidence) {
  std::string text;
  if (evidence.table) text += "table " + std::to_string(*evidence.table);
  if (evidence.row) text += ", row " + std::to_string(*evidence.row);
  if (evidence.column) text += ", column " + std::to_string(*evidence.column);
  return text + (text.empty() ? "" : "; ") + bytes_text(evidence.span);
}

std::string joined(const std::vector<std::string>& parts, std::string_view between) {
  std::string text;
  for (const std::string& part : parts) {
    if (!text.empty()) text += between;
    text += part;
  }
  return text;
}

std::string value_text(const Score& score) {
  std::string text = format_number(score.score.value);
  if (score.score.plus_minus) text += " ± " + format_number(*score.score.plus_minus);
  if (score.score.unit != "unknown") text += " " + score.score.unit;
  if (score.score.lower_is_better) text += ", lower is better";
  return text;
}

// What opens on a score: everything that stands behind the number.
void write_card(HtmlWriter& html, const ExportInput& input, const std::string& id,
                const Score& score) {
  html.open("div", {{"popover", ""}, {"id", id}});
  html.element("h4", score.model.raw + " · " + score.benchmark.raw);
  html.element("button",
               {{"class", "close"},
                {"popovertarget", id},
                {"popovertargetaction", "hide"},
                {"aria-label", "Close"}},
               "×");
  const RelationshipLook& look = look_of(score.evaluator.relationship);
  html.open("p").element("b", score.score.raw).text(" = " + value_text(score) + " ");
  html.element("span", {{"class", std::string("tag ") + look.style}}, look.relationship);
  write_decision(html, input.decision(score.id));
  html.close();
  html.element("p", std::string("Who measured: ") + look.meaning + ".");
  if (score.evaluator.evidence) write_quote(html, *score.evaluator.evidence);
  html.open("dl");
  term(html, "Decided by",
       score.evaluator.basis + (score.evaluator.rule.empty() ? "" : ", rule ") +
           score.evaluator.rule);
  term(html, "Roles", roles_text(score));
  term(html, "Cited from", score.evaluator.cited_from.value_or(""));
  term(html, "Mode", joined({score.model.mode.value_or(""), score.model.effort.value_or("")}, " "));
  term(html, "Setting", setting_text(score));
  term(html, "Under", joined(score.evidence.heading, " › "));
  term(html, "Read at", place_text(score.evidence));
  term(html, "Model id", score.model.id.value_or("not known"));
  term(html, "Benchmark id", score.benchmark.id.value_or("not known"));
  html.element("dt", "Explain").open("dd").element("code", "benchledger explain " + score.id);
  html.close().close().close().line();
}

void write_score(HtmlWriter& html, const Score& score, std::size_t page, bool flagged,
                 bool with_setting) {
  const std::string id = card_id(page, score);
  const RelationshipLook& look = look_of(score.evaluator.relationship);
  const std::string hover = std::string(look.meaning) + " · “" + score.evidence.text + "” · " +
                            bytes_text(score.evidence.span);
  html.open("button", {{"class", std::string("score ") + look.style},
                       {"id", ReportPlaces::record_anchor(page, score.id)},
                       {"popovertarget", id},
                       {"title", hover}});
  html.element("span", score.score.raw);
  if (with_setting) html.element("span", {{"class", "set"}}, setting_text(score));
  if (flagged) html.element("span", {{"class", "flag"}, {"title", "a finding is about this"}}, "!");
  html.element("span", {{"class", "who"}}, look.mark).close();
}

// The setting all scores of a row share; nullopt where they differ.
std::optional<std::string> shared_setting(const ScoreGrid& grid, std::size_t row) {
  std::optional<std::string> shared;
  for (std::size_t column = 0; column < grid.columns.size(); ++column) {
    const auto found = grid.cells.find({row, column});
    if (found == grid.cells.end()) continue;
    for (const Score* score : found->second) {
      const std::string text = setting_text(*score);
      if (!shared) shared = text;
      if (*shared != text) return std::nullopt;
    }
  }
  return shared;
}

struct GridContext {
  const ExportInput* input;
  std::size_t page;
  const std::set<std::string>* flagged;
};

void write_grid_row(HtmlWriter& html, const GridContext& context, const ScoreGrid& grid,
                    std::size_t row) {
  const std::optional<std::string> shared = shared_setting(grid, row);
  html.open("tr").open("th", {{"scope", "row"}}).text(grid.rows[row].name);
  if (shared && !shared->empty()) {
    html.text(" ").element("span", {{"class", "soft small"}}, *shared);
  }
  html.close();
  for (std::size_t column = 0; column < grid.columns.size(); ++column) {
    const auto found = grid.cells.find({row, column});
    if (found == grid.cells.end()) {
      html.open("td").element("span", {{"class", "blank"}}, "–").close();
      continue;
    }
    html.open("td").open("div", {{"class", "cell"}});
    for (const Score* score : found->second) {
      write_score(html, *score, context.page, context.flagged->count(score->id) > 0,
                  !shared && !setting_text(*score).empty());
    }
    html.close().close();
  }
  html.close().line();
}

bool has_sections(const std::vector<ScoreGrid::Label>& labels) {
  return std::any_of(labels.begin(), labels.end(), [&](const ScoreGrid::Label& label) {
    return label.section != labels.front().section;
  });
}

void write_grid_head(HtmlWriter& html, const ScoreGrid& grid) {
  const bool sections = has_sections(grid.columns);
  html.open("thead").open("tr");
  html.element("th", {{"scope", "col"}}, grid.models_across ? "Benchmark" : "Model");
  for (const ScoreGrid::Label& label : grid.columns) {
    html.open("th", {{"scope", "col"}}).text(label.name);
    if (sections && !label.section.empty()) {
      html.text(" ").element("span", {{"class", "soft small"}}, label.section);
    }
    html.close();
  }
  html.close().close().line();
}

std::string grid_title(const std::vector<const Score*>& scores) {
  const Evidence& evidence = scores.front()->evidence;
  std::string title = joined(evidence.heading, " › ");
  if (evidence.table) {
    title += (title.empty() ? "Table " : " · table ") + std::to_string(*evidence.table);
  }
  return title.empty() ? "Scores outside tables" : title;
}

void write_grid(HtmlWriter& html, const GridContext& context,
                const std::vector<const Score*>& scores) {
  const ScoreGrid grid = score_grid(scores);
  const std::string title = grid_title(scores);
  open_scroll(html, title);
  html.open("table", {{"class", "grid"}}).element("caption", title);
  write_grid_head(html, grid);
  const bool sections = has_sections(grid.rows);
  html.open("tbody").line();
  for (std::size_t row = 0; row < grid.rows.size(); ++row) {
    const std::string& section = grid.rows[row].section;
    if (sections && !section.empty() && (row == 0 || section != grid.rows[row - 1].section)) {
      html.close().open("tbody").open("tr", {{"class", "group"}});
      html.element("th",
                   {{"scope", "rowgroup"}, {"colspan", std::to_string(grid.columns.size() + 1)}},
                   section);
      html.close().line();
    }
    write_grid_row(html, context, grid, row);
  }
  html.close().close().close().line();
  for (const Score* score : scores) {
    write_card(html, *context.input, card_id(context.page, *score), *score);
  }
}

// Returns how many are laid out.
std::size_t write_scores(HtmlWriter& html, const GridContext& context,
                         const std::vector<Score>& scores) {
  if (scores.empty()) return 0;
  html.element("h3", counted(scores.size(), "score")).line();
  if (scores.size() > kMaxPageScores) {
    html.element("p", {{"class", "empty"}},
                 "Not laid out here to keep this report quick to open; scores.csv and "
                 "records.ndjson hold them.");
    return 0;
  }
  constexpr std::size_t kOutsideTables = static_cast<std::size_t>(-1);
  std::map<std::size_t, std::vector<const Score*>> by_table;
  for (const Score& score : scores) {
    by_table[score.evidence.table.value_or(kOutsideTables)].push_back(&score);
  }
  for (const auto& [table, list] : by_table) write_grid(html, context, list);
  return scores.size();
}

// Opens without a script too.
void write_place(HtmlWriter& html, const Evidence& evidence) {
  html.open("td", {{"class", "soft small"}}).open("details");
  html.element("summary", bytes_text(evidence.span));
  write_quote(html, evidence);
  html.close().close();
}

// ---- specs

std::string spec_value(const Spec& spec) {
  if (spec.absence) return "none: " + *spec.absence;
  std::string text;
  if (const auto* flag = std::get_if<bool>(&spec.value)) text = *flag ? "yes" : "no";
  if (const auto* number = std::get_if<double>(&spec.value)) {
    const bool whole = *number >= 10000 && *number < 1e15;
    text = whole ? grouped(static_cast<std::size_t>(*number)) : format_number(*number);
  }
  if (const auto* words = std::get_if<std::string>(&spec.value)) text = *words;
  if (const auto* items = std::get_if<std::vector<std::string>>(&spec.value)) {
    text = joined(*items, ", ");
  }
  if (spec.unit) text += " " + *spec.unit;
  return text;
}

void write_specs(HtmlWriter& html, const ExportInput& input, std::size_t page) {
  const std::vector<Spec>& specs = input.pages[page].specs;
  if (specs.empty()) return;
  html.element("h3", counted(specs.size(), "spec")).line();
  open_scroll(html, "Specs");
  html.open("table");
  write_header_row(html, {"Model", "Attribute", "As printed", "Read as", "Where"});
  html.open("tbody").line();
  for (const Spec& spec : specs) {
    html.open("tr", {{"id", ReportPlaces::record_anchor(page, spec.id)}});
    html.element("th", {{"scope", "row"}}, spec.model.raw);
    html.element("td", spec.attribute).element("td", spec.raw).open("td").text(spec_value(spec));
    write_decision(html, input.decision(spec.id));
    html.close();
    write_place(html, spec.evidence);
    html.close().line();
  }
  html.close().close().close().line();
}

// ---- claims

struct VerdictLook {
  const char* verdict;
  const char* style;
  const char* words;
};

// In the order a reader wants them.
constexpr VerdictLook kVerdicts[] = {
    {"fails", "bad", "✗ fails"},
    {"unsupported", "warn", "unsupported"},
    {"vacuous", "warn", "says nothing"},
    {"holds", "good", "✓ holds"},
    {"not_checkable", "note", "not checkable"},
};

std::size_t verdict_rank(const Claim& claim) {
  const auto* found =
      std::find_if(std::begin(kVerdicts), std::end(kVerdicts),
                   [&](const VerdictLook& v) { return claim.verdict == v.verdict; });
  return static_cast<std::size_t>(std::min(found, std::end(kVerdicts) - 1) - kVerdicts);
}

// Links to the records the claim was held against.
void write_against(HtmlWriter& html, const ExportPage& page, std::size_t index,
                   const Claim& claim) {
  std::string_view between = " ";
  for (const Score& score : page.scores) {
    const auto& ids = claim.against;
    if (std::find(ids.begin(), ids.end(), score.id) == ids.end()) continue;
    html.text(between);
    html.element("a",
                 {{"class", "small"}, {"href", "#" + ReportPlaces::record_anchor(index, score.id)}},
                 score.model.raw + " " + score.score.raw);
    between = ", ";
  }
}

void write_claim_rows(HtmlWriter& html, const ExportInput& input, std::size_t page,
                      const std::vector<const Claim*>& claims) {
  open_scroll(html, "Claims");
  html.open("table");
  write_header_row(html, {"Verdict", "What the page says", "Against its own figures", "Where"});
  html.open("tbody").line();
  for (const Claim* claim : claims) {
    const VerdictLook& look = kVerdicts[verdict_rank(*claim)];
    html.open("tr", {{"id", ReportPlaces::record_anchor(page, claim->id)}});
    html.open("th", {{"scope", "row"}});
    html.element("span", {{"class", std::string("tag ") + look.style}}, look.words);
    write_decision(html, input.decision(claim->id));
    html.close().open("td").text("“" + claim->text + "”");
    html.text(" ").element("span", {{"class", "soft small"}}, claim->kind).close();
    html.open("td").text(claim->detail);
    if (claim->coverage) {
      html.text(" ").element("span", {{"class", "soft small"}},
                             std::to_string(claim->coverage->present) + " of " +
                                 std::to_string(claim->coverage->of) + " models have a value");
    }
    write_against(html, input.pages[page], page, *claim);
    html.close();
    write_place(html, claim->evidence);
    html.close().line();
  }
  html.close().close().close().line();
}

void write_claims(HtmlWriter& html, const ExportInput& input, std::size_t page) {
  const std::vector<Claim>& claims = input.pages[page].claims;
  if (claims.empty()) return;
  std::vector<const Claim*> checked;
  std::vector<const Claim*> unchecked;
  for (const Claim& claim : claims) {
    (claim.verdict == "not_checkable" ? unchecked : checked).push_back(&claim);
  }
  std::stable_sort(checked.begin(), checked.end(), [](const Claim* a, const Claim* b) {
    return verdict_rank(*a) < verdict_rank(*b);
  });
  html.element("h3", counted(claims.size(), "claim")).line();
  if (!checked.empty()) write_claim_rows(html, input, page, checked);
  if (unchecked.empty()) return;
  html.open("details");
  html.element("summary", counted(unchecked.size(), "claim") + " nothing here can be held against");
  write_claim_rows(html, input, page, unchecked);
  html.close().line();
}

}  // namespace

std::size_t write_page(HtmlWriter& html, const ExportInput& input, std::size_t index,
                       const std::set<std::string>& flagged) {
  const ExportPage& page = input.pages[index];
  html.open("section", {{"class", "page"}, {"id", ReportPlaces::page_anchor(index)}});
  html.open("h2").text(page_title(page));
  write_decision(html, input.decision(page.document.id));
  html.close().line();
  write_about(html, page);
  const std::size_t shown = write_scores(html, {&input, index, &flagged}, page.scores);
  write_specs(html, input, index);
  write_claims(html, input, index);
  if (page.scores.empty() && page.specs.empty() && page.claims.empty()) {
    html.element("p", {{"class", "empty"}}, "No scores, specs or claims were read from this page.");
  }
  write_dropped(html, page.document);
  html.close().line();
  return shown;
}

}  // namespace benchledger
