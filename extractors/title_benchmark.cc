#include "extractors/title_benchmark.h"

#include <algorithm>
#include <set>

#include "extractors/axes.h"
#include "extractors/label.h"
#include "extractors/pattern.h"
#include "extractors/sentence.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

class TitleReader {
  static constexpr double kNamesABenchmark = 0.5;  // likeness from which a name stands alone
  static constexpr double kSomeModels = 0.3;

 public:
  TitleReader(const TitlePlaces& places, const std::vector<std::string>& labels, const Names& names,
              const Rules& rules)
      : document_(places.document),
        table_(places.table),
        heading_(places.heading),
        labels_(labels),
        names_(names),
        rules_(rules),
        parts_of_one_benchmark_(are_parts_of_one_benchmark()) {}

  TitledBenchmark read() const {
    return {benchmark_of_heading(), metric_of_text(), parts_of_one_benchmark_};
  }

 private:
  // Most names on the benchmark axis are no benchmarks of their own ("Tables",
  // "Overall"): then all of them are parts of the one the heading names.
  bool are_parts_of_one_benchmark() const {
    const auto parts = static_cast<std::size_t>(
        std::count_if(labels_.begin(), labels_.end(), [&](const std::string& label) {
          return is_metric(label) || names_.benchmark_likeness(label) < kNamesABenchmark;
        }));
    return !labels_.empty() && parts * 2 >= labels_.size();
  }

  std::string benchmark_of_heading() const {
    std::vector<std::string> places;
    if (!table_.caption.text.empty()) places.push_back(table_.caption.text);
    if (const std::string label = label_before(); !label.empty()) places.push_back(label);
    for (std::size_t i = heading_.size(); i-- > 0;) places.push_back(heading_[i]);
    for (std::size_t i = 0; i < places.size(); ++i) {
      std::string text = clean_label(places[i]).text;
      const std::size_t colon = text.find(':');
      if (colon != std::string::npos) text = text.substr(0, colon);
      text = without_result_words(text);
      if (is_category(text)) continue;
      if (names_.knows_benchmark(text)) return text;
      // The page's title names a project; only a test's name makes it one.
      const bool title = i + 1 == places.size() && heading_.size() > 1;
      if (const std::string name = named_over_average(text);
          !name.empty() && (!title || names_.benchmark_likeness(name) > 0)) {
        return name;
      }
      if (std::string found = coined_name_in(places[i]); !found.empty()) return found;
      if (std::string found = benchmark_within(text); !found.empty()) return found;
    }
    return parts_of_one_benchmark_ ? only_named_within(lead_in()) : std::string();
  }

  // The one test a sentence names: a known one, or one by its ending.
  std::string only_named_within(std::string sentence) const {
    const auto known = known_within(sentence);
    if (!known.empty()) return known.size() == 1 ? *known.begin() : std::string();
    std::string named = benchmark_within(sentence);
    const std::size_t at = named.empty() ? std::string::npos : sentence.find(named);
    if (at == std::string::npos) return {};
    sentence.erase(0, at + named.size());
    return benchmark_within(sentence).empty() ? named : std::string();
  }

  // "We compared the models on HumanEval, with these results:": the sentence
  // that ends right before the table.
  std::string lead_in() const {
    if (table_.block == 0 || table_.block > document_.blocks.size()) return {};
    const Block& block = document_.blocks[table_.block - 1];
    if (block.kind != BlockKind::kParagraph && block.kind != BlockKind::kListItem) return {};
    const auto sentences = split_sentences(block.text.text, {});
    return sentences.empty() ? std::string() : std::string(sentences.back().of(block.text.text));
  }

