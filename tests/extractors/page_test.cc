// What a page says about itself. A case is a page in a few lines, where it was
// found, and whose it is, which model it is about and when it was verified.

#include "extractors/page.h"

#include <gtest/gtest.h>

#include <vector>

#include "extractors/embedded_rules.h"
#include "extractors/extract.h"
#include "extractors/rules_load.h"

namespace benchledger {
namespace {

const Rules& rules() {
  static const Rules kRules = load_rules(embedded_rules()).value();
  return kRules;
}

const Names& names() {
  static const Names kNames(rules());
  return kNames;
}

struct Case {
  const char* name;
  const char* url;  // "" where the page came without one
  const char* text;
  const char* publisher;  // "-": nobody says
  const char* subject;    // id, or "-"
  const char* verified;
};

const std::vector<Case>& cases() {
  static const std::vector<Case> kCases = {
      {"vendor's card without an address: it speaks as the maker", "",
       "# Qwen3-32B\n\nWe introduce Qwen3-32B, trained by our team.\n\nOur model reads long texts. "
       "We release the weights.\n\n© 2026 Alibaba\n",
       "alibaba", "alibaba/qwen3-32b", "-"},
      {"review that says nothing of whose it is", "",
       "# Claude Opus 4 reviewed\n\nThe model is quick. Prices went up in spring.\n", "-",
       "anthropic/claude-opus-4", "-"},
      {"owner of the host", "https://openai.com/index/a-model",
       "# A model\n\nThe figures stand below.\n", "openai", "-", "-"},
      {"owner of the repository", "https://github.com/QwenLM/Something", "# Something\n\nText.\n",
       "alibaba", "-", "-"},
      {"evaluator's board", "https://artificialanalysis.ai/leaderboards/models",
       "# Leaderboard\n\nWe run every model ourselves.\n", "artificial-analysis", "-", "-"},
      {"repeated links to a repository without a voice are no owner", "",
       "# Notes\n\nSee [code](https://github.com/QwenLM/a), [more](https://github.com/QwenLM/b) "
       "and "
       "[this](https://github.com/QwenLM/c).\n",
       "-", "-", "-"},
      {"date of the last check", "", "# Notes\n\nLast verified: April 9, 2026\n", "-", "-",
       "2026-04-09"}};
  return kCases;
}

TEST(DescribePage, SaysWhoseItIsWhatItIsAboutAndWhen) {
  for (const Case& c : cases()) {
    Input input;
    input.bytes = c.text;
    input.page_key = "page";
    input.format = Format::kMarkdown;
    if (*c.url != '\0') input.url = c.url;
    std::vector<Diagnostic> diagnostics;
    const Document document = read_document(input, names(), rules(), diagnostics);
    const Page page = describe_page(input, document, names(), rules());
    EXPECT_EQ(page.publisher.value_or("-"), c.publisher) << c.name;
    EXPECT_EQ(page.subject ? page.subject->id.value_or("unknown") : "-", c.subject) << c.name;
    EXPECT_EQ(page.last_verified.value_or("-"), c.verified) << c.name;
  }
}

TEST(DescribePage, TakesTheSourceFilesWordForIt) {
  Input input;
  input.bytes = "# Notes\n";
  input.page_key = "page";
  input.url = "https://openai.com/x";
  input.publisher = "aider";
  std::vector<Diagnostic> diagnostics;
  const Document document = read_document(input, names(), rules(), diagnostics);
  EXPECT_EQ(describe_page(input, document, names(), rules()).publisher, "aider");
}

}  // namespace
}  // namespace benchledger
