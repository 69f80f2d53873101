// benchledger eval: precision, recall and F1 against gold files.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "extractors/rules_load.h"
#include "pipeline/command.h"
#include "pipeline/eval.h"
#include "pipeline/exit_code.h"
#include "pipeline/in_order.h"
#include "pipeline/json_writer.h"
#include "pipeline/page_input.h"
#include "pipeline/terminal.h"

namespace benchledger {
namespace {

namespace fs = std::filesystem;

constexpr const char* kExample =
    "GOLD/<name>.jsonl is compared with DOCS/<name>.*. Exit 1 where a --min is not reached.\n"
    "Example:\n"
    "  benchledger eval --gold gold --docs corpus --min-near 0.9";

// Records listed for each document under --verbose.
constexpr std::size_t kMostListed = 12;

struct EvalOptions {
  std::string gold;
  std::string docs;
  std::string ablate;  // "names" or empty
  bool verbose = false;
  std::size_t threads = default_threads();
  double min_f1 = 0;
  double min_near = 0;
  double min_precision = 0;
  double min_recall = 0;
  double min_relationship = 0;
};

struct Pair {
  std::string name;
  std::string gold;
  std::string document;  // empty: there is none
};

struct Evaluated {
  Tally tally;
  std::optional<Error> error;
};

struct Totals {
  Tally tally;
  std::size_t documents = 0;
  double macro = 0;  // sums, divided when shown
  double macro_near = 0;

  [[nodiscard]] double mean(double sum) const {
    return documents == 0 ? 0 : sum / static_cast<double>(documents);
  }
};

Result<std::vector<fs::path>> files_in(const std::string& folder) {
  std::error_code error;
  std::vector<fs::path> files;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->is_regular_file()) files.push_back(at->path());
  }
  if (error) return fail(ErrorKind::kUsage, folder, "cannot list: " + error.message());
  std::sort(files.begin(), files.end());
  return files;
}

Result<std::vector<Pair>> pairs_of(const EvalOptions& options) {
  const Result<std::vector<fs::path>> gold = files_in(options.gold);
  if (!gold) return tl::unexpected<Error>(gold.error());
  const Result<std::vector<fs::path>> docs = files_in(options.docs);
  if (!docs) return tl::unexpected<Error>(docs.error());
  std::vector<Pair> pairs;
  for (const fs::path& path : *gold) {
    if (path.extension() != ".jsonl") continue;
    const auto document = std::find_if(docs->begin(), docs->end(), [&](const fs::path& candidate) {
      return candidate.stem() == path.stem() && candidate.extension() != ".jsonl";
    });
    pairs.push_back({path.stem().string(), path.string(),
                     document == docs->end() ? std::string() : document->string()});
  }
  if (pairs.empty()) return fail(ErrorKind::kUsage, options.gold, "holds no *.jsonl gold file");
  return pairs;
}

Evaluated evaluate(const Extractor& extractor, const Pair& pair) {
  Evaluated made;
  const auto failed = [&made](const Error& error) {
    made.error = error;
    return made;
  };
  if (pair.document.empty()) {
    return failed({ErrorKind::kInput, pair.gold, "there is no document of this name", ""});
  }
  const Result<std::string> lines = read_page_file(pair.gold);
  if (!lines) return failed(lines.error());
  const Result<std::vector<GoldRecord>> gold = read_gold(*lines, pair.gold);
  if (!gold) return failed(gold.error());
  const Result<std::string> bytes = read_page_file(pair.document);
  if (!bytes) return failed(bytes.error());
  made.tally = compare_with_gold(extractor.extract(page_input(*bytes, pair.document)), *gold);
  return made;
}

std::string text_line(const std::string& name, const Tally& tally) {
  const Rates strict = tally.strict();
  std::string line = fmt::format(
      "{:44} P {:.3f} R {:.3f} F1 {:.3f} (near {:.3f})  right {} near {} wrong {} missed {}", name,
      strict.precision, strict.recall, strict.f1, tally.lenient().f1, tally.right, tally.near,
      tally.wrong, tally.missed);
  if (tally.relationship_of > 0) {
    line += fmt::format("  relationship {}/{}", tally.relationship_right, tally.relationship_of);
  }
  if (tally.specs_of > 0) line += fmt::format("  specs {}/{}", tally.specs_right, tally.specs_of);
  return line + "\n";
}

std::string listed(const char* what, const std::vector<std::string>& records) {
  std::string lines;
  for (std::size_t i = 0; i < std::min(records.size(), kMostListed); ++i) {
    lines += fmt::format("    {} {}\n", what, records[i]);
  }
  return lines;
}

void write_tally(JsonWriter& out, const Tally& tally) {
  const Rates strict = tally.strict();
  const Rates lenient = tally.lenient();
  out.member("precision", strict.precision)
      .member("recall", strict.recall)
      .member("f1", strict.f1)
      .member("near_precision", lenient.precision)
      .member("near_recall", lenient.recall)
      .member("near_f1", lenient.f1)
      .member("right", tally.right)
      .member("near", tally.near)
      .member("wrong", tally.wrong)
      .member("missed", tally.missed)
      .member("relationship_right", tally.relationship_right)
      .member("relationship_of", tally.relationship_of)
      .member("specs_right", tally.specs_right)
      .member("specs_of", tally.specs_of);
}

