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

const PhraseBook& book() {
  static const PhraseBook kBook(rules());
  return kBook;
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
      {"somebody else's post about a vendor's model: links and 'we' make it nobody's", "",
       "# Welcome Gemma 3\n\nGemma 3 was released today by Google, and we are excited to support "
       "the launch.\n\nWe have worked with Google on it.\n\n- "
       "[a](https://huggingface.co/google/gemma-3-4b)\n- "
       "[b](https://huggingface.co/google/gemma-3-12b)\n- "
       "[c](https://huggingface.co/google/gemma-3-27b)\n- [d](https://ai.google.dev/gemma)\n",
       "-", "google/gemma-3", "-"},
      {"a hosting firm's board of models is no model of its own", "",
       "# Falcon 3\n\nFalcon 3 was created by the Technology Innovation Institute.\n\nWe ran it "
       "through our open LLM leaderboard.\n\nWe like [a](https://huggingface.co/tiiuae/falcon-a), "
       "[b](https://huggingface.co/tiiuae/falcon-b) and "
       "[c](https://huggingface.co/tiiuae/falcon-c).\n",
       "-", "tiiuae/falcon3", "-"},
      {"a repository named like the page is the page's own", "",
       "# LongThing: A Benchmark\n\nWe introduce LongThing, a benchmark of long texts.\n\nWe keep "
       "the [questions](https://huggingface.co/datasets/Qwen/LongThing).\n",
       "alibaba", "-", "-"},
      {"a label says who made it, whatever family it is of", "",
       "# Llama-3.1-8B-FP8\n\n- Model Developers: Neural Magic\n\nWe quantized our model.\n\nWe "
       "ran it. See [a](https://huggingface.co/meta-llama/a), "
       "[b](https://huggingface.co/meta-llama/b) and [c](https://huggingface.co/meta-llama/c).\n",
       "neuralmagic", "meta/llama-3.1-8b-fp8", "-"},
      {"a review that says who made the model is not the maker's", "",
       "# Falcon 3 at a glance\n\n- Developer: Technology Innovation Institute\n\nWe tried it. "
       "We liked it.\n\nSee [a](https://huggingface.co/tiiuae/a) and "
       "[b](https://huggingface.co/tiiuae/b).\n",
       "-", "tiiuae/falcon3", "-"},
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
    const Page page = describe_page(input, document, names(), book(), rules());
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
  EXPECT_EQ(describe_page(input, document, names(), book(), rules()).publisher, "aider");
}

}  // namespace
}  // namespace benchledger
