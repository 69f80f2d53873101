#pragma once
// What a measurer is to a model: its developer, a rival in the comparison, or
// somebody without a stake. Whoever is not known to be one of these is
// "unknown"; nothing is third-party without a named measurer.

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "extractors/measurer.h"
#include "extractors/page_voice.h"
#include "extractors/rules.h"
#include "extractors/score_draft.h"

namespace benchledger {

class Relationships {
 public:
  Relationships(const PageVoice& voice, const Rules& rules, const std::vector<ScoreDraft>& drafts);

  // Whether the page's publisher made the model.
  [[nodiscard]] bool is_own(const ModelRef& model) const;
  // Sets organization and relationship.
  void apply(ScoreDraft& draft, const Measurer& measurer) const;
  // What the page calls its own was made by whoever publishes it, also where
  // the name says nothing or tells of the model it was made from.
  void settle_developer(ScoreDraft& draft) const;

 private:
  [[nodiscard]] std::string of_publisher(const ScoreDraft& draft) const;
  [[nodiscard]] std::string of_named(const ScoreDraft& draft, const Measurer& measurer) const;
  [[nodiscard]] std::string of_unlisted(const ScoreDraft& draft, const Measurer& measurer) const;
  [[nodiscard]] bool is_rival(const std::string& organization, std::size_t table) const;

  const PageVoice* voice_;
  const Rules* rules_;
  std::map<std::size_t, std::set<std::string>> rivals_;  // developers in each table
};

}  // namespace benchledger
