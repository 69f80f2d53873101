#include "pipeline/output_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

namespace benchledger {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class OutputFolderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "benchledger-folder-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    parent_ = pattern;
  }
  void TearDown() override { fs::remove_all(parent_); }
  [[nodiscard]] bool is_empty() const { return fs::is_empty(parent_); }
  std::string parent_;
};

TEST_F(OutputFolderTest, IsGoneWithoutACommit) {
  {
    Result<OutputFolder> folder = OutputFolder::begin(parent_);
    ASSERT_TRUE(folder);
    ASSERT_TRUE(folder->write("a", [](const OutputFolder::Put& put) { put("bytes"); }));
    EXPECT_FALSE(is_empty());
  }
  EXPECT_TRUE(is_empty());
}

// A limit on the size of files stands in for a full disk: write(2) fails with
// EFBIG in the middle of a file.
TEST_F(OutputFolderTest, LeavesNothingWhereAWriteFailsHalfWay) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit tight = before;
  tight.rlim_cur = 1 << 20;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &tight), 0);
  {
    Result<OutputFolder> folder = OutputFolder::begin(parent_);
    ASSERT_TRUE(folder);
    const Result<WrittenFile> written = folder->write("big", [](const OutputFolder::Put& put) {
      const std::string piece(1 << 16, 'x');
      for (int i = 0; i < 64; ++i) put(piece);
    });
    EXPECT_FALSE(written);
    if (!written) {
      EXPECT_EQ(written.error().kind, ErrorKind::kStore);
      EXPECT_THAT(written.error().message, HasSubstr("cannot write big"));
    }
  }
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  EXPECT_TRUE(is_empty());
}

TEST_F(OutputFolderTest, SwapsALinkThatPointsNowhere) {
  ASSERT_TRUE(swap_link(parent_, "latest", "one"));
  ASSERT_TRUE(swap_link(parent_, "latest", "two"));
  EXPECT_EQ(fs::read_symlink(fs::path(parent_) / "latest"), "two");
}

}  // namespace
}  // namespace benchledger
