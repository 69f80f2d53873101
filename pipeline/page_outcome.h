#pragma once
// How the fetch of one page ended: the one list of outcomes, with the names
// that the ledger, the run summary and the sources' status use. None but the
// first three brings a page to read, and none of the others loses the last good
// capture, which stays in use.

#include <optional>
#include <string_view>

namespace benchledger {

enum class PageOutcome {
  kOk,            // a capture
  kUnchanged,     // the server says so (304); no capture
  kMoved,         // a capture, and the page has a new address for good
  kGone,          // 410
  kNotFound,      // 404, a missing file
  kBlocked,       // a bot check, captcha, consent page, login: by what it says
  kDenied,        // 401, 403, 407, 451, no permission
  kRateLimited,   // 429, or asked to wait longer than a run has patience
  kServerError,   // 5xx
  kRefused,       // nobody listens or answers there
  kForbidden,     // our own guard: address, scheme, redirect target
  kRobotsDenied,  // the host's robots.txt
  kDns,
  kTls,
  kTimeout,
  kTooLarge,
  kRedirects,     // in a circle, or too many
  kEmpty,         // nothing but white space
  kNotHtml,       // nor Markdown, text or data: a PDF, an image, an archive
  kShapeChanged,  // a capture, but without the records the page had; those stay
  kUnlisted,      // not named any more where it was found
  kUnreadable,    // broken transfer, a directory, an answer that is no page
};

constexpr int kPageOutcomes = static_cast<int>(PageOutcome::kUnreadable) + 1;

// "ok", "unchanged", "not-found", ...
[[nodiscard]] const char* to_string(PageOutcome outcome);
[[nodiscard]] std::optional<PageOutcome> page_outcome_from(std::string_view name);

// What it means, for people: "the server forbids it"
[[nodiscard]] const char* meaning_of(PageOutcome outcome);

// True where there is a page to read: kOk, kUnchanged, kMoved.
[[nodiscard]] bool is_success(PageOutcome outcome);

}  // namespace benchledger
