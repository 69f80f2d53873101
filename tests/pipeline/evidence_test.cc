// Every record's evidence reads back from the captured bytes, over our own
// pages and, where it is at hand, the shared corpus.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "extractors/document.h"
#include "extractors/embedded_rules.h"
#include "extractors/rules_load.h"
#include "pipeline/page_input.h"

namespace benchledger {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> pages_in(const fs::path& folder, const std::set<std::string>& extensions) {
  std::vector<std::string> pages;
  if (!fs::exists(folder)) return pages;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && extensions.count(entry.path().extension()) > 0) {
      pages.push_back(entry.path().string());
    }
  }
  std::sort(pages.begin(), pages.end());
  return pages;
}

class EvidenceOf {
 public:
  EvidenceOf(const std::string& path, std::string_view bytes, const Document& document)
      : path_(path), bytes_(bytes), document_(document) {}

  void check(const char* what, const std::string& id, const Evidence& evidence) const {
    ASSERT_LE(evidence.span.start, evidence.span.end) << path_ << " " << what << " " << id;
    ASSERT_LE(evidence.span.end, bytes_.size()) << path_ << " " << what << " " << id;
    EXPECT_EQ(read_span(bytes_, evidence.span, document_.format, document_.charset), evidence.text)
        << path_ << " " << what << " " << id << " bytes " << evidence.span.start << "-"
        << evidence.span.end;
  }

 private:
  const std::string& path_;
  std::string_view bytes_;
  const Document& document_;
};

void check_page(const Extractor& extractor, const std::string& path) {
  const std::string bytes = read_page_file(path).value();
  const Input input = page_input(bytes, path);
  const Extraction extraction = extract_and_check(extractor, input);
  std::vector<Diagnostic> ignored;
  const Document document = read_document(input, extractor.names(), extractor.rules(), ignored);
  const EvidenceOf evidence(path, bytes, document);
  std::set<std::string> ids;
  for (const Score& score : extraction.scores) {
    EXPECT_TRUE(ids.insert(score.id).second) << path << " score id twice: " << score.id;
    evidence.check("score", score.id, score.evidence);
    if (score.evaluator.evidence) {
      evidence.check("evaluator of", score.id, *score.evaluator.evidence);
    }
  }
  for (const Spec& spec : extraction.specs) {
    EXPECT_TRUE(ids.insert(spec.id).second) << path << " spec id twice: " << spec.id;
    evidence.check("spec", spec.id, spec.evidence);
  }
  for (const Claim& claim : extraction.claims) {
    EXPECT_TRUE(ids.insert(claim.id).second) << path << " claim id twice: " << claim.id;
    evidence.check("claim", claim.id, claim.evidence);
  }
  for (const Finding& finding : extraction.findings) {
    EXPECT_TRUE(ids.insert(finding.id).second) << path << " finding id twice: " << finding.id;
    EXPECT_FALSE(finding.message.empty()) << path << " " << finding.id;
  }
}

const std::set<std::string> kPageFormats = {".html", ".md", ".txt"};

void check_folder(const fs::path& folder, std::size_t part, std::size_t parts) {
  const Extractor extractor(load_rules(embedded_rules()).value());
  const std::vector<std::string> pages = pages_in(folder, kPageFormats);
  if (pages.empty()) GTEST_SKIP() << folder << " is not here";
  for (std::size_t i = part; i < pages.size(); i += parts) check_page(extractor, pages[i]);
}

TEST(Evidence, ReadsBackOnOurOwnPages) {
  check_folder(fs::path(BENCHLEDGER_SOURCE_DIR) / "fixtures/pages", 0, 1);
}

class EvidenceOnCorpus : public testing::TestWithParam<std::size_t> {};

// In parts, so that they run side by side.
TEST_P(EvidenceOnCorpus, ReadsBack) {
  check_folder(fs::path(BENCHLEDGER_SOURCE_DIR) / "../shared/corpus", GetParam(), 4);
}
INSTANTIATE_TEST_SUITE_P(Parts, EvidenceOnCorpus, testing::Values(0, 1, 2, 3));

}  // namespace
}  // namespace benchledger
