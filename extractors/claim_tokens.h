#pragma once
// A sentence as the tokens a claim is made of: figures, the models and
// benchmarks the document has records for, cue words with what they mean.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "extractors/identity.h"
#include "extractors/number.h"
#include "extractors/record.h"
#include "extractors/rules.h"

namespace benchledger {

// The names a document's own records answer to. Build once per document.
class ClaimNames {
 public:
  struct Mention {
    std::size_t length = 0;               // bytes
    std::vector<std::size_t> candidates;  // into models() or benchmarks(); empty: known
                                          // as a name, but without a record here
    bool exact = false;                   // the whole printed name, not a shortened one
    bool benchmark = false;
  };

  // A word of running text and where it stands.
  struct Atom {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string word;  // lower case
  };

  ClaimNames(const std::vector<Score>& scores, const Names& names, const Rules& rules);

  [[nodiscard]] const std::vector<ModelRef>& models() const { return models_; }
  [[nodiscard]] const std::vector<BenchmarkRef>& benchmarks() const { return benchmarks_; }
  [[nodiscard]] const std::vector<std::string>& modes() const { return modes_; }
  [[nodiscard]] std::optional<std::size_t> model_index(const ModelRef& model) const;
  [[nodiscard]] std::optional<std::size_t> benchmark_index(const BenchmarkRef& benchmark) const;

  // The longest name that starts at text[at], a word start.
  [[nodiscard]] std::optional<Mention> mention_at(std::string_view text, std::size_t at) const;

 private:
  struct Form {
    std::vector<std::string> words;
    std::size_t owner = 0;
    bool benchmark = false;
    bool exact = false;
  };
  void add_form(std::string_view text, std::size_t owner, bool benchmark, bool exact);
  void add_model(const ModelRef& model);
  void add_benchmark(const BenchmarkRef& benchmark);
  [[nodiscard]] std::optional<Mention> known_elsewhere(std::string_view text, std::size_t at) const;

  [[nodiscard]] std::size_t model_end(std::string_view text, std::size_t end,
                                      const std::vector<Atom>& rest, Mention& mention) const;
  [[nodiscard]] std::size_t benchmark_end(std::string_view text, std::size_t end,
                                          const std::vector<Atom>& rest, Mention& mention) const;
  static std::size_t longer_name_end(std::string_view text, std::size_t end, Mention& mention);
  [[nodiscard]] bool is_in(std::string_view table, const std::string& word) const;

  const Names& names_;
  const Rules& rules_;
  std::vector<ModelRef> models_;
  std::vector<BenchmarkRef> benchmarks_;
  std::map<std::pair<std::string, std::optional<std::string>>, std::size_t> model_at_;  // key, mode
  std::map<std::string, std::size_t> benchmark_at_;                                     // by key
  std::vector<std::string> modes_;
  std::map<std::string, std::vector<Form>> forms_;  // by first word
};

// rules/claims.yaml ready for matching. Build once per rule set.
enum class Cue {
  kNone,
  kRatio,
  kSuperlative,
  kRank,
  kSecondOnly,
  kComparison,
  kParity,
  kHedge,
};

class ClaimWords {
 public:
  explicit ClaimWords(const Rules& rules);

  struct Hit {
    Cue cue = Cue::kNone;
    double value = 0;
    std::size_t words = 0;  // tokens taken
  };
  // The longest cue phrase in `words` from `at` on.
  [[nodiscard]] std::optional<Hit> cue_at(const std::vector<std::string_view>& words,
                                          std::size_t at) const;
  [[nodiscard]] bool in(std::string_view table, std::string_view word) const;
  // The longest phrase of `table` that starts at words[at]; 0 where none does.
  [[nodiscard]] std::size_t phrase_at(std::string_view table,
                                      const std::vector<std::string_view>& words,
                                      std::size_t at) const;
  [[nodiscard]] std::optional<double> number(std::string_view table, std::string_view word) const;
  [[nodiscard]] const std::map<std::string, double>& table(std::string_view name) const;

 private:
  struct Phrase {
    std::vector<std::string> words;
    Cue cue = Cue::kNone;
    double value = 0;
  };
  using PhraseIndex = std::map<std::string, std::vector<Phrase>, std::less<>>;
  static void add(PhraseIndex& index, std::string_view text, Cue cue, double value);
  void add_cues(std::string_view table, Cue cue);

  const Rules& rules_;
  PhraseIndex cues_;
  std::map<std::string, PhraseIndex, std::less<>> tables_;
};

struct ClaimToken {
  enum class Kind {
    kWord,
    kFigure,
    kTimes,
    kOrdinal,
    kQuantity,
    kModel,
    kBenchmark,
    kMode,
    kCue,
    kPunctuation
  };
  Kind kind = Kind::kWord;
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string word;  // lower case; a dash of any kind set off by spaces is " - "
  Number number;     // kFigure, kTimes (6x), kOrdinal
  Cue cue = Cue::kNone;
  double value = 0;  // of the cue
  std::vector<std::size_t> candidates;
  bool exact = false;
};

// kQuantity is a number with a unit of its own ("32B", "$3", "5-shot"): never
// a score. Linear in the sentence but for the name look-ups.
[[nodiscard]] std::vector<ClaimToken> claim_tokens(std::string_view sentence,
                                                   const ClaimNames& names,
                                                   const ClaimWords& words);

}  // namespace benchledger
