#include "pipeline/page_outcome.h"

#include <cstddef>
#include <iterator>

namespace benchledger {
namespace {

struct Description {
  const char* name;
  const char* meaning;
};

constexpr Description kDescriptions[] = {
    {"ok", "fetched"},
    {"unchanged", "the same as last time"},
    {"moved", "fetched from its new address"},
    {"gone", "removed for good"},
    {"not-found", "not there"},
    {"blocked", "a bot check, captcha, consent page or login instead of the page"},
    {"denied", "the server forbids it"},
    {"rate-limited", "the server asks for a pause"},
    {"server-error", "the server failed"},
    {"refused", "nobody answers there"},
    {"forbidden", "the address is one this program does not go to"},
    {"robots-denied", "robots.txt forbids it"},
    {"dns", "the name does not resolve"},
    {"tls", "no secure connection"},
    {"timeout", "took too long"},
    {"too-large", "larger than the limit"},
    {"redirects", "redirects in a circle or too often"},
    {"empty", "nothing in it"},
    {"not-html", "a kind of file that is not read"},
    {"shape-changed", "came without the records it had; those stay in use for now"},
    {"unlisted", "not named any more where it was found; what it said stays in use for now"},
    {"unreadable", "a broken answer"},
};
static_assert(std::size(kDescriptions) == kPageOutcomes);

}  // namespace

const char* to_string(PageOutcome outcome) {
  return kDescriptions[static_cast<std::size_t>(outcome)].name;
}

std::optional<PageOutcome> page_outcome_from(std::string_view name) {
  for (std::size_t at = 0; at < std::size(kDescriptions); ++at) {
    if (name == kDescriptions[at].name) return static_cast<PageOutcome>(at);
  }
  return std::nullopt;
}

const char* meaning_of(PageOutcome outcome) {
  return kDescriptions[static_cast<std::size_t>(outcome)].meaning;
}

bool is_success(PageOutcome outcome) {
  return outcome == PageOutcome::kOk || outcome == PageOutcome::kUnchanged ||
         outcome == PageOutcome::kMoved;
}

}  // namespace benchledger
