#include "pipeline/decision_lines.h"

#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "extractors/record.h"
#include "pipeline/json.h"
#include "pipeline/json_writer.h"
#include "pipeline/review.h"

namespace benchledger {
namespace {

// Reads one line's fields; what nobody asked for is an error.
class Fields {
 public:
  Fields(std::string where, std::vector<JsonField> fields) : where_(std::move(where)) {
    for (JsonField& field : fields) {
      std::string path = field.path;
      fields_.emplace(std::move(path), std::move(field));
    }
  }

  std::string text(const std::string& key) {
    const auto found = fields_.extract(key);
    if (found.empty() || found.mapped().json.front() != '"') {
      refuse("needs \"" + key + "\", a string");
      return {};
    }
    return found.mapped().plain();
  }
  std::optional<std::string> maybe_text(const std::string& key) {
    const auto found = fields_.extract(key);
    if (found.empty()) {
      refuse("needs \"" + key + "\", a string or null");
      return std::nullopt;
    }
    if (found.mapped().json == "null") return std::nullopt;
    if (found.mapped().json.front() != '"') refuse("needs \"" + key + "\", a string or null");
    return found.mapped().plain();
  }
  void refuse(const std::string& message) {
    if (!error_) error_ = Error{ErrorKind::kUsage, where_, message, "see decision.schema.json"};
  }
  [[nodiscard]] std::optional<Error> finish() {
    if (!fields_.empty()) refuse("has an unknown key \"" + fields_.begin()->first + "\"");
    return error_;
  }

 private:
  std::string where_;
  std::map<std::string, JsonField> fields_;
  std::optional<Error> error_;
};

Result<Decision> decision_from(const std::string& where, std::string_view line) {
  Result<std::vector<JsonField>> parsed = json_fields(line);
  if (!parsed) {
    return fail(ErrorKind::kUsage, where, "is no JSON object: " + parsed.error().message);
  }
  Fields fields(where, std::move(*parsed));
  if (fields.text("type") != "decision") fields.refuse("is no decision");
  if (fields.text("schema") != kSchema) fields.refuse("is of another schema");
  Decision decision;
  decision.series = fields.text("series");
  decision.record_id = fields.text("record");
  const std::string verdict = fields.text("verdict");
  decision.verdict = verdict_from(verdict).value_or(Verdict::kSnooze);
  if (!verdict_from(verdict)) fields.refuse("has an unknown verdict \"" + verdict + "\"");
  decision.value_hash = fields.text("value_hash");
  decision.evidence_hash = fields.text("evidence_hash");
  decision.note = fields.text("note");
  decision.reviewer = fields.text("reviewer");
  decision.rule = fields.maybe_text("rule");
  decision.decided_at = fields.text("decided_at");
  decision.until = fields.maybe_text("until");
  decision.undone_at = fields.maybe_text("undone_at");
  if (const std::optional<Error> error = fields.finish()) return tl::unexpected<Error>(*error);
  return decision;
}

auto key_of(const Decision& decision) {
  return std::tie(decision.series, decision.decided_at, decision.reviewer, decision.verdict,
                  decision.value_hash, decision.evidence_hash, decision.note);
}

// The state the decision was made about; 0 where it was that the record is
// gone, nullopt where this ledger never held such a state.
Result<std::optional<std::int64_t>> state_of(Ledger& ledger, const Decision& decision) {
  using State = std::optional<std::int64_t>;
  if (decision.value_hash == fingerprint("", std::nullopt).value_hash) return State(0);
  const Result<std::vector<RecordState>> states = ledger.history(decision.record_id);
  if (!states) return tl::unexpected<Error>(states.error());
  State newest;
  for (const RecordState& state : *states) {
    if (state.record.series == decision.series &&
        covers(decision, state.record.type, state.record.json)) {
      newest = state.version;
    }
  }
  return newest;
}

}  // namespace

std::string to_json(const Decision& decision) {
  JsonWriter out;
  const auto maybe = [&](const char* key, const std::optional<std::string>& text) {
    out.key(key);
    text ? out.value(*text) : out.null();
  };
  out.open_object()
      .member("type", "decision")
      .member("schema", kSchema)
      .member("series", decision.series)
      .member("record", decision.record_id)
      .member("verdict", to_string(decision.verdict))
      .member("value_hash", decision.value_hash)
      .member("evidence_hash", decision.evidence_hash)
      .member("note", decision.note)
      .member("reviewer", decision.reviewer);
  maybe("rule", decision.rule);
  out.member("decided_at", decision.decided_at);
  maybe("until", decision.until);
  maybe("undone_at", decision.undone_at);
  return out.close_object().take();
}

Result<std::vector<Decision>> decisions_from_lines(std::string_view file, std::string_view text) {
  std::vector<Decision> decisions;
  std::size_t number = 0;
  while (!text.empty()) {
    ++number;
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    Result<Decision> decision =
        decision_from(std::string(file) + ":" + std::to_string(number), line);
    if (!decision) return tl::unexpected<Error>(decision.error());
    decisions.push_back(std::move(*decision));
  }
  return decisions;
}

Result<ImportCount> import_decisions(Ledger& ledger, std::vector<Decision> decisions,
                                     const std::string& now) {
  const Result<std::vector<Decision>> known = ledger.all_decisions();
  if (!known) return tl::unexpected<Error>(known.error());
  std::map<decltype(key_of(decisions.front())), const Decision*> by_key;
  for (const Decision& decision : *known) by_key.emplace(key_of(decision), &decision);

  ImportCount count;
  std::vector<Decision> fresh;
  for (Decision& decision : decisions) {
    if (const auto found = by_key.find(key_of(decision)); found != by_key.end()) {
      const bool undone = decision.undone_at && !found->second->undone_at;
      if (undone) {
        if (const Status done = ledger.undo(found->second->id, now); !done) {
          return tl::unexpected<Error>(done.error());
        }
      }
      ++(undone ? count.undone : count.known);
      continue;
    }
    const Result<std::optional<std::int64_t>> state = state_of(ledger, decision);
    if (!state) return tl::unexpected<Error>(state.error());
    if (!*state) ++count.homeless;
    decision.version = state->value_or(0);
    decision.recorded_at = now;
    if (decision.undone_at) decision.undone_at = now;
    fresh.push_back(decision);
  }
  count.taken = fresh.size();
  if (fresh.empty()) return count;
  return ledger.decide_all(fresh).map([&](const std::vector<std::int64_t>&) { return count; });
}

}  // namespace benchledger
