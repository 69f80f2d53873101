// `rules check` and `rules test` on the shipped rules and on broken copies of
// them. A case is what is done to one file and what has to be said about it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "extractors/embedded_rules.h"
#include "extractors/rule_lists.h"
#include "extractors/rules_check.h"
#include "temporary_folder.h"

namespace benchledger {
namespace {

namespace fs = std::filesystem;

struct Done {
  int exit_code = 0;
  std::string output;
};

Done run(const std::string& arguments) {
  const std::string command = std::string(BENCHLEDGER_PROGRAM) + " " + arguments + " 2>&1";
  Done done;
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return done;
  std::array<char, 4096> buffer{};
  while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), pipe)) {
    done.output.append(buffer.data(), count);
  }
  done.exit_code = WEXITSTATUS(::pclose(pipe));
  return done;
}

// A folder with the shipped rules.
void copy_rules(const TemporaryFolder& folder) {
  for (const RuleFile& file : embedded_rules()) folder.write(file.name, file.text);
}

struct Breaking {
  const char* name;
  const char* file;
  std::string before;  // taken out ...
  std::string after;   // ... and put there; `before` empty: appended
  std::vector<std::string> said;
};

const std::vector<Breaking>& check_cases() {
  static const std::vector<Breaking> kCases = {
      {"unknown key",
       "models.yaml",
       "developer: arcee-ai, names:",
       "developer: arcee-ai, nmes:",
       {"models.yaml:8:", "unknown key \"nmes\"", "did you mean \"names\"?"}},
      {"unsorted",
       "models.yaml",
       "{id: airoboros,",
       "{id: aaa,",
       {"models.yaml:9:5: \"aaa\" stands after \"afm\" (sort entries by id)"}},
      {"alias of two entries",
       "benchmarks.yaml",
       "name: ACEBench,",
       "name: ACEBench, aliases: [AdvBench],",
       {"benchmarks.yaml:", "\"AdvBench\"", "also one of"}},
      {"list nobody reads",
       "words.yaml",
       "  elo_words:",
       "  elo_wordz:",
       {"list \"elo_wordz\" is read by nothing (did you mean \"elo_words\"?)",
        "list \"elo_words\" is missing"}},
      {"header word that is never met",
       "words.yaml",
       "words: [tools, tool,",
       "words: [Tools, tool-use,",
       {"\"Tools\" of \"header_tools\" is never met",
        "\"tool-use\" of \"header_tools\" is never met"}},
      {"label of two attributes",
       "attributes.yaml",
       "labels: [API, ",
       "labels: [Availability, API, ",
       {"label \"Availability\" of \"availability\" is also one of \"api\""}},
      {"pattern that can blow up",
       "models.yaml",
       "patterns: ['",
       R"(patterns: ['(\w+\s?)*x', ')",
       {"repeats a repetition (bound the outer one"}},
      {"pattern that is none",
       "models.yaml",
       "patterns: ['",
       "patterns: ['(', '",
       {"models.yaml:", "not a regular expression"}},
      {"check without an example",
       "checks/vendor-only.yaml",
       "example: ",
       "# example: ",
       {"checks/vendor-only.yaml:", "\"example\""}},
      {"host of two organizations",
       "organizations.yaml",
       "hosts: [aider.chat]",
       "hosts: [aider.chat, epoch.ai]",
       {"organizations.yaml:", "epoch.ai"}},
      {"alias of two organizations",
       "organizations.yaml",
       "aliases: [Aider-AI,",
       "aliases: [Epoch AI, Aider-AI,",
       {"organizations.yaml:", "Epoch AI"}},
      {"name of two families",
       "models.yaml",
       "developer: arcee-ai, names: [",
       "developer: arcee-ai, names: [Qwen, ",
       {"models.yaml:", "Qwen"}},
      {"two entries of one id",
       "models.yaml",
       "{id: airoboros,",
       "{id: afm,",
       {"models.yaml:9:5", "\"afm\""}},
      {"developer nobody knows",
       "models.yaml",
       "developer: arcee-ai, names:",
       "developer: nobody-at-all, names:",
       {"models.yaml:8:", "nobody-at-all"}},
      {"number read otherwise than written",
       "checks/stale-verification.yaml",
       "days: 180",
       "days: 0180",
       {"checks/stale-verification.yaml:", "0180"}},
      {"anchor",
       "checks/stale-verification.yaml",
       "days: 180",
       "days: &days 180",
       {"checks/stale-verification.yaml:"}},
      {"idle check",
       "checks/no-such-check.yaml",
       "",
       "id: no-such-check\nseverity: note\nwhat: a\nwhy: b\nmessage: c\nexample: c\n",
       {"checks/no-such-check.yaml:1:1: there is no check of this name"}},
      {"phrase without a counterexample",
       "attribution.yaml",
       "    rejects:\n      - We reported it (twice).\n",
       "",
       {"phrase \"cell-holds-reported-and-reproduced\" has no rejects"}}};
  return kCases;
}

void break_file(const TemporaryFolder& folder, const Breaking& c) {
  std::string text = folder.read(c.file);
  const std::size_t at = c.before.empty() ? text.size() : text.find(c.before);
  ASSERT_NE(at, std::string::npos) << c.name << ": the rules changed, mend the case";
  text.replace(at, c.before.size(), c.after);
  folder.write(c.file, text);
}

