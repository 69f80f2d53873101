#include "pipeline/sources_check.h"

#include <gtest/gtest.h>

#include "temporary_folder.h"

namespace benchledger {
namespace {

struct CheckCase {
  const char* name;
  const char* entries;
  std::vector<std::string> expected;  // beginnings of the problems
};

const CheckCase kCases[] = {
    {"nothing to say",
     "- {id: a, kind: file, path: there.md}\n- {id: b, kind: dir, path: d, include: ['**/*.md']}\n",
     {}},
    {"not there",
     "- {id: a, kind: file, path: nowhere.md}\n- {id: b, kind: dir, path: there.md}\n",
     {"s.yaml:3:3: a: ", "s.yaml:4:3: b: "}},
    {"one page by two names",
     "- {id: a, kind: http, url: 'https://www.x.example/p/'}\n"
     "- {id: b, kind: http, url: 'http://X.example:80/p'}\n"
     "- {id: c, kind: http, url: 'https://x.example/p?q'}\n",
     {"s.yaml:4:3: b: names the same as a"}},
    {"one repository twice",
     "- {id: a, kind: huggingface, repo: Org/model}\n- {id: b, kind: huggingface, repo: "
     "org/Model}\n"
     "- {id: c, kind: huggingface, repo: org/model, revision: v2}\n",
     {"s.yaml:4:3: b: names the same as a"}},
    {"a page that is found as well",
     "- {id: map, kind: sitemap, url: 'https://x.example/sitemap.xml'}\n"
     "- {id: a, kind: http, url: 'https://x.example/models/1'}\n",
     {"s.yaml:4:3: a: is a page that map finds as well"}},
    {"patterns against the pages known",
     "- {id: map, kind: sitemap, url: 'https://x.example/s', include: ['/models/', '/modles/']}\n",
     {"s.yaml:3:3: map: include \"/modles/\" takes none of the 1 pages known"}},
    {"included and excluded",
     "- {id: new, kind: sitemap, url: 'https://x.example/s', include: ['/m/'], exclude: ['/m/']}\n",
     {"s.yaml:3:3: new: \"/m/\" stands twice in include and exclude"}},
    {"globs that match nothing",
     "- {id: a, kind: dir, path: d, include: ['*.md', '*.html'], exclude: ['drafts/**']}\n",
     {"s.yaml:3:3: a: include \"*.html\" matches no file",
      "s.yaml:3:3: a: exclude \"drafts/**\" matches no file"}},
};

TEST(CheckSources, FollowsTheTable) {
  const TemporaryFolder folder;
  folder.write("there.md", "x");
  folder.write("d/x.md", "x");
  const KnownPages known = {{"map", {"https://x.example/models/1"}}};
  for (const CheckCase& c : kCases) {
    const Result<Sources> sources =
        parse_sources("s.yaml", folder.path().string(),
                      std::string("contact: a@b.example\n") + "sources:\n" + c.entries);
    ASSERT_TRUE(sources.has_value()) << c.name << ": " << describe(sources.error());
    const std::vector<Error> problems = check_sources(*sources, known);
    ASSERT_EQ(problems.size(), c.expected.size()) << c.name;
    for (std::size_t i = 0; i < problems.size(); ++i) {
      EXPECT_EQ(describe(problems[i]).substr(0, c.expected[i].size()), c.expected[i]) << c.name;
    }
  }
}

}  // namespace
}  // namespace benchledger
