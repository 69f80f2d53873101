#pragma once
// What a page says about itself: whose it is, which model it is about, when it
// was written. Stages after the tables (attribution, specs, claims) share it.

#include <optional>
#include <string>

#include "extractors/document.h"
#include "extractors/identity.h"
#include "extractors/provenance_phrase.h"
#include "extractors/record.h"
#include "extractors/rules.h"

namespace benchledger {

struct Page {
  std::optional<std::string> publisher;  // organization id: whose page
  std::string publisher_rule;            // how it was found
  std::optional<std::string> address;    // where no rule knows whose: host or repository's owner
  std::optional<Evidence> publisher_evidence;
  std::optional<ModelRef> subject;  // the model a single-model page is about
  // The one model whose results a sentence announces ("detailed results of Foo-7B"), as printed.
  std::optional<std::string> announced;
  std::optional<std::string> published;  // ISO
  std::optional<std::string> last_verified;
};

// Publisher, in order: the source file, the URL's host and owner path, then by
// what the page says of itself: links, copyright, who its "we" is, the title.
// A page about somebody's model is not theirs for that: without an address a
// developer is the publisher only where the page speaks as a maker. Abstains on
// a tie.
// Subject: the model the title names, known to the rules or by its shape and
// by being named again.
[[nodiscard]] Page describe_page(const Input& input, const Document& document, const Names& names,
                                 const PhraseBook& book, const Rules& rules);

// The part of a title that can be a name: up to its first colon.
[[nodiscard]] std::string title_name(std::string_view title);

}  // namespace benchledger
