// Sources that find pages, against a web made of a table: which pages come of
// what the indexes say, and what is asked for.

#include "pipeline/discover.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/gzip.h"
#include "scripted_web.h"

namespace benchledger {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string kIndex = "https://lab.example/sitemap.xml";

class Discover : public testing::Test {
 protected:
  Discover() {
    context_.http = &web_;
    context_.clock = &clock_;
    context_.user_agent = "test";
    context_.links = [](const Capture& page) {
      std::vector<std::string> links;  // one a line
      std::string line;
      for (const char c : page.bytes) {
        if (c != '\n') {
          line += c;
        } else {
          links.push_back(line);
          line.clear();
        }
      }
      return links;
    };
  }

  static Source source(SourceKind kind, const std::string& url) {
    Source source;
    source.id = "s";
    source.kind = kind;
    source.url = url;
    source.where = "s.yaml:1:1";
    return source;
  }
  static Source repository(SourceKind kind, const std::string& repo) {
    Source made = source(kind, "");
    made.base = "https://hub.example";
    made.repo = repo;
    return made;
  }
  std::vector<std::string> urls(const Source& from, const std::vector<std::string>& known = {}) {
    found_ = discover({&from, known}, context_);
    std::vector<std::string> list;
    for (const Source& page : found_.pages) {
      EXPECT_EQ(page.kind, SourceKind::kHttp);
      EXPECT_EQ(page.id, "s");
      list.push_back(page.url);
    }
    return list;
  }
  std::string trouble() const {
    std::string text;
    for (const FetchOutcome& outcome : found_.troubles) {
      text += std::string(to_string(outcome.outcome)) + " " + describe(*outcome.error) + "\n";
    }
    return text;
  }

  FakeClock clock_;
  ScriptedWeb web_{clock_};
  FetchContext context_;
  Discovery found_;
};

TEST_F(Discover, TheNewestPagesOfASitemapComeFirstAndTheBudgetHolds) {
  web_.add(kIndex, 200,
           "<urlset><url><loc>/old</loc><lastmod>2025-01-01</lastmod></url>"
           "<url><loc>/new#part</loc><lastmod>2026-01-01</lastmod></url>"
           "<url><loc>/undated</loc></url>"
           "<url><loc>/new</loc></url></urlset>");
  Source from = source(SourceKind::kSitemap, kIndex);
  EXPECT_THAT(urls(from), ElementsAre("https://lab.example/new", "https://lab.example/old",
                                      "https://lab.example/undated"));
  from.max_pages = 2;
  EXPECT_THAT(urls(from), ElementsAre("https://lab.example/new", "https://lab.example/old"));
  EXPECT_EQ(found_.left_out, 1U);
}

TEST_F(Discover, AnIndexOfSitemapsIsFollowedOneStepAndUnpacked) {
  web_.add(kIndex, 200,
           "<sitemapindex><sitemap><loc>/a.xml.gz</loc></sitemap>"
           "<sitemap><loc>/b.xml</loc></sitemap><sitemap><loc>/gone.xml</loc></sitemap>"
           "</sitemapindex>");
  web_.add("https://lab.example/a.xml.gz", 200,
           gzip_member("<urlset><url><loc>/a</loc></url></urlset>"));
  web_.add("https://lab.example/b.xml", 200,
           "<sitemapindex><sitemap><loc>/c.xml</loc></sitemap></sitemapindex>");
  EXPECT_THAT(urls(source(SourceKind::kSitemap, kIndex)), ElementsAre("https://lab.example/a"));
  EXPECT_EQ(web_.asked.size(), 4U);
  EXPECT_NE(trouble().find("not-found"), std::string::npos) << trouble();
}

TEST_F(Discover, AnIndexSpeaksForItsOwnHostUnlessTheSourceSaysMore) {
  web_.add(kIndex, 200,
           "<urlset><url><loc>https://lab.example/models/a</loc></url>"
           "<url><loc>https://other.example/models/b</loc></url>"
           "<url><loc>https://lab.example/jobs</loc></url>"
           "<url><loc>file:///etc/passwd</loc></url></urlset>");
  Source from = source(SourceKind::kSitemap, kIndex);
  EXPECT_THAT(urls(from), ElementsAre("https://lab.example/models/a", "https://lab.example/jobs"));
  from.include = {"/models/"};
  from.exclude = {"/a$"};
  EXPECT_THAT(urls(from), ElementsAre("https://other.example/models/b"));
}

TEST_F(Discover, WhatAFeedForgotIsStillAPage) {
  web_.add("https://lab.example/feed", 200,
           "<rss><channel><item><link>/new</link></item></channel></rss>");
  EXPECT_THAT(urls(source(SourceKind::kFeed, "https://lab.example/feed"),
                   {"https://lab.example/earlier", "https://lab.example/new"}),
              ElementsAre("https://lab.example/new", "https://lab.example/earlier"));
  EXPECT_TRUE(found_.forgets);
}

TEST_F(Discover, AnIndexThatCannotBeReadLeavesTheKnownPages) {
  web_.add("https://lab.example/feed", 503);
  EXPECT_THAT(
      urls(source(SourceKind::kFeed, "https://lab.example/feed"), {"https://lab.example/earlier"}),
      ElementsAre("https://lab.example/earlier"));
  EXPECT_NE(trouble().find("server-error"), std::string::npos) << trouble();
}

TEST_F(Discover, APageThatIsNoIndexIsATrouble) {
  web_.add(kIndex, 200, "<!doctype html><p>Please enable JavaScript</p>");
  EXPECT_THAT(urls(source(SourceKind::kSitemap, kIndex)), IsEmpty());
  EXPECT_NE(trouble().find("is not a sitemap"), std::string::npos) << trouble();
  EXPECT_THAT(urls(source(SourceKind::kFeed, kIndex)), IsEmpty());
  EXPECT_NE(trouble().find("is no RSS, Atom or JSON feed"), std::string::npos) << trouble();
}

TEST_F(Discover, AnIndexThatNamesNothingIsATrouble) {
  web_.add(kIndex, 200, "<urlset></urlset>");
  EXPECT_THAT(urls(source(SourceKind::kSitemap, kIndex)), IsEmpty());
  EXPECT_NE(trouble().find("empty"), std::string::npos) << trouble();
}

TEST_F(Discover, AListingIsTheLinksThatMatch) {
  web_.add("https://lab.example/models/", 200,
           "one\n../models/two?x#y\n#top\nmailto:a@b\nhttps://lab.example/about\none\n");
  Source from = source(SourceKind::kListing, "https://lab.example/models/");
  from.include = {"/models/."};
  EXPECT_THAT(urls(from),
              ElementsAre("https://lab.example/models/one", "https://lab.example/models/two?x"));
}

const std::string kCommit(40, 'c');

TEST_F(Discover, AModelCardIsReadAtTheCommitItIsAtNow) {
  web_.add("https://hub.example/api/models/org/model", 200,
           R"({"id":"org/model","sha":")" + kCommit +
               R"(","siblings":[{"rfilename":"README.md"},{"rfilename":"eval.md"}]})");
  Source from = repository(SourceKind::kHuggingFace, "org/model");
  EXPECT_THAT(urls(from),
              ElementsAre("https://hub.example/org/model/raw/" + kCommit + "/README.md"));
  EXPECT_EQ(found_.pages.at(0).page_url, "https://hub.example/org/model");
  EXPECT_EQ(found_.pages.at(0).format, Format::kMarkdown);
  EXPECT_FALSE(found_.forgets);
  from.files = {"eval.md", "none.md"};
  EXPECT_THAT(urls(from), ElementsAre("https://hub.example/org/model/raw/" + kCommit + "/eval.md"));
  EXPECT_EQ(found_.pages.at(0).page_url, "https://hub.example/org/model/blob/main/eval.md");
}

