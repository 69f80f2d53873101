#include "pipeline/credential.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>

#include "temporary_folder.h"

namespace benchledger {
namespace {

constexpr const char* kVariable = "BENCHLEDGER_TEST_CREDENTIAL";

std::string from_env(CredentialScheme scheme, const std::string& value) {
  ::setenv(kVariable, value.c_str(), 1);
  const Result<std::string> header = read_credential({scheme, kVariable, ""});
  ::unsetenv(kVariable);
  return header ? *header : "! " + header.error().message;
}

TEST(Credential, BecomesAHeader) {
  EXPECT_EQ(from_env(CredentialScheme::kBearer, "hf_abc"), "Bearer hf_abc");
  EXPECT_EQ(from_env(CredentialScheme::kBearer, "hf_abc\n"), "Bearer hf_abc");
  // RFC 7617, sections 2 and 2.1.
  EXPECT_EQ(from_env(CredentialScheme::kBasic, "Aladdin:open sesame"),
            "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  EXPECT_EQ(from_env(CredentialScheme::kBasic, "test:123\xc2\xa3"), "Basic dGVzdDoxMjPCow==");
  EXPECT_EQ(from_env(CredentialScheme::kBasic, "a:"), "Basic YTo=");
  EXPECT_EQ(from_env(CredentialScheme::kBasic, "no colon"), "! has no colon");
}

TEST(Credential, CannotCarryAnotherHeader) {
  EXPECT_EQ(from_env(CredentialScheme::kBearer, "a\r\nHost: b"), "! holds no credential");
  EXPECT_EQ(from_env(CredentialScheme::kBearer, " \n"), "! holds no credential");
}

TEST(Credential, IsMissing) {
  EXPECT_EQ(read_credential({CredentialScheme::kBearer, kVariable, ""}).error().where,
            std::string("$") + kVariable);
}

TEST(Credential, ComesFromAFileOnlyItsOwnerReads) {
  const TemporaryFolder folder;
  const std::string path = folder / "token";
  std::ofstream(path) << "secret-token\n";
  struct {
    mode_t mode;
    bool taken;
  } const cases[] = {{0600, true}, {0400, true}, {0640, false}, {0604, false}, {0620, false}};
  for (const auto& c : cases) {
    ::chmod(path.c_str(), c.mode);
    const Result<std::string> header = read_credential({CredentialScheme::kBearer, "", path});
    EXPECT_EQ(header.has_value(), c.taken) << std::oct << c.mode;
    if (header) {
      EXPECT_EQ(*header, "Bearer secret-token");
    } else {
      EXPECT_EQ(describe(header.error()).find("secret-token"), std::string::npos);
    }
  }
  EXPECT_FALSE(read_credential({CredentialScheme::kBearer, "", folder / "nowhere"}).has_value());
  EXPECT_FALSE(read_credential({CredentialScheme::kBearer, "", "/dev/zero"}).has_value());
}

}  // namespace
}  // namespace benchledger
