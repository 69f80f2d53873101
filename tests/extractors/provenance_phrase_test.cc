// Every phrase of rules/attribution.yaml against its own examples.
#include "extractors/provenance_phrase.h"

#include <gtest/gtest.h>

#include "extractors/embedded_rules.h"
#include "extractors/pattern.h"
#include "extractors/rules_load.h"

namespace benchledger {
namespace {

TEST(ProvenancePhrase, MatchesItsExamplesAndRejectsTheOthers) {
  const auto rules = load_rules(embedded_rules());
  ASSERT_TRUE(rules.has_value()) << describe(rules.error());
  ASSERT_FALSE(rules->phrases.empty());
  for (const AttributionPhrase& phrase : rules->phrases) {
    const auto pattern = Pattern::compile(phrase.pattern);
    ASSERT_TRUE(pattern.has_value()) << phrase.id;
    EXPECT_FALSE(phrase.matches.empty()) << phrase.id << " has no example";
    EXPECT_FALSE(phrase.rejects.empty()) << phrase.id << " has no counter-example";
    for (const std::string& text : phrase.matches) {
      EXPECT_TRUE(pattern->find(text).has_value()) << phrase.id << " misses: " << text;
    }
    for (const std::string& text : phrase.rejects) {
      EXPECT_FALSE(pattern->find(text).has_value()) << phrase.id << " takes: " << text;
    }
  }
}

// The rule order decides where several phrases fit: each example is read as
// the class it was written for.
TEST(ProvenancePhrase, OrderGivesEachExampleItsClass) {
  const auto rules = load_rules(embedded_rules());
  ASSERT_TRUE(rules.has_value());
  const PhraseBook book(*rules);
  for (const AttributionPhrase& phrase : rules->phrases) {
    for (const std::string& text : phrase.matches) {
      const auto found = book.find(text);
      ASSERT_TRUE(found.has_value()) << text;
      EXPECT_EQ(found->phrase->says, phrase.says) << found->phrase->id << " takes: " << text;
    }
  }
}

}  // namespace
}  // namespace benchledger
