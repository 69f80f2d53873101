#pragma once
// The rule set in memory: everything the program knows about names, words and
// thresholds. Read from rules/*.yaml by rules_load.h; immutable afterwards and
// shared by every thread. Nothing here names a document or a site's layout.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/diagnostic.h"

namespace benchledger {

enum class OrganizationKind { kDeveloper, kEvaluator, kPublisher };

// rules/organizations.yaml
struct Organization {
  std::string id;    // "meta"
  std::string name;  // "Meta"
  OrganizationKind kind = OrganizationKind::kDeveloper;
  std::vector<std::string> aliases;
  std::vector<std::string> hosts;       // "ai.meta.com"; a host covers its subdomains
  std::vector<std::string> namespaces;  // owner names at code and model hosts: "meta-llama"
  std::optional<std::string> parent;    // the organization it is part of: google-deepmind -> google
  std::string what;                     // why the entry is there; may be empty
};

// rules/models.yaml: families, not models, so that a name never seen before
// still resolves to its developer.
struct ModelFamily {
  std::string id;                     // "llama"
  std::string name;                   // "Llama"
  std::string developer;              // organization id
  std::vector<std::string> names;     // words a model name of this family starts with or contains
  std::vector<std::string> patterns;  // regular expressions for families that are not words ("o3")
  bool derivative = false;  // trained on top of others' models and named after them too: its word
                            // decides wherever it stands ("Llama-3.1-Nemotron-70B")
  bool glued = false;       // the version stands right after the name: "Qwen3", but "Gemma 3"
  bool tier_first = false;  // ids say "opus-4", not "4-opus"; names come in both orders
  std::vector<std::string> examples;  // names it must resolve, run by `rules test`
  std::string what;
};

// rules/benchmarks.yaml
struct Benchmark {
  std::string id;
  std::string name;
  std::vector<std::string> aliases;
  std::optional<std::string> parent;
  std::optional<std::string> version;
  std::optional<std::string> subset;
  std::optional<std::string> owner;  // organization id
  bool central = false;              // the owner runs it itself for every model
  std::optional<std::string> metric;
  std::optional<std::string> unit;  // percent elo points ...
  bool lower_is_better = false;
  std::optional<double> min;
  std::optional<double> max;
  std::optional<int> items;  // number of questions: single runs move in steps of 1/items
  std::string what;
};

// rules/attributes.yaml
enum class ValueKind {
  kText,
  kName,
  kTokens,
  kCount,
  kPrice,
  kDate,
  kLicense,
  kBoolean,
  kModalities
};
// A way a sentence states an attribute ("132B total parameters").
struct SpecSentence {
  std::string id;
  std::string attribute;
  std::string pattern;                 // case-insensitive; group 1 is the value as printed
  std::optional<std::string> unless;   // a sentence that matches this states something else
  std::optional<std::string> absence;  // the sentence says why there is no value
  std::vector<std::string> matches;    // sentences it must match
  std::vector<std::string> rejects;    // sentences it must not match
};

struct Attribute {
  std::string id;  // closed list of the record contract
  ValueKind kind = ValueKind::kText;
  std::optional<std::string> unit;
  std::vector<std::string> labels;  // "Context Window", "Context Length"
};

// rules/attribution.yaml: how documents word who measured.
enum class AttributionClass { kSelf, kCited, kIndependent, kMixed, kUnverified, kIrrelevant };
struct AttributionPhrase {
  std::string id;
  AttributionClass says = AttributionClass::kIrrelevant;
  std::string pattern;  // regular expression, case-insensitive; group 1, if any, names the source
  std::vector<AttributionClass>
      parts;                         // kMixed: who measured the first, second ... number of a cell
  std::vector<std::string> matches;  // sentences it must match
  std::vector<std::string> rejects;  // sentences it must not match
};

// rules/checks/<id>.yaml: one file per check; the id is the file name.
struct CheckRule {
  std::string id;
  Severity severity = Severity::kNote;
  std::string what;     // one sentence: what it flags
  std::string why;      // why a reader should care
  std::string message;  // with {placeholders}
  std::map<std::string, double> thresholds;
};

// rules/words.yaml: named word lists ("metric_headers", "missing_values", ...).
// rules/claims.yaml: named tables word -> number ("ratio_words": triple -> 3,
// "hedges": roughly -> 0.15).
struct Rules {
  std::vector<Organization> organizations;
  std::vector<ModelFamily> families;
  std::vector<Benchmark> benchmarks;
  std::vector<Attribute> attributes;
  std::vector<SpecSentence> spec_sentences;
  std::vector<SpecSentence> introductions;  // group 1 is the model; attribute is empty
  std::map<std::string, std::vector<std::string>> absences;  // kind -> phrases
  std::map<std::string, std::string> licenses;               // name_key() of the text -> SPDX id
  std::map<std::string, std::string> modalities;             // name_key() of the word -> modality
  std::vector<AttributionPhrase> phrases;
  std::map<std::string, std::vector<std::string>> cues;  // which cells, whose voice -> patterns
  std::vector<CheckRule> checks;
  std::map<std::string, std::vector<std::string>> words;
  std::map<std::string, std::map<std::string, double>> claim_words;
  std::string digest;  // sha256 over the files, in name order

  [[nodiscard]] const std::vector<std::string>& word_list(std::string_view name) const;
  [[nodiscard]] const CheckRule* check(std::string_view id) const;
  [[nodiscard]] const Organization* organization(std::string_view id) const;
};

}  // namespace benchledger
