#pragma once
// What a page says about itself: whose it is, which model it is about, when it
// was written. Stages after the tables (attribution, specs, claims) share it.

#include <optional>
#include <string>

#include "extractors/document.h"
#include "extractors/identity.h"
#include "extractors/record.h"
#include "extractors/rules.h"

namespace benchledger {

struct Page {
  std::optional<std::string> publisher;  // organization id: whose page
  std::string publisher_rule;            // how it was found
  std::optional<Evidence> publisher_evidence;
  std::optional<ModelRef> subject;       // the model a single-model page is about
  std::optional<std::string> published;  // ISO
  std::optional<std::string> last_verified;
};

// Publisher, in order: the source file, the URL's host and owner path, the
// page's own links and "we/our" sentences, the title. Abstains on a tie.
// Subject: the model the title names, known to the rules or by its shape and
// by being named again.
[[nodiscard]] Page describe_page(const Input& input, const Document& document, const Names& names,
                                 const Rules& rules);

}  // namespace benchledger
