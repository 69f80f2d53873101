#include "pipeline/lineage.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "pipeline/json.h"

namespace benchledger {
namespace {

// A score as a case writes it: table, section, benchmark, value. Ids follow the
// order, as they do where nothing else tells records apart.
struct Row {
  std::size_t table;
  const char* section;
  const char* benchmark;
  const char* value;
};

std::vector<StoredRecord> records_of(const std::vector<Row>& rows) {
  std::vector<StoredRecord> records;
  std::map<std::string, int> uses;
  for (const Row& row : rows) {
    Score score;
    score.model.raw = "Lumen 4";
    score.benchmark.raw = row.benchmark;
    score.setting.section = row.section;
    score.score.raw = row.value;
    score.evidence.table = row.table;
    score.evidence.heading = {row.section};
    const int use = uses[row.benchmark]++;
    score.id = std::string(row.benchmark) + (use == 0 ? "" : "#" + std::to_string(use));
    records.push_back({score.id, "score", "page", to_json(score)});
  }
  return records;
}

struct Case {
  const char* name;
  std::vector<Row> before;
  std::vector<Row> after;
  const char* from;  // for each record after: its index before, - where it is new
};

const Case kCases[] = {
    {"nothing", {{0, "A", "X", "1"}}, {{0, "A", "X", "1"}}, "0"},
    {"one value", {{0, "A", "X", "1"}}, {{0, "A", "X", "2"}}, "0"},
    {"one new", {{0, "A", "X", "1"}}, {{0, "A", "X", "1"}, {0, "A", "Y", "2"}}, "0-"},
    {"tables change places",
     {{0, "A", "X", "1"}, {0, "A", "Y", "2"}, {1, "B", "X", "3"}, {1, "B", "Y", "4"}},
     {{0, "B", "X", "3"}, {0, "B", "Y", "4"}, {1, "A", "X", "1"}, {1, "A", "Y", "2"}},
     "2301"},
    {"tables change places, and a value changes",
     {{0, "A", "X", "1"}, {0, "A", "Y", "2"}, {1, "B", "X", "3"}, {1, "B", "Y", "4"}},
     {{0, "B", "X", "3"}, {0, "B", "Y", "9"}, {1, "A", "X", "1"}, {1, "A", "Y", "2"}},
     "2301"},
    {"a heading is renamed",
     {{0, "A", "X", "1"}, {1, "B", "X", "3"}},
     {{0, "Results", "X", "1"}, {1, "B", "X", "3"}},
     "01"},
    {"figures of one row are exchanged between tables",
     {{0, "A", "X", "1"}, {0, "A", "Y", "2"}, {1, "B", "X", "3"}, {1, "B", "Y", "4"}},
     {{0, "A", "X", "3"}, {0, "A", "Y", "2"}, {1, "B", "X", "1"}, {1, "B", "Y", "4"}},
     "0123"},
    {"the first of two tables goes",
     {{0, "A", "X", "1"}, {0, "A", "Y", "2"}, {1, "B", "X", "3"}, {1, "B", "Y", "4"}},
     {{0, "B", "X", "3"}, {0, "B", "Y", "4"}},
     "23"},
    {"a table comes in front",
     {{0, "B", "X", "3"}, {0, "B", "Y", "4"}},
     {{0, "A", "X", "1"}, {0, "A", "Y", "2"}, {1, "B", "X", "3"}, {1, "B", "Y", "4"}},
     "--01"},
    {"rows of one table that say the same of two",
     {{0, "A", "X", "1"}, {0, "A", "X", "2"}},
     {{0, "A", "X", "2"}, {0, "A", "X", "1"}},
     "10"},
};

TEST(Lineage, FollowsRecordsByTheTableTheyStandIn) {
  for (const Case& one : kCases) {
    const std::vector<StoredRecord> before = records_of(one.before);
    const std::vector<StoredRecord> after = records_of(one.after);
    std::vector<const StoredRecord*> old_records;
    std::vector<const StoredRecord*> new_records;
    for (const StoredRecord& record : before) old_records.push_back(&record);
    for (const StoredRecord& record : after) new_records.push_back(&record);
    const Lineage lineage = trace(old_records, new_records);
    std::string from;
    std::size_t kept = 0;
    for (const auto& index : lineage.from) {
      from += index ? std::to_string(*index) : "-";
      if (index) ++kept;
    }
    EXPECT_EQ(from, one.from) << one.name;
    EXPECT_EQ(lineage.gone.size(), before.size() - kept) << one.name;
  }
}

}  // namespace
}  // namespace benchledger