TEST(RulesCheck, ShippedRulesAreClean) {
  const Done done = run("rules check");
  EXPECT_EQ(done.exit_code, 0) << done.output;
  EXPECT_THAT(done.output, testing::HasSubstr("no problem"));
}

TEST(RulesCheck, SaysWhatIsWrongWhereAndWhatToDo) {
  for (const Breaking& c : check_cases()) {
    const TemporaryFolder folder;
    copy_rules(folder);
    break_file(folder, c);
    const Done done = run("--rules " + folder.path().string() + " rules check");
    EXPECT_EQ(done.exit_code, 2) << c.name;
    for (const std::string& said : c.said)
      EXPECT_THAT(done.output, testing::HasSubstr(said)) << c.name;
  }
}

TEST(RulesCheck, ReportsOneProblemOfEachFile) {
  const TemporaryFolder folder;
  copy_rules(folder);
  folder.write("models.yaml", "families: 1\n");
  folder.write("benchmarks.yaml", "benchmark: []\n");
  const Done done = run("--rules " + folder.path().string() + " rules check");
  EXPECT_EQ(done.exit_code, 2);
  EXPECT_THAT(done.output, testing::HasSubstr("models.yaml:1:11: expected a list"));
  EXPECT_THAT(done.output, testing::HasSubstr("did you mean \"benchmarks\"?"));
}

TEST(RulesCheck, MissesAFile) {
  const TemporaryFolder folder;
  copy_rules(folder);
  fs::remove(folder.path() / "licenses.yaml");
  const Done done = run("--rules " + folder.path().string() + " rules check");
  EXPECT_EQ(done.exit_code, 2);
  EXPECT_THAT(done.output, testing::HasSubstr("licenses.yaml:1:1: the file is missing"));
  EXPECT_EQ(run("--rules " + (folder / "nowhere") + " rules check").exit_code, 2);
}

TEST(RulesTest, ShippedExamplesPass) {
  const Done done = run("rules test");
  EXPECT_EQ(done.exit_code, 0) << done.output;
  EXPECT_THAT(done.output, testing::HasSubstr(" passed, 0 failed"));
}

TEST(RulesTest, SaysWhichExampleFails) {
  const std::vector<Breaking> cases = {
      {"phrase that misses its sentence",
       "attribution.yaml",
       "- We reported it (twice).",
       "- Cells read \"reported (reproduced)\" too.",
       {"attribution.yaml:", "phrase \"cell-holds-reported-and-reproduced\" matches"}},
      {"example that is no message",
       "checks/vendor-only.yaml",
       "example: 'Meta alone",
       "example: 'Meta only",
       {"checks/vendor-only.yaml:", "Meta only states"}},
      {"name of another family",
       "models.yaml",
       "examples: [AFM-4.5B]",
       "examples: [Qwen3-8B]",
       {"models.yaml:8:5: \"Qwen3-8B\" is taken for one of \"alibaba\", not of \"arcee-ai\""}}};
  for (const Breaking& c : cases) {
    const TemporaryFolder folder;
    copy_rules(folder);
    break_file(folder, c);
    const Done done = run("--rules " + folder.path().string() + " rules test");
    EXPECT_EQ(done.exit_code, 1) << c.name << done.output;
    for (const std::string& said : c.said)
      EXPECT_THAT(done.output, testing::HasSubstr(said)) << c.name;
    EXPECT_THAT(done.output, testing::HasSubstr(", 1 failed")) << c.name;
  }
}

TEST(Rules, HelpHasAnExample) {
  for (const char* command :
       {"rules --help", "rules check --help", "rules test --help", "rules reference --help"}) {
    const Done done = run(command);
    EXPECT_EQ(done.exit_code, 0);
    EXPECT_THAT(done.output, testing::HasSubstr("Example:")) << command;
  }
}

TEST(RepeatsARepetition, TellsWhatCanBlowUp) {
  for (const char* expression : {"(a+)+", R"((\w+\s?)*x)", "((a*)b?)+", "(?:x{2,})*", "(a|b+)+"}) {
    EXPECT_TRUE(repeats_a_repetition(expression)) << expression;
  }
  for (const char* expression : {"(a+)?", "(ab)+", R"((\w+\s){0,3})", R"(\(a+\)+)", "[(+]+", "a+b+",
                                 "(?:a++)+", "(", ")", "[", "\\", "", "{", "a{,"}) {
    EXPECT_FALSE(repeats_a_repetition(expression)) << expression;
  }
}

// The table of list names against the code that asks for them.
TEST(RuleLists, AreThoseTheCodeAsksFor) {
  std::string code;
  for (const char* half : {"/extractors", "/pipeline"}) {
    for (const auto& entry : fs::directory_iterator(std::string(BENCHLEDGER_SOURCE_DIR) + half)) {
      if (entry.path().extension() != ".cc" || entry.path().stem() == "rule_lists") continue;
      std::ostringstream bytes;
      bytes << std::ifstream(entry.path()).rdbuf();
      code += bytes.view();
    }
  }
  for (const auto kind : {RuleListKind::kWords, RuleListKind::kClaimTables, RuleListKind::kCues}) {
    const auto names = rule_list_names(kind);
    EXPECT_TRUE(std::is_sorted(names.begin(), names.end()));
    for (const auto name : names) {
      EXPECT_NE(code.find("\"" + std::string(name) + "\""), std::string::npos)
          << name << " is asked for by nothing";
    }
  }
}

}  // namespace
}  // namespace benchledger
