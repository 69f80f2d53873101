#include "extractors/rules_load.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "extractors/digest.h"
#include "extractors/pattern.h"
#include "extractors/text.h"
#include "extractors/wall_rules.h"
#include "extractors/yaml_reader.h"

namespace benchledger {
namespace {

// Where entries stand, for the checks that look at several of them.
struct Places {
  std::map<std::string, std::string> of;  // "organizations/meta" -> "organizations.yaml:12:5"

  void keep(std::string_view kind, const std::string& id, std::string where) {
    of.emplace(std::string(kind) + "/" + id, std::move(where));
  }
  [[nodiscard]] std::string find(std::string_view kind, const std::string& id) const {
    const auto found = of.find(std::string(kind) + "/" + id);
    return found == of.end() ? std::string(kind) : found->second;
  }
};

struct Loading {
  Rules rules;
  Places places;
};

void check_id(const YamlNode& entry, const std::string& id, YamlProblems& problems) {
  const bool plain = std::all_of(id.begin(), id.end(), [](char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.' || c == '+';
  });
  if (!plain) problems.add(entry, "id \"" + id + "\" holds more than letters, digits, - _ . +");
}

// Entries with ids: unique and, so that diffs stay small and merges meet,
// in order.
void check_order(const YamlNode& entry, const std::string& id, std::string& previous, bool sorted,
                 YamlProblems& problems) {
  check_id(entry, id, problems);
  if (!previous.empty() && id == previous) {
    problems.add(entry, "id \"" + id + "\" is used twice", "merge the two entries");
  }
  if (sorted && !previous.empty() && id < previous) {
    problems.add(entry, "\"" + id + "\" stands after \"" + previous + "\"", "sort entries by id");
  }
  previous = id;
}

// Calls read(fields) -> id for every mapping of the list under `key`.
void each_entry(YamlFields& top, std::string_view key, std::string_view kind, bool sorted,
                Loading& loading, YamlProblems& problems,
                const std::function<std::string(YamlFields&, const YamlNode&)>& read) {
  const YamlNode* list = top.required(key);
  if (list == nullptr) return;
  std::string previous;
  for (const YamlNode& entry : yaml_items(*list, problems)) {
    YamlFields fields(entry, problems);
    const std::string id = read(fields, entry);
    fields.finish();
    check_order(entry, id, previous, sorted, problems);
    if (loading.places.of.count(std::string(kind) + "/" + id) > 0) {
      problems.add(entry, "id \"" + id + "\" is used twice", "merge the two entries");
    }
    loading.places.keep(kind, id, problems.where(entry));
    if (problems.any()) return;
  }
}

void check_pattern(const YamlNode& at, const std::string& expression, YamlProblems& problems) {
  if (expression.empty()) return;
  const auto compiled = Pattern::compile(expression);
  if (!compiled) {
    problems.add(at, "pattern " + expression + ": " + compiled.error().message,
                 compiled.error().remedy);
  }
}

void read_organizations(YamlFields& top, Loading& loading, YamlProblems& problems) {
  each_entry(top, "organizations", "organizations.yaml", true, loading, problems,
             [&](YamlFields& fields, const YamlNode&) {
               Organization o;
               o.id = fields.text("id");
               o.name = fields.text("name");
               o.kind = static_cast<OrganizationKind>(
                   fields.choice("kind", {"developer", "evaluator", "publisher"}));
               o.aliases = fields.texts("aliases");
               o.hosts = fields.texts("hosts");
               o.namespaces = fields.texts("namespaces");
               o.parent = fields.optional_text("parent");
               o.what = fields.optional_text("what").value_or("");
               loading.rules.organizations.push_back(o);
               return o.id;
             });
}

void read_families(YamlFields& top, Loading& loading, YamlProblems& problems) {
  each_entry(top, "families", "models.yaml", true, loading, problems,
             [&](YamlFields& fields, const YamlNode& entry) {
               ModelFamily f;
               f.id = fields.text("id");
               f.name = fields.text("name");
               f.developer = fields.text("developer");
               f.names = fields.texts("names");
               f.patterns = fields.texts("patterns");
               f.derivative = fields.flag("derivative", false);
               f.glued = fields.flag("glued", false);
               f.tier_first = fields.flag("tier_first", false);
               f.examples = fields.texts("examples");
               f.what = fields.optional_text("what").value_or("");
               for (const std::string& pattern : f.patterns)
                 check_pattern(entry, pattern, problems);
               fields.finish();  // a misspelt "names" is the better message
               if (f.names.empty() && f.patterns.empty()) {
                 problems.add(entry, "family \"" + f.id + "\" has neither names nor patterns",
                              "add names: [...]");
               }
               loading.rules.families.push_back(f);
               return f.id;
             });
}

void read_benchmarks(YamlFields& top, Loading& loading, YamlProblems& problems) {
  each_entry(top, "benchmarks", "benchmarks.yaml", true, loading, problems,
             [&](YamlFields& fields, const YamlNode& entry) {
               Benchmark b;
               b.id = fields.text("id");
               b.name = fields.text("name");
               b.aliases = fields.texts("aliases");
               b.parent = fields.optional_text("parent");
               b.version = fields.optional_text("version");
               b.subset = fields.optional_text("subset");
               b.owner = fields.optional_text("owner");
               b.central = fields.flag("central", false);
               b.metric = fields.optional_text("metric");
               b.unit = fields.optional_text("unit");
               b.lower_is_better = fields.flag("lower_is_better", false);
               b.min = fields.optional_number("min");
               b.max = fields.optional_number("max");
               b.items = fields.optional_integer("items");
               b.what = fields.optional_text("what").value_or("");
               if (b.central && !b.owner) {
                 problems.add(entry, "\"" + b.id + "\" is central but names no owner",
                              "add owner: the organization that measures it");
               }
               if (b.min && b.max && *b.min > *b.max) problems.add(entry, "min is above max");
               loading.rules.benchmarks.push_back(b);
               return b.id;
             });
}

// kind -> phrases
std::map<std::string, std::vector<std::string>> read_phrase_lists(const YamlNode* node,
                                                                  YamlProblems& problems) {
  std::map<std::string, std::vector<std::string>> lists;
  if (node == nullptr) return lists;
  YamlFields fields(*node, problems);
  for (const auto& [key, value] : node->entries) {
    lists[key.text] = yaml_texts(value, problems);
  }
  return lists;
}

// value -> wordings, turned round and keyed as they are looked up.
std::map<std::string, std::string> read_wordings(const YamlNode* node, YamlProblems& problems) {
  std::map<std::string, std::string> values;
  if (node == nullptr) return values;
  for (const auto& [value, wordings] : read_phrase_lists(node, problems)) {
    for (const std::string& wording : wordings) {
      const auto [at, added] = values.emplace(name_key(wording), value);
      if (!added && at->second != value) {
        problems.add(*node, "\"" + wording + "\" stands for " + at->second + " and for " + value,
                     "keep it under one of them");
      }
    }
  }
  return values;
}

SpecSentence read_spec_sentence(YamlFields& fields, const YamlNode& entry, YamlProblems& problems) {
  SpecSentence s;
  s.id = fields.text("id");
  s.pattern = fields.text("pattern");
  s.unless = fields.optional_text("unless");
  s.matches = fields.texts("matches");
  s.rejects = fields.texts("rejects");
  check_pattern(entry, s.pattern, problems);
  check_pattern(entry, s.unless.value_or(""), problems);
  return s;
}

void read_spec_sentences(YamlFields& top, Loading& loading, YamlProblems& problems) {
  if (top.node("sentences") == nullptr) return;
  each_entry(top, "sentences", "attributes.yaml sentences", true, loading, problems,
             [&](YamlFields& fields, const YamlNode& entry) {
               SpecSentence s = read_spec_sentence(fields, entry, problems);
               s.attribute = fields.text("attribute");
               s.absence = fields.optional_text("absence");
               const auto& known = loading.rules.attributes;
               if (std::none_of(known.begin(), known.end(),
                                [&](const Attribute& a) { return a.id == s.attribute; })) {
                 problems.add(entry, "\"" + s.attribute + "\" is no attribute of this file",
                              "one of the ids above");
               }
               loading.rules.spec_sentences.push_back(s);
               return s.id;
             });
}

void read_introductions(YamlFields& top, Loading& loading, YamlProblems& problems) {
  if (top.node("introductions") == nullptr) return;
  each_entry(top, "introductions", "attributes.yaml introductions", true, loading, problems,
             [&](YamlFields& fields, const YamlNode& entry) {
               const SpecSentence s = read_spec_sentence(fields, entry, problems);
               loading.rules.introductions.push_back(s);
               return s.id;
             });
}

void read_attributes(YamlFields& top, Loading& loading, YamlProblems& problems) {
  each_entry(top, "attributes", "attributes.yaml", true, loading, problems,
             [&](YamlFields& fields, const YamlNode&) {
               Attribute a;
               a.id = fields.text("id");
               a.kind = static_cast<ValueKind>(
                   fields.choice("kind", {"text", "name", "tokens", "count", "price", "date",
                                          "license", "boolean", "modalities"}));
               a.unit = fields.optional_text("unit");
               a.labels = fields.texts("labels");
               loading.rules.attributes.push_back(a);
               return a.id;
             });
  read_spec_sentences(top, loading, problems);
  read_introductions(top, loading, problems);
  loading.rules.absences = read_phrase_lists(top.required("absences"), problems);
  loading.rules.modalities = read_wordings(top.required("modalities"), problems);
}

void read_licenses(YamlFields& top, Loading& loading, YamlProblems& problems) {
  loading.rules.licenses = read_wordings(top.required("licenses"), problems);
}

const std::vector<std::string_view> kAttributionClasses = {"self",  "cited",      "independent",
                                                           "mixed", "unverified", "irrelevant"};

std::vector<AttributionClass> read_parts(const YamlNode* node, YamlProblems& problems) {
  std::vector<AttributionClass> parts;
  if (node == nullptr) return parts;
  for (const YamlNode& item : yaml_items(*node, problems)) {
    const std::string text = yaml_text(item, problems);
    const auto found = std::find(kAttributionClasses.begin(), kAttributionClasses.end(), text);
    if (found == kAttributionClasses.end()) {
      problems.add(item, "\"" + text + "\" is no class of statement",
                   "one of " + std::string("self, cited, independent"));
      break;
    }
    parts.push_back(static_cast<AttributionClass>(found - kAttributionClasses.begin()));
  }
  return parts;
}

void read_attribution(YamlFields& top, Loading& loading, YamlProblems& problems) {
  each_entry(top, "phrases", "attribution.yaml", false, loading, problems,
             [&](YamlFields& fields, const YamlNode& entry) {
               AttributionPhrase p;
               p.id = fields.text("id");
               p.says = static_cast<AttributionClass>(fields.choice("says", kAttributionClasses));
               p.pattern = fields.text("pattern");
               p.parts = read_parts(fields.node("parts"), problems);
               p.matches = fields.texts("matches");
               p.rejects = fields.texts("rejects");
               check_pattern(entry, p.pattern, problems);
               loading.rules.phrases.push_back(p);
               return p.id;
             });
  if (const YamlNode* cues = top.node("cues")) {
    loading.rules.cues = read_phrase_lists(cues, problems);
    for (const auto& [name, patterns] : loading.rules.cues) {
      for (const std::string& pattern : patterns) check_pattern(*cues, pattern, problems);
    }
  }
}

// "name: [words]" or "name: {what: ..., words: [words]}".
const YamlNode& list_words(const YamlNode& value, YamlProblems& problems) {
  if (value.kind != YamlNode::Kind::kMap || value.find("words") == nullptr) return value;
  YamlFields fields(value, problems);
  const YamlNode* words = fields.required("words");
  static_cast<void>(fields.optional_text("what"));
  fields.finish();
  return *words;
}

void read_words(YamlFields& top, Loading& loading, YamlProblems& problems) {
  const YamlNode* lists = top.required("lists");
  if (lists == nullptr) return;
  const YamlFields check(*lists, problems);
  for (const auto& [name, value] : lists->entries) {
    loading.rules.words[name.text] = yaml_texts(list_words(value, problems), problems);
  }
}

void read_claim_words(YamlFields& top, Loading& loading, YamlProblems& problems) {
  const YamlNode* tables = top.required("tables");
  if (tables == nullptr) return;
  const YamlFields check(*tables, problems);
  for (const auto& [name, value] : tables->entries) {
    const YamlNode& words = list_words(value, problems);
    const YamlFields check_words(words, problems);
    for (const auto& [word, number] : words.entries) {
      loading.rules.claim_words[name.text][word.text] = yaml_number(number, problems);
    }
  }
}

void read_check(const std::string& file, YamlFields& top, const YamlNode& root, Loading& loading,
                YamlProblems& problems) {
  CheckRule check;
  check.id = top.text("id");
  check.severity = static_cast<Severity>(top.choice("severity", {"note", "warning", "error"}));
  check.what = top.text("what");
  check.why = top.text("why");
  check.message = top.text("message");
  (void)top.text("example");  // for people and `rules test`, not for the check
  if (const YamlNode* thresholds = top.node("thresholds")) {
    const YamlFields fields(*thresholds, problems);
    for (const auto& [name, number] : thresholds->entries) {
      check.thresholds[name.text] = yaml_number(number, problems);
    }
  }
  if (file != "checks/" + check.id + ".yaml") {
    problems.add(root, "id \"" + check.id + "\" is not the file's name", "name both the same");
  }
  loading.rules.checks.push_back(std::move(check));
}

using Reader = void (*)(YamlFields&, Loading&, YamlProblems&);

const std::map<std::string, Reader>& readers() {
  static const std::map<std::string, Reader> kReaders = {
      {"attributes.yaml", read_attributes},       {"attribution.yaml", read_attribution},
      {"benchmarks.yaml", read_benchmarks},       {"claims.yaml", read_claim_words},
      {"licenses.yaml", read_licenses},           {"models.yaml", read_families},
      {"organizations.yaml", read_organizations}, {"words.yaml", read_words}};
  return kReaders;
}

Status read_file(const RuleFile& file, Loading& loading) {
  if (file.name == "blocks.yaml") {
    const auto walls = read_wall_rules(file);
    return walls ? Status{} : tl::unexpected<Error>(walls.error());
  }
  const auto root = read_yaml(file.name, file.text);
  if (!root) return tl::unexpected<Error>(root.error());
  YamlProblems problems(file.name);
  YamlFields top(*root, problems);
  if (file.name.rfind("checks/", 0) == 0) {
    read_check(file.name, top, *root, loading, problems);
  } else if (const auto reader = readers().find(file.name); reader != readers().end()) {
    reader->second(top, loading, problems);
  } else {
    std::vector<std::string> known;
    for (const auto& entry : readers()) known.push_back(entry.first);
    const std::string near = nearest_word(file.name, known);
    return fail(ErrorKind::kUsage, file.name, "not a rule file this program knows",
                near.empty()
                    ? "rule files: organizations, models, benchmarks, attributes, licenses, "
                      "attribution, words, claims, blocks, checks/<id>"
                    : "did you mean " + near + "?");
  }
  top.finish();
  if (problems.any()) return tl::unexpected<Error>(problems.first());
  return {};
}

// One spelling must mean one entry.
class Owners {
 public:
  Owners(const Places& places, std::string file, std::string what)
      : places_(places), file_(std::move(file)), what_(std::move(what)) {}