TEST_F(Discover, AnOwnersModelsAreFoundByOneQuestion) {
  web_.add(
      "https://hub.example/api/models?author=org&sort=lastModified&direction=-1&limit=200"
      "&full=true",
      200,
      R"([{"id":"org/a","sha":")" + kCommit +
          R"(","lastModified":"2026-01-01T00:00:00.000Z","siblings":[{"rfilename":"README.md"}]},
              {"id":"org/b","sha":")" +
          kCommit +
          R"(","lastModified":"2026-02-01T00:00:00.000Z","siblings":[{"rfilename":"README.md"}]},
              {"id":"org/no-card","sha":")" +
          kCommit + R"(","siblings":[]}])");
  Source from = repository(SourceKind::kHuggingFace, "");
  from.owner = "org";
  EXPECT_THAT(urls(from), ElementsAre("https://hub.example/org/b/raw/" + kCommit + "/README.md",
                                      "https://hub.example/org/a/raw/" + kCommit + "/README.md"));
  from.exclude = {"/b$"};  // patterns are about the page's address
  EXPECT_THAT(urls(from), ElementsAre("https://hub.example/org/a/raw/" + kCommit + "/README.md"));
}

TEST_F(Discover, AReadmeIsReadAtTheCommitItIsAtNow) {
  web_.add("https://hub.example/repos/org/code/commits/v2", 200, R"({"sha":")" + kCommit + R"("})");
  web_.add("https://hub.example/repos/org/code/readme?ref=" + kCommit, 200,
           R"({"path":"docs/README.rst","download_url":"https://raw.example/org/code/)" + kCommit +
               R"(/docs/README.rst"})");
  Source from = repository(SourceKind::kGithub, "org/code");
  from.revision = "v2";
  EXPECT_THAT(urls(from),
              ElementsAre("https://raw.example/org/code/" + kCommit + "/docs/README.rst"));
  EXPECT_EQ(found_.pages.at(0).page_url, "https://hub.example/org/code");
  EXPECT_EQ(found_.pages.at(0).format, Format::kAuto);
}

TEST_F(Discover, ARepositoryThatIsNotThereIsATrouble) {
  EXPECT_THAT(urls(repository(SourceKind::kGithub, "org/none")), IsEmpty());
  EXPECT_NE(trouble().find("not-found"), std::string::npos) << trouble();
  EXPECT_THAT(urls(repository(SourceKind::kHuggingFace, "org/none")), IsEmpty());
  web_.add("https://hub.example/api/models/org/odd", 200, "<html>Log in</html>");
  EXPECT_THAT(urls(repository(SourceKind::kHuggingFace, "org/odd")), IsEmpty());
  EXPECT_NE(trouble().find("is no answer about models"), std::string::npos) << trouble();
}

}  // namespace
}  // namespace benchledger