  // "- **C-MTEB**: …" right before the table, or a line without a full stop
  // that is a title in all but its mark-up ("Retrieval on XTD").
  std::string label_before() const {
    constexpr std::size_t kLong = 48;
    constexpr std::size_t kLongTitle = 100;
    if (table_.block == 0 || table_.block > document_.blocks.size()) return {};
    const Block& block = document_.blocks[table_.block - 1];
    if (block.kind != BlockKind::kParagraph && block.kind != BlockKind::kListItem) return {};
    const std::string& text = block.text.text;
    const std::size_t colon = std::min(text.find(':'), text.find("\uFF1A"));
    if (colon == std::string::npos) {
      const bool sentence = text.empty() || text.size() > kLongTitle || text.back() == '.';
      return sentence ? std::string() : text;
    }
    if (colon > kLong) return {};
    const std::string label = clean_label(text.substr(0, colon)).text;
    return names_.knows_benchmark(label) ? label : std::string();
  }

  // "WER results:" right before the table, in its caption or over it: the metric
  // of all its figures. Sums and words for any score say nothing of it.
  std::string metric_of_text() const {
    std::vector<std::string> places{table_.caption.text};
    if (table_.block > 0 && table_.block <= document_.blocks.size()) {
      const std::string& text = document_.blocks[table_.block - 1].text.text;
      if (!text.empty() && text.back() == ':') places.push_back(text.substr(0, text.size() - 1));
    }
    if (!heading_.empty()) places.push_back(heading_.back());
    for (const std::string& place : places) {
      const std::string text = without_result_words(clean_label(place).text);
      if (is_metric(text) && !listed(text, "aggregates") && !listed(text, "generic_scores")) {
        return text;
      }
    }
    return {};
  }

  // The name of a test within a heading: by its ending ("evaluation of
  // AlignBench"), or the only one that is known ("MMLU 各类别指标").
  std::string benchmark_within(const std::string& text) const {
    static const Pattern kNamed(
        R"(((?:[A-Z0-9][\w.+-]*\s){0,2}?[^\s:,()]*[^\s:,()](?:[Bb]ench|(?<!etri)[Ee]val|[Aa]rena)\b(?:[- ]v?\d[\w.]*)?|(?:[A-Z][\w-]*\s){1,3}(?:Leaderboard|Benchmark|Arena))\b)",
        Pattern::Case::kMatter);
    static const Pattern kGeneric(
        R"((?:the|our|llm|model|evaluation|performance|official|public|full|standard|main|results?|open|more|other)\s+(?:leaderboard|benchmarks?|arena|eval)|leaderboard|benchmark)");
    if (const auto match = kNamed.find(text)) {
      std::string found(match->text(text));
      if (kGeneric.matches_all(found)) return {};
      found = without_words_before(std::move(found));
      return found + known_part_after(found, text.substr(match->groups[0].end));
    }
    return parts_of_one_benchmark_ ? only_known_within(text) : std::string();
  }

  // "Latest SWE-Bench" is about SWE-Bench.
  std::string without_words_before(std::string name) const {
    for (std::size_t space = name.find(' '); space != std::string::npos; space = name.find(' ')) {
      if (!listed(name.substr(0, space), "heading_openings")) break;
      name.erase(0, space + 1);
    }
    return name;
  }

  // " Verified" after "SWE-bench" in "SWE-bench Verified top 10": the next word
  // where the name with it is a test of its own.
  std::string known_part_after(const std::string& name, const std::string& rest) const {
    static const Pattern kWord(R"(^\s[A-Z][\w-]*)", Pattern::Case::kMatter);
    const auto next = kWord.find(rest);
    if (!next) return {};
    std::string part(next->text(rest));
    const auto whole = names_.benchmark(name + part).id;
    return whole && whole != names_.benchmark(name).id ? part : std::string();
  }

  std::string only_known_within(const std::string& text) const {
    const auto known = known_within(text);
    return known.size() == 1 ? *known.begin() : std::string();
  }

