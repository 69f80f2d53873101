#include "extractors/record_ids.h"

#include <map>

#include "extractors/digest.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

// Fields are set apart by a byte no text holds.
void append(std::string& key, std::string_view field) {
  key += field;
  key += '\x1f';
}

template <typename Optional>
void append_optional(std::string& key, const Optional& field) {
  append(key, field ? std::string_view(*field) : std::string_view{});
}

std::string base_key(const Score& score, std::string_view page_key) {
  std::string key;
  append(key, "score");
  append(key, page_key);
  append(key, name_key(score.model.raw));
  append_optional(key, score.model.mode);
  append_optional(key, score.model.effort);
  append(key, name_key(score.benchmark.raw));
  append_optional(key, score.setting.metric);
  append(key, score.setting.shots ? std::to_string(*score.setting.shots) : std::string());
  append_optional(key, score.setting.attempts);
  append_optional(key, score.setting.tools);
  append_optional(key, score.setting.harness);
  for (const std::string& stated : score.setting.stated) append(key, stated);
  return key;
}

std::string base_key(const Spec& spec, std::string_view page_key) {
  std::string key;
  append(key, "spec");
  append(key, page_key);
  append(key, name_key(spec.model.raw));
  append(key, spec.attribute);
  return key;
}

std::string section_of(const Score& score) { return score.setting.section.value_or(""); }
std::string section_of(const Spec&) { return {}; }

template <typename Record>
void number_records(std::vector<Record>& records, std::string_view page_key,
                    const std::string& document) {
  std::vector<std::string> keys;
  std::map<std::string, std::size_t> uses;
  for (const Record& record : records) ++uses[keys.emplace_back(base_key(record, page_key))];
  std::map<std::string, std::size_t> ordinals;
  for (std::size_t i = 0; i < records.size(); ++i) {
    std::string& key = keys[i];
    if (uses[key] > 1) append(key, section_of(records[i]));
    const std::size_t ordinal = ordinals[key]++;
    if (ordinal > 0) append(key, std::to_string(ordinal));
    records[i].id = short_id(key);
    records[i].document = document;
  }
}

}  // namespace

void set_ids(std::vector<Score>& scores, std::string_view page_key, const std::string& document) {
  number_records(scores, page_key, document);
}

void set_ids(std::vector<Spec>& specs, std::string_view page_key, const std::string& document) {
  number_records(specs, page_key, document);
}

}  // namespace benchledger
