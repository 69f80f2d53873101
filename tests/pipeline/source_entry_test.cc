#include "pipeline/source_entry.h"

#include <gtest/gtest.h>

namespace benchledger {
namespace {

struct EntryCase {
  const char* name;
  const char* before;
  const char* after;  // nullptr: refused
};

// "N" stands for the lines of the new entry.
const EntryCase kEntries[] = {
    {"behind the last one",
     "# Ours.\nsources:\n  - id: a   # the first\n    kind: file\n    path: x\n",
     "# Ours.\nsources:\n  - id: a   # the first\n    kind: file\n    path: x\n"
     "  - id: n\n    kind: http\n    url: \"http://n/\"\n"},
    {"no indent", "sources:\n- {id: a, kind: file, path: x}\n",
     "sources:\n- {id: a, kind: file, path: x}\n- id: n\n  kind: http\n  url: \"http://n/\"\n"},
    {"no line feed at the end", "sources:\n  - {id: a, kind: file, path: x}",
     "sources:\n  - {id: a, kind: file, path: x}\n"
     "  - id: n\n    kind: http\n    url: \"http://n/\"\n"},
    {"before the comment of the next key",
     "sources:\n  - id: a\n    kind: dir\n    path: x\n    include:\n      - \"*.md\"\n\n"
     "# Who we are.\ncontact: a@b\n",
     "sources:\n  - id: a\n    kind: dir\n    path: x\n    include:\n      - \"*.md\"\n"
     "  - id: n\n    kind: http\n    url: \"http://n/\"\n\n# Who we are.\ncontact: a@b\n"},
    {"the first one", "contact: a@b\nsources:\n",
     "contact: a@b\nsources:\n  - id: n\n    kind: http\n    url: \"http://n/\"\n"},
    {"in brackets", "sources: [{id: a, kind: file, path: x}]\n", nullptr},
    {"no YAML", "sources: [\n", nullptr},
};

TEST(SourceEntry, IsAddedWithoutTouchingTheRest) {
  Source source;
  source.id = "n";
  source.kind = SourceKind::kHttp;
  source.url = "http://n/";
  for (const EntryCase& c : kEntries) {
    const Result<std::string> text = with_entry("s.yaml", c.before, source_entry(source));
    ASSERT_EQ(text.has_value(), c.after != nullptr) << c.name;
    if (text) {
      EXPECT_EQ(*text, c.after) << c.name;
    } else {
      EXPECT_EQ(text.error().kind, ErrorKind::kUsage) << c.name;
    }
  }
}

TEST(SourceEntry, ReadsBackAsWhatItWas) {
  Source source;
  source.id = "n";
  source.kind = SourceKind::kSitemap;
  source.url = "http://127.0.0.1:1/a?b=\"c\"";
  source.include = {"\\.html$", "a\"b"};
  source.publisher = "lab";
  source.allow_private = true;
  const Result<std::string> text = with_entry("s.yaml", new_sources_text(""), source_entry(source));
  ASSERT_TRUE(text.has_value());
  const Result<Sources> read = parse_sources("s.yaml", "", *text);
  ASSERT_TRUE(read.has_value()) << describe(read.error()) << "\n" << *text;
  const Source& back = read->sources.at(0);
  EXPECT_EQ(back.url, source.url);
  EXPECT_EQ(back.include, source.include);
  EXPECT_EQ(back.publisher, source.publisher);
  EXPECT_TRUE(back.allow_private);
}

struct UrlCase {
  const char* url;
  const char* id;
  const char* kind;
  const char* repo;
};

constexpr UrlCase kUrls[] = {
    {"https://www.lab.example/models/New-Model_2.html?x=1", "lab-new-model-2", "http", ""},
    {"https://lab.example/", "lab", "http", ""},
    {"https://lab.example/v1.5", "lab-v1", "http", ""},
    {"http://127.0.0.1:8080/page.md", "127-0-0-1-page", "http", ""},
    {"https://huggingface.co/org/Model-7B", "huggingface-model-7b", "huggingface", "org/Model-7B"},
    {"https://huggingface.co/datasets/org", "huggingface-org", "http", ""},
    {"https://huggingface.co/org/model/blob/main/x.md", "huggingface-x", "http", ""},
    {"https://github.com/org/code/", "github-code", "github", "org/code"},
    {"https://github.com/org", "github-org", "http", ""},
};

TEST(SourceForUrl, FollowsTheTable) {
  for (const UrlCase& c : kUrls) {
    const Source source = source_for_url(c.url, {});
    EXPECT_EQ(source.id, c.id) << c.url;
    EXPECT_STREQ(to_string(source.kind), c.kind) << c.url;
    EXPECT_EQ(source.repo, c.repo) << c.url;
  }
  Sources taken;
  taken.sources.resize(1);
  taken.sources[0].id = "lab";
  EXPECT_EQ(source_for_url("https://lab.example/", taken).id, "lab-2");
}

}  // namespace
}  // namespace benchledger