  Status claim(const std::string& key, const std::string& spelling, const std::string& id) {
    const auto [at, added] = owner_.emplace(key, id);
    if (added || at->second == id) return {};
    return fail(ErrorKind::kUsage, places_.find(file_, id),
                what_ + " \"" + spelling + "\" of \"" + id + "\" is also one of \"" + at->second +
                    "\" (" + places_.find(file_, at->second) + ")",
                "keep it in one entry");
  }

 private:
  const Places& places_;
  std::string file_;
  std::string what_;
  std::map<std::string, std::string> owner_;
};

Status check_organizations(const Loading& loading) {
  constexpr auto kFile = "organizations.yaml";
  Owners names(loading.places, kFile, "name");
  Owners hosts(loading.places, kFile, "host");
  Owners namespaces(loading.places, kFile, "namespace");
  for (const Organization& o : loading.rules.organizations) {
    std::vector<std::string> spellings = o.aliases;
    spellings.push_back(o.name);
    for (const std::string& name : spellings) {
      if (auto ok = names.claim(name_key(name), name, o.id); !ok) return ok;
    }
    for (const std::string& host : o.hosts) {
      if (auto ok = hosts.claim(lower_ascii(host), host, o.id); !ok) return ok;
    }
    for (const std::string& space : o.namespaces) {
      if (auto ok = namespaces.claim(lower_ascii(space), space, o.id); !ok) return ok;
    }
    if (o.parent && loading.rules.organization(*o.parent) == nullptr) {
      return fail(ErrorKind::kUsage, loading.places.find(kFile, o.id),
                  "parent \"" + *o.parent + "\" is no organization", "add it or correct the id");
    }
  }
  return {};
}

Status unknown_organization(const Loading& loading, const std::string& file, const std::string& id,
                            const std::string& key, const std::string& organization) {
  std::vector<std::string> known;
  for (const Organization& o : loading.rules.organizations) known.push_back(o.id);
  const std::string near = nearest_word(organization, known);
  return fail(ErrorKind::kUsage, loading.places.find(file, id),
              key + " \"" + organization + "\" is no id of organizations.yaml",
              near.empty() ? "add the organization" : "did you mean \"" + near + "\"?");
}

Status check_families(const Loading& loading) {
  Owners names(loading.places, "models.yaml", "name");
  for (const ModelFamily& family : loading.rules.families) {
    for (const std::string& name : family.names) {
      if (auto ok = names.claim(name_key(name), name, family.id); !ok) return ok;
    }
    if (loading.rules.organization(family.developer) == nullptr) {
      return unknown_organization(loading, "models.yaml", family.id, "developer", family.developer);
    }
  }
  return {};
}

Status check_benchmarks(const Loading& loading) {
  Owners names(loading.places, "benchmarks.yaml", "name");
  for (const Benchmark& b : loading.rules.benchmarks) {
    std::vector<std::string> spellings = b.aliases;
    spellings.push_back(b.name);
    for (const std::string& name : spellings) {
      if (auto ok = names.claim(name_key(name), name, b.id); !ok) return ok;
    }
    if (b.owner && loading.rules.organization(*b.owner) == nullptr) {
      return unknown_organization(loading, "benchmarks.yaml", b.id, "owner", *b.owner);
    }
    if (b.parent && loading.places.of.count("benchmarks.yaml/" + *b.parent) == 0) {
      return fail(ErrorKind::kUsage, loading.places.find("benchmarks.yaml", b.id),
                  "parent \"" + *b.parent + "\" is no benchmark", "add it or correct the id");
    }
  }
  return {};
}

std::string digest_of(const std::vector<RuleFile>& files) {
  std::string all;
  for (const RuleFile& file : files) {
    all += file.name + '\0' + std::to_string(file.text.size()) + '\0' + file.text;
  }
  return sha256_hex(all);
}

void sort_by_name(std::vector<RuleFile>& files) {
  std::sort(files.begin(), files.end(),
            [](const RuleFile& a, const RuleFile& b) { return a.name < b.name; });
}

}  // namespace

Result<Rules> load_rules(std::vector<RuleFile> files) {
  sort_by_name(files);
  Loading loading;
  for (const RuleFile& file : files) {
    if (auto ok = read_file(file, loading); !ok) return tl::unexpected<Error>(ok.error());
  }
  for (const auto check : {check_organizations, check_families, check_benchmarks}) {
    if (auto ok = check(loading); !ok) return tl::unexpected<Error>(ok.error());
  }
  loading.rules.digest = digest_of(files);
  return std::move(loading.rules);
}

void drop_names(Rules& rules) {
  rules.organizations.clear();
  rules.families.clear();
  rules.benchmarks.clear();
}

std::vector<Error> load_problems(std::vector<RuleFile> files) {
  sort_by_name(files);
  Loading loading;
  std::vector<Error> problems;
  const auto keep = [&](const Status& status) {
    if (!status) problems.push_back(status.error());
  };
  for (const RuleFile& file : files) keep(read_file(file, loading));
  if (!problems.empty()) return problems;  // entries are missing: what refers to them is not wrong
  for (const auto check : {check_organizations, check_families, check_benchmarks}) {
    keep(check(loading));
  }
  return problems;
}

std::vector<std::string> rule_file_names() {
  std::vector<std::string> names;
  for (const auto& entry : readers()) names.push_back(entry.first);
  names.emplace_back("blocks.yaml");
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace benchledger
