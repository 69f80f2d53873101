// benchledger add: one more page, from its address to records in the ledger:
// fetched, read, shown, confirmed, written into the sources file, ingested.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "extractors/text.h"
#include "pipeline/command.h"
#include "pipeline/curl_client.h"
#include "pipeline/discover.h"
#include "pipeline/exit_code.h"
#include "pipeline/fetch.h"
#include "pipeline/files.h"
#include "pipeline/in_order.h"
#include "pipeline/json_writer.h"
#include "pipeline/keyboard.h"
#include "pipeline/locations.h"
#include "pipeline/log.h"
#include "pipeline/open_walls.h"
#include "pipeline/page_index.h"
#include "pipeline/page_input.h"
#include "pipeline/polite_client.h"
#include "pipeline/run.h"
#include "pipeline/run_summary.h"
#include "pipeline/source_entry.h"
#include "pipeline/terminal.h"

namespace benchledger {
namespace {

constexpr const char* kExample =
    "The entry goes behind the last one of the sources file; everything else in it stays as it "
    "is.\n"
    "Examples:\n"
    "  benchledger add https://vendor.example/new-model\n"
    "  benchledger add https://huggingface.co/org/model --yes\n"
    "  benchledger add https://vendor.example/sitemap.xml --include /models/";

constexpr std::size_t kMostShown = 12;
constexpr std::size_t kMostSourcesFileBytes = std::size_t{4} << 20;

struct AddOptions {
  LocationOptions locations;
  std::string url;
  std::string id;
  std::string publisher;
  std::string contact;
  std::vector<std::string> include;
  bool allow_private = false;
  bool yes = false;
};

// The sources file as it is and as it is read.
struct SourcesFile {
  std::string path;
  std::string text;
  Sources sources;
};

Result<SourcesFile> open_sources(const std::string& path, const std::string& contact) {
  SourcesFile file{path, {}, {}};
  const FileResult<std::string> text = read_file(path, kMostSourcesFileBytes);
  if (!text && text.error().trouble == FileTrouble::kMissing) {
    file.text = new_sources_text(contact);
    file.sources.contact = contact;
    return file;
  }
  Result<Sources> sources = load_sources(path);
  if (!sources) return tl::unexpected<Error>(sources.error());
  file.text = text ? *text : std::string();
  file.sources = std::move(*sources);
  if (file.sources.contact.empty() && !contact.empty()) {
    file.text = "contact: \"" + contact + "\"\n" + file.text;
    file.sources.contact = contact;
  }
  return file;
}

// What the new source would bring.
struct Proposal {
  Source source;
  std::vector<Capture> captures;
  std::vector<FetchOutcome> troubles;
  std::vector<std::string> pages;  // of a source that finds pages
};

bool is_index(const Capture& page, Source& source) {
  const std::size_t start = page.bytes.find_first_not_of(" \t\r\n\xef\xbb\xbf");
  if (start == std::string::npos || (page.bytes[start] != '<' && page.bytes[start] != '{')) {
    return false;
  }
  if (page.bytes[start] == '<' && read_sitemap(page.bytes)) {
    source.kind = SourceKind::kSitemap;
  } else if (read_feed(page.bytes)) {
    source.kind = SourceKind::kFeed;
  } else {
    return false;
  }
  return true;
}

void fetch_pages(const std::vector<Source>& pages, const FetchContext& context, Proposal& found) {
  for (const Source& page : pages) {
    fetch_source(page, context, [&](FetchOutcome&& outcome) {
      if (outcome.capture) found.captures.push_back(std::move(*outcome.capture));
      if (outcome.error) found.troubles.push_back(std::move(outcome));
    });
  }
}

Proposal look_at(Source source, const FetchContext& context) {
  Proposal found;
  if (!finds_pages(source.kind)) {
    fetch_pages({source}, context, found);
    const bool index = found.captures.size() == 1 && is_index(found.captures.front(), source);
    if (!index) {
      found.source = std::move(source);
      return found;
    }
    found.captures.clear();
  }
  const bool repository = source.url.empty();
  Discovery discovery = discover({&source, {}}, context);
  found.troubles = std::move(discovery.troubles);
  for (const Source& page : discovery.pages) found.pages.push_back(page_address(page));
  if (repository) fetch_pages(discovery.pages, context, found);
  found.source = std::move(source);
  return found;
}

// Page text must not drive the terminal, nor fill it.
std::string cell(std::string_view text, std::size_t width) {
  std::string out;
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    if (++columns > width) return valid_utf8(out) + "…";
    const auto byte = static_cast<unsigned char>(text[at]);
    out += byte < 0x20 || byte == 0x7f ? " " : std::string(text.substr(at, length));
    at += length;
  }
  return valid_utf8(out) + std::string(width + 1 - columns, ' ');
}

std::string extraction_text(const Capture& page, const Extraction& extraction) {
  const DocumentRecord& document = extraction.document;
  std::string text =
      fmt::format("{}\n  {}\n  {} scores, {} specs, {} claims, {} findings; publisher: {}\n",
                  page.page_key, cell(document.title.value_or("(no title)"), 70),
                  extraction.scores.size(), extraction.specs.size(), extraction.claims.size(),
                  extraction.findings.size(), document.publisher.value_or("unknown"));
  if (!extraction.scores.empty()) {
    text += fmt::format("\n  {} {} {} {}\n", cell("MODEL", 28), cell("BENCHMARK", 28),
                        cell("SCORE", 10), "MEASURED BY");
  }
  for (std::size_t at = 0; at < std::min(extraction.scores.size(), kMostShown); ++at) {
    const Score& score = extraction.scores[at];
    text +=
        fmt::format("  {} {} {} {}\n", cell(score.model.raw, 28), cell(score.benchmark.raw, 28),
                    cell(score.score.raw, 10), score.evaluator.organization.value_or("unknown"));
  }
  if (extraction.scores.size() > kMostShown) {
    text += fmt::format("  and {} more\n", extraction.scores.size() - kMostShown);
  }
  return text + "\n";
}

std::string proposal_text(const Proposal& proposal, const Extractor& extractor) {
  std::string text;
  for (const Capture& page : proposal.captures) {
    text += extraction_text(page, extract_and_check(extractor, page_input(page)));
  }
  const bool lists = proposal.captures.empty() && finds_pages(proposal.source.kind);
  if (lists) {
    text += fmt::format("A {} that names {} pages:\n", to_string(proposal.source.kind),
                        proposal.pages.size());
    for (std::size_t at = 0; at < std::min(proposal.pages.size(), kMostShown); ++at) {
      text += "  " + cell(proposal.pages[at], 100) + "\n";
    }
  }
  for (const FetchOutcome& trouble : proposal.troubles) {
    text += fmt::format("{}: {}\n", to_string(trouble.outcome), describe(*trouble.error));
  }
  return text;
}

bool confirmed(const Proposal& proposal, const std::string& path, bool yes) {
  if (yes) return true;
  (void)print(fmt::format("{}\nAdd this to {}? [y/N] ", source_entry(proposal.source), path));
  (void)flush_output();
  const std::optional<std::string> answer = standard_keyboard().line();
  return answer && !answer->empty() && (answer->front() == 'y' || answer->front() == 'Y');
}

// Refused where the file with the entry would not read back.
Status write_entry(const SourcesFile& file, const Source& source) {
  const Result<std::string> text = with_entry(file.path, file.text, source_entry(source));
  if (!text) return tl::unexpected<Error>(text.error());
  const Result<Sources> read = parse_sources(file.path, "", *text);
  if (!read) return tl::unexpected<Error>(read.error());
  return write_file(file.path, *text);
}

FetchContext fetch_context(HttpClient& http, RobotsBook& robots, const Walls& walls,
                           const std::string& contact) {
  FetchContext context;
  context.http = &http;
  context.walls = &walls;
  context.clock = &system_clock();
  context.robots = &robots;
  context.user_agent = user_agent(contact);
  return context;
}

Result<Source> new_source(const AddOptions& options, const SourcesFile& file) {
  if (const Status checked = check_http_url(options.url); !checked) {
    return tl::unexpected<Error>(checked.error());
  }
  if (file.sources.contact.empty() && !options.allow_private) {
    return fail(ErrorKind::kUsage, file.path, "does not say who asks",
                "give --contact with a URL or e-mail address; servers are told");
  }
  Source source = source_for_url(options.url, file.sources);
  for (const Source& known : file.sources.sources) {
    const bool same = source.url.empty() ? known.repo == source.repo && known.kind == source.kind
                                         : known.url == source.url;
    if (same) {
      return fail(ErrorKind::kUsage, known.where, "names that page already, as " + known.id,
                  "run `benchledger run --only " + known.id + "`");
    }
  }
  if (!options.id.empty()) source.id = options.id;
  if (!options.publisher.empty()) source.publisher = options.publisher;
  source.include = options.include;
  source.allow_private = options.allow_private;
  return source;
}

int ingest_new(const Context& context, const Locations& at, const std::string& id,
               const Extractor& extractor, const Walls& walls, HttpClient& http) {
  RunOptions setup;
  setup.walls = &walls;
  setup.at = at;
  setup.threads = default_threads();
  setup.program = "benchledger " BENCHLEDGER_VERSION;
  setup.only = {id};
  const Result<RunReport> done = run(setup, extractor, http, system_clock());
  if (!done) return report(context, done.error());
  (void)print(context.json ? summary_json(*done) : summary_text(*done, context.color));
  return done->failures.empty() ? kExitFine : kExitIncomplete;
}

int add(const Context& context, const AddOptions& options) {
  open_log(context.log_format == "json" ? LogFormat::kJson : LogFormat::kText, context.quiet);
  Result<Rules> rules = open_rules(context);
  if (!rules) return report(context, rules.error());
  const Extractor extractor(std::move(*rules));
  const Result<Walls> walls = open_walls(context);
  if (!walls) return report(context, walls.error());
  const Locations at = locate(options.locations);
  const Result<SourcesFile> file = open_sources(at.sources, options.contact);
  if (!file) return report(context, file.error());
  const Result<Source> source = new_source(options, *file);
  if (!source) return report(context, source.error());

  const std::unique_ptr<HttpClient> http = open_http_client();
  PoliteClient polite(*http, system_clock(), {});
  RobotsBook robots(system_clock(), at.captures + "/robots");
  const Proposal proposal =
      look_at(*source, fetch_context(polite, robots, *walls, file->sources.contact));
  if (!context.json) (void)print(proposal_text(proposal, extractor));
  if (proposal.captures.empty() && proposal.pages.empty()) {
    (void)print("There is nothing to add.\n");
    return kExitIncomplete;
  }
  if (!confirmed(proposal, at.sources, options.yes)) {
    (void)print("Nothing was written.\n");
    return kExitFine;
  }
  if (const Status written = write_entry(*file, proposal.source); !written) {
    return report(context, written.error());
  }
  return ingest_new(context, at, proposal.source.id, extractor, *walls, *http);
}

}  // namespace

void add_add(CLI::App& app, Context& context) {
  auto options = std::make_shared<AddOptions>();
  CLI::App* command =
      app.add_subcommand("add", "Look at a page, add it to the sources and ingest it");
  command->footer(kExample);
  command->add_option("URL", options->url, "Page, repository, sitemap or feed")->required();
  command->add_option("--id", options->id, "Id of the source (default: made of the URL)");
  command->add_option("--publisher", options->publisher, "Organization whose page it is");
  command->add_option("--include", options->include,
                      "RE2 pattern of the pages of a sitemap or feed");
  command->add_option("--contact", options->contact,
                      "URL or e-mail address to tell servers, where the file has none");
  command->add_flag("--allow-private", options->allow_private, "A server of your own network");
  command->add_flag("-y,--yes", options->yes, "Do not ask");
  command->add_option("--sources", options->locations.sources, "Sources file")->type_name("FILE");
  add_location_options(*command, options->locations);
  command->callback([options, &context] {
    context.action = [options, &context] { return add(context, *options); };
  });
}

}  // namespace benchledger
