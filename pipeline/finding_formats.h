#pragma once
// Findings as text for people, code hosts and test reports: one function a
// format, one line of the table each. Bytes depend on the input alone.

#include <string>
#include <string_view>
#include <vector>

#include "extractors/record.h"
#include "extractors/rules.h"
#include "pipeline/source_place.h"

namespace benchledger {

// A finding with where it stands. places has one entry for each evidence, or
// none where the bytes of the page are not at hand.
struct LocatedFinding {
  Finding finding;
  std::string page;  // path or key; empty where it spans pages
  std::vector<std::pair<SourcePlace, SourcePlace>> places;  // start and end
  std::vector<std::string> pages;  // of each evidence where it spans pages, else empty
  std::string silenced;            // the reason given; empty: nobody silenced it

  [[nodiscard]] const std::string& page_at(std::size_t evidence) const {
    return evidence < pages.size() ? pages[evidence] : page;
  }
};

struct FindingReport {
  std::vector<LocatedFinding> findings;
  std::vector<std::string> pages;  // all that were looked at, clean ones too
  const Rules* rules = nullptr;
  bool color = false;
};

struct FindingFormat {
  const char* name;
  std::string (*render)(const FindingReport& report);
};

// text json sarif github junit markdown. A silenced finding is printed as
// SARIF only, which has a word for it: a suppression.
[[nodiscard]] const std::vector<FindingFormat>& finding_formats();
[[nodiscard]] const FindingFormat* finding_format(std::string_view name);

// "note", "warning", "error"
[[nodiscard]] const char* severity_word(Severity severity);

}  // namespace benchledger
