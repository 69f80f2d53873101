#include <map>
#include <tuple>

#include "extractors/comparability.h"
#include "pipeline/check.h"

namespace benchledger {

namespace {

struct Stated {
  const Score* score;
  const DocumentRecord* page;
  ComparabilityKey key;
};

// Who measured, which model, which benchmark.
using Subject = std::tuple<std::string, std::string, std::string>;

std::map<Subject, std::vector<Stated>> by_subject(const RunCheckInput& input) {
  std::map<Subject, std::vector<Stated>> subjects;
  for (const Extraction* extraction : input.run) {
    for (const Score& score : extraction->scores) {
      if (!score.evaluator.organization || !score.model.id || !score.benchmark.id) continue;
      subjects[{*score.evaluator.organization, *score.model.id, *score.benchmark.id}].push_back(
          {&score, &extraction->document, key_of(score, input.rules)});
    }
  }
  return subjects;
}

bool comparable(const Stated& a, const Stated& b) {
  return match(a.key, b.key).comparability == Comparability::kComparable;
}

bool agree(const Stated& a, const Stated& b) {
  return compare(comparable_interval(*a.score), comparable_interval(*b.score)) == 0;
}

// Two pages that share one figure tell two things apart (a base model and its
// chat model, two splits); they do not contradict each other.
bool contradict(const Stated& a, const Stated& b, const std::vector<Stated>& all) {
  if (a.page == b.page || !comparable(a, b) || agree(a, b)) return false;
  for (const Stated& left : all) {
    if (left.page != a.page || !comparable(left, a)) continue;
    for (const Stated& right : all) {
      if (right.page == b.page && comparable(right, b) && agree(left, right)) return false;
    }
  }
  return true;
}

}  // namespace

// One measurer gives a model two figures under one stated key: the first pair
// of each subject.
void check_contradiction_across_pages(const RunCheckInput& input, FindingSink& sink) {
  for (const auto& [subject, all] : by_subject(input)) {
    for (std::size_t i = 1; i < all.size(); ++i) {
      const Stated& a = all.front();
      const Stated& b = all[i];
      if (!contradict(a, b, all)) continue;
      sink.add({{"measurer", std::get<0>(subject)},
                {"place", place_of(*a.score)},
                {"conditions", a.key.conditions()},
                {"first", figure(*a.score)},
                {"first_page", page_of(*a.page)},
                {"second", figure(*b.score)},
                {"second_page", page_of(*b.page)},
                {"gap", points(comparable_value(*a.score) - comparable_value(*b.score))}},
               {a.score->id, b.score->id}, {a.score->evidence, b.score->evidence});
      break;
    }
  }
}

}  // namespace benchledger
