#pragma once
// What the records of one document can say to a claim: the names they answer
// to, and the scores behind a model and a benchmark, found by index.

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "extractors/claim_tokens.h"
#include "extractors/comparable.h"
#include "extractors/document.h"
#include "extractors/identity.h"
#include "extractors/page.h"
#include "extractors/record.h"

namespace benchledger {

// Built once a document; keeps references to its arguments. Thread safe.
class ClaimField {
 public:
  using Models = std::vector<std::size_t>;  // into names().models(): one name may be several

  // One way to read "subject on benchmark": the score and what it stands among.
  struct Reading {
    const LineUp* line_up = nullptr;
    const Score* score = nullptr;
  };

  ClaimField(const Document& document, const Page& page, const std::vector<Score>& scores,
             const Names& names, const Rules& rules);

  [[nodiscard]] const Page& page() const { return page_; }
  [[nodiscard]] const Names& known_names() const { return known_names_; }
  [[nodiscard]] const ClaimWords& words() const { return words_; }
  [[nodiscard]] const ClaimNames& names() const { return names_; }
  [[nodiscard]] bool has_scores() const { return !scores_.empty(); }

  // The model the page, its title or its first heading is about; empty where
  // none or more than one is.
  [[nodiscard]] const Models& page_subject() const { return page_subject_; }

  // The scores of `models` on `benchmarks` (into names().benchmarks()), in
  // record order; of one mode where one is given and recorded. Cost: the
  // line-ups of those benchmarks.
  [[nodiscard]] std::vector<Reading> readings(const Models& models,
                                              const std::vector<std::size_t>& benchmarks,
                                              const std::optional<std::string>& mode) const;

  [[nodiscard]] bool names_model(const Models& models, const Score& score) const;
  // Null where the line-up has no score of them.
  [[nodiscard]] const Score* score_in(const LineUp& line_up, const Models& models) const;
  // One model, be it in several modes.
  [[nodiscard]] bool one_name(const Models& models) const;
  // The model a judged claim is about, as the score it was judged by has it.
  [[nodiscard]] const ModelRef* model_of(const std::string& score_id, const Models& models) const;

  // The line-ups of each table, in document order.
  [[nodiscard]] const std::map<std::size_t, std::vector<const LineUp*>>& tables() const {
    return tables_;
  }

 private:
  [[nodiscard]] bool is_group(const Score& score) const;
  [[nodiscard]] std::vector<LineUp> across_groups(std::vector<LineUp> apart) const;
  void index_line_ups();
  void find_page_subject(const Document& document);
  void find_subject_in_titles(const Document& document);

  const Page& page_;
  const std::vector<Score>& scores_;
  const Names& known_names_;
  ClaimWords words_;
  ClaimNames names_;
  std::vector<LineUp> line_ups_;
  std::vector<std::size_t> model_at_;                  // by score: into names().models()
  std::vector<std::vector<std::size_t>> line_ups_of_;  // by benchmark: into line_ups_
  std::map<std::size_t, std::vector<const LineUp*>> tables_;
  std::map<std::string, std::size_t> score_at_;  // by id
  Models page_subject_;
};

}  // namespace benchledger
