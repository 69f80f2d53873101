#pragma once
// Whose attributes a place of a page states: the model its own words name,
// else the one model the page is about. Abstains where more than one may be
// meant. Linear in the document to build; a look-up walks the headings above.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/claim_tokens.h"
#include "extractors/document.h"
#include "extractors/identity.h"
#include "extractors/page.h"
#include "extractors/record.h"
#include "extractors/rules.h"

namespace benchledger {

class SpecSubjects {
 public:
  // Keeps references to its arguments but `scores`, whose models are names the
  // page's sentences may use.
  SpecSubjects(const Document& document, const Page& page, const std::vector<Score>& scores,
               const Names& names, const Rules& rules);

  // What "it" or a bare label in block `block` is about: the nearest heading
  // that names one model, else the page's own. A heading about several models
  // leaves nobody.
  [[nodiscard]] std::optional<ModelRef> at(std::size_t block) const;

  // The one model a line of text names ("Foo 3 model card:"); none where it
  // names several, groups them, or is longer than a name.
  [[nodiscard]] std::optional<ModelRef> named_in(std::string_view text) const;

  [[nodiscard]] std::vector<ClaimToken> tokens(std::string_view sentence) const {
    return claim_tokens(sentence, mentions_, words_);
  }
  [[nodiscard]] const ClaimWords& words() const { return words_; }

 private:
  [[nodiscard]] std::optional<ModelRef> introduced() const;
  [[nodiscard]] bool groups_models(const std::vector<ClaimToken>& tokens) const;

  const Document& document_;
  const Names& names_;
  const Rules& rules_;
  ClaimWords words_;
  ClaimNames mentions_;
  std::optional<ModelRef> page_model_;
};

}  // namespace benchledger
