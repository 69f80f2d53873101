#pragma once
// In whose voice a page speaks: the publisher where it is known or names
// itself, whether it makes models or measures what others make, and which
// models are its own. Needed because most vendors are in no rule file.

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "extractors/document.h"
#include "extractors/identity.h"
#include "extractors/legend.h"
#include "extractors/page.h"
#include "extractors/provenance_phrase.h"
#include "extractors/score_draft.h"

namespace benchledger {

struct PageVoice {
  enum class Role { kUnknown, kDeveloper, kEvaluator, kPublisher };
  Role role = Role::kUnknown;
  std::optional<std::string> publisher;  // organization id, else the name as printed
  std::set<std::string> own_stems;       // first words of the publisher's model names, folded
  std::set<std::string> own_names;       // models printed as "ours"
  std::string test_stem;             // first word of the test a page presents as its own, folded
  std::optional<Sentence> evidence;  // the sentence that showed the role, if one did
};

[[nodiscard]] PageVoice hear_voice(const Document& document, const Page& page, const Names& names,
                                   const Rules& rules, const PhraseBook& book,
                                   const std::vector<Sentence>& sentences,
                                   const std::vector<ScoreDraft>& drafts);

// "Kestrel-2 32B" -> "kestrel"; empty where the name begins with no letter.
[[nodiscard]] std::string name_stem(std::string_view name);

// True for one organization, and for an organization and its parent.
[[nodiscard]] bool same_organization(std::string_view a, std::string_view b, const Rules& rules);

}  // namespace benchledger