  // Written as a name, not as a word: two capitals or digits at least.
  std::set<std::string> known_within(const std::string& text) const {
    static const Pattern kWord(R"([A-Za-z0-9](?:[\w.+-]*[A-Za-z0-9])?)");
    static const Pattern kName(R"((?:[^A-Z\d]*[A-Z\d]){2}.*)", Pattern::Case::kMatter);
    std::set<std::string> known;
    for (std::size_t at = 0; const auto match = kWord.find(text, at);) {
      at = match->groups[0].end;
      std::string word(match->text(text));
      if (kName.matches_all(word) && names_.knows_benchmark(word)) known.insert(std::move(word));
    }
    return known;
  }

  // "Irish-BLiMP Benchmarks", "Results (WebVoyager dataset)" over columns that
  // only say "Accuracy": a coined name before a word for a test.
  std::string coined_name_in(const std::string& place) const {
    static const Pattern kCoined(
        R"(\b([A-Z][A-Za-z0-9]*(?:[A-Z0-9][A-Za-z0-9]*|-[A-Z0-9][\w.]*)+)\s+(?:[Bb]enchmarks|[Dd]ataset|[Tt]est [Ss]et|[Ss]uite)\b)",
        Pattern::Case::kMatter);
    const bool measures = std::all_of(labels_.begin(), labels_.end(),
                                      [&](const std::string& label) { return is_metric(label); });
    const std::string text = clean_label(place).text;
    const auto match = kCoined.find(text);
    if (!measures || !match) return {};
    std::string name(match->text(text, 1));
    const bool other = names_.model_likeness(name) >= kSomeModels ||
                       names_.organization(name) != nullptr || is_category(name);
    return other ? std::string() : name;
  }

  // "CivicExam" over "Average | Law | Tax": one word written as a name over
  // parts and their average names the whole, and so does the last word of
  // "Translation on CivicExam [details]".
  std::string named_over_average(std::string text) const {
    if (const std::size_t bracket = text.find('['); bracket != std::string::npos) {
      text = fold_space(std::string_view(text).substr(0, bracket));
    }
    if (const std::size_t on = text.rfind(" on "); on != std::string::npos) text.erase(0, on + 4);
    return heads_an_average(text) ? text : std::string();
  }

  bool heads_an_average(const std::string& text) const {
    static const Pattern kName(R"([A-Z][A-Za-z0-9]*(?:[A-Z0-9][A-Za-z0-9]*|-[A-Z0-9][\w.]*)+)",
                               Pattern::Case::kMatter);
    if (!parts_of_one_benchmark_ || !kName.matches_all(text)) return false;
    if (names_.model_likeness(text) >= kNamesABenchmark || names_.organization(text) != nullptr)
      return false;
    const auto& sums = rules_.word_list("aggregates");
    return std::any_of(labels_.begin(), labels_.end(), [&](const std::string& label) {
      return std::find(sums.begin(), sums.end(), folded(label)) != sums.end();
    });
  }

  // "C-Eval Results" is about C-Eval.
  std::string without_result_words(std::string text) const {
    const auto& words = rules_.word_list("heading_tails");
    for (std::size_t space = text.rfind(' '); space != std::string::npos; space = text.rfind(' ')) {
      const std::string last = folded(std::string_view(text).substr(space + 1));
      if (std::find(words.begin(), words.end(), last) == words.end()) break;
      text.erase(space);
    }
    return text;
  }

  bool is_metric(const std::string& text) const { return is_measure(text, rules_); }

  // "Math", "Coding": a field, though a benchmark may share its name.
  bool is_category(const std::string& text) const { return listed(text, "category_words"); }

  bool listed(std::string_view text, const char* list) const {
    const auto& words = rules_.word_list(list);
    return std::find(words.begin(), words.end(), folded(text)) != words.end();
  }

  const Document& document_;
  const Table& table_;
  const std::vector<std::string>& heading_;
  const std::vector<std::string>& labels_;
  const Names& names_;
  const Rules& rules_;
  const bool parts_of_one_benchmark_;
};

}  // namespace

TitledBenchmark titled_benchmark(const TitlePlaces& places, const std::vector<std::string>& labels,
                                 const Names& names, const Rules& rules) {
  return TitleReader(places, labels, names, rules).read();
}

}  // namespace benchledger