std::string document_lines(const Context& context, const EvalOptions& options,
                           const std::string& name, const Tally& tally) {
  if (context.json) {
    JsonWriter out;
    out.open_object().member("document", name);
    write_tally(out, tally);
    return out.close_object().take() + "\n";
  }
  std::string lines = text_line(name, tally);
  if (options.verbose) {
    lines += listed("missed", tally.missed_records) + listed("wrong ", tally.wrong_records);
  }
  return lines;
}

std::string total_lines(const Context& context, const Totals& totals) {
  const Tally& tally = totals.tally;
  if (context.json) {
    JsonWriter out;
    out.open_object().member("total", true).member("documents", totals.documents);
    write_tally(out, tally);
    out.member("macro_f1", totals.mean(totals.macro))
        .member("macro_near_f1", totals.mean(totals.macro_near))
        .member("relationship", tally.relationship());
    return out.close_object().take() + "\n";
  }
  const Rates strict = tally.strict();
  const Rates lenient = tally.lenient();
  return fmt::format(
      "total: {} documents, P {:.4f} R {:.4f} micro-F1 {:.4f} (near {:.4f}) macro-F1 {:.4f} "
      "(near {:.4f}) wrong {} relationship {:.4f} ({}/{}) specs {}/{}\n"
      "near precision {:.4f} recall {:.4f}\n",
      totals.documents, strict.precision, strict.recall, strict.f1, lenient.f1,
      totals.mean(totals.macro), totals.mean(totals.macro_near), tally.wrong, tally.relationship(),
      tally.relationship_right, tally.relationship_of, tally.specs_right, tally.specs_of,
      lenient.precision, lenient.recall);
}

bool reaches_floors(const EvalOptions& options, const Totals& totals) {
  const Rates lenient = totals.tally.lenient();
  return totals.documents > 0 && totals.tally.strict().f1 >= options.min_f1 &&
         std::min(lenient.f1, totals.mean(totals.macro_near)) >= options.min_near &&
         lenient.precision >= options.min_precision && lenient.recall >= options.min_recall &&
         totals.tally.relationship() >= options.min_relationship;
}

int evaluate_all(const Context& context, const EvalOptions& options) {
  Result<Rules> rules = open_rules(context);
  if (!rules) return report(context, rules.error());
  if (!options.ablate.empty()) drop_names(*rules);
  const Extractor extractor(std::move(*rules));
  const Result<std::vector<Pair>> pairs = pairs_of(options);
  if (!pairs) return report(context, pairs.error());
  Totals totals;
  int exit_code = kExitFine;
  for_each_in_order(
      pairs->size(), options.threads,
      [&](std::size_t i) { return evaluate(extractor, (*pairs)[i]); },
      [&](std::size_t i, const Evaluated& made) {
        if (made.error) {
          exit_code = report(context, *made.error);
          return true;
        }
        ++totals.documents;
        totals.tally.add(made.tally);
        totals.macro += made.tally.strict().f1;
        totals.macro_near += made.tally.lenient().f1;
        return print(document_lines(context, options, (*pairs)[i].name, made.tally));
      });
  (void)print(total_lines(context, totals));
  if (exit_code != kExitFine) return exit_code;
  return reaches_floors(options, totals) ? kExitFine : kExitFindings;
}

}  // namespace

void add_eval(CLI::App& app, Context& context) {
  auto options = std::make_shared<EvalOptions>();
  CLI::App* command = app.add_subcommand("eval", "Measure precision and recall against gold files");
  command->footer(kExample);
  command->add_option("--gold", options->gold, "Folder of gold files")
      ->required()
      ->type_name("DIR");
  command->add_option("--docs", options->docs, "Folder of documents")->required()->type_name("DIR");
  command->add_flag("-v,--verbose", options->verbose, "List what was missed and what was wrong");
  command
      ->add_option("--ablate", options->ablate,
                   "Forget the names of models, benchmarks and organizations: what is left is "
                   "read from structure")
      ->check(CLI::IsMember({"names"}));
  command->add_option("-j,--jobs", options->threads, "Documents read at once (default: one a core)")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  const auto floor = [&](const char* name, double& value, const char* what) {
    command->add_option(name, value, what)->check(CLI::Range(0.0, 1.0))->type_name("X");
  };
  floor("--min-f1", options->min_f1, "Least strict micro-F1");
  floor("--min-near", options->min_near, "Least near F1, micro and macro");
  floor("--min-precision", options->min_precision, "Least near precision");
  floor("--min-recall", options->min_recall, "Least near recall");
  floor("--min-relationship", options->min_relationship, "Least share of right relationships");
  command->callback([options, &context] {
    context.action = [options, &context] { return evaluate_all(context, *options); };
  });
}

}  // namespace benchledger
