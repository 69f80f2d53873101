#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <ostream>
#include <set>
#include <sstream>
#include <tuple>

#include "extractors/document.h"
#include "extractors/embedded_rules.h"
#include "extractors/extract.h"
#include "extractors/identity.h"
#include "extractors/number.h"
#include "extractors/rules_load.h"
#include "extractors/table_layout.h"
#include "extractors/text.h"

// What must not change what a table says: turning it on its side, wrapping it,
// writing it as pipes, permuting its columns, giving its models names nobody
// has heard of. Every table of our readings, of the fixtures and, where it is
// there, of the corpus is printed as HTML, changed, and read again. Shares of
// tables that say the same are printed and held to floors that only rise;
// BENCHLEDGER_SHOW=1 lists the tables that do not.

namespace benchledger {
namespace {

namespace fs = std::filesystem;

using Facts = std::multiset<std::tuple<std::string, std::string, std::string>>;

const Extractor& extractor() {
  static const Extractor instance(*load_rules(embedded_rules()));
  return instance;
}

// -- a table as something that can be printed and changed --

struct Specimen {
  std::string origin;  // "page.md table 3"
  bool ours = false;   // of the project, not of the corpus
  std::vector<std::string> heading;
  std::string title;
  std::string caption;
  std::string before;  // the text right above and below
  std::string after;
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<Cell> cells;
  bool has_spans = false;
  Layout layout;
};

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else
      out += c;
  }
  return out;
}

std::string escaped_pipe(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (std::string_view("\\`*_[]|~#$^>").find(c) != std::string_view::npos)
      out += std::string("\\") + c;
    else
      out += c;
  }
  return out;
}

const char* tag(MarkKind kind) {
  switch (kind) {
    case MarkKind::kSuperscript:
      return "sup";
    case MarkKind::kSubscript:
      return "sub";
    case MarkKind::kBold:
      return "b";
    case MarkKind::kBreak:
      return "br";
    default:
      return nullptr;
  }
}

template <typename Escape>
std::string inner(const Cell& cell, Escape escape) {
  std::multimap<std::size_t, std::string> tags;
  for (const Mark& mark : cell.marks) {
    const char* name = tag(mark.kind);
    if (name == nullptr) continue;
    if (mark.kind == MarkKind::kBreak) {
      tags.emplace(mark.begin, "<br>");
    } else if (mark.end > mark.begin) {
      tags.emplace(mark.begin, std::string("<") + name + ">");
      tags.emplace(mark.end, std::string("</") + name + ">");
    }
  }
  std::string out;
  std::size_t at = 0;
  for (const auto& [place, text] : tags) {
    const std::size_t stop = std::min(place, cell.text.text.size());
    out += escape(std::string_view(cell.text.text).substr(at, stop - at)) + text;
    at = stop;
  }
  out += escape(std::string_view(cell.text.text).substr(at));
  if (cell.image && cell.text.text.empty()) out += "<img src=\"x.png\">";
  return out;
}

std::vector<std::vector<const Cell*>> by_row(const Specimen& table) {
  std::vector<std::vector<const Cell*>> rows(table.rows);
  for (const Cell& cell : table.cells) rows[cell.row].push_back(&cell);
  for (auto& row : rows) {
    std::sort(row.begin(), row.end(),
              [](const Cell* a, const Cell* b) { return a->column < b->column; });
  }
  return rows;
}

// Slots that no cell covers would shift what follows: they get empty cells.
void fill_holes(Specimen& table) {
  std::vector<bool> covered(table.rows * table.columns, false);
  for (const Cell& cell : table.cells) {
    for (std::size_t r = cell.row; r < std::min(table.rows, cell.row + cell.row_span); ++r) {
      for (std::size_t c = cell.column; c < std::min(table.columns, cell.column + cell.column_span);
           ++c) {
        covered[r * table.columns + c] = true;
      }
    }
  }
  for (std::size_t slot = 0; slot < covered.size(); ++slot) {
    if (covered[slot]) continue;
    Cell empty;
    empty.row = slot / table.columns;
    empty.column = slot % table.columns;
    table.cells.push_back(std::move(empty));
  }
}

std::string html_rows(const Specimen& table, std::size_t from, std::size_t to, bool headers) {
  const auto rows = by_row(table);
  std::string out;
  for (std::size_t row = from; row < to; ++row) {
    out += "<tr>";
    for (const Cell* cell : rows[row]) {
      const std::string name = headers || cell->header ? "th" : "td";
      out += "<" + name;
      if (cell->row_span > 1) out += " rowspan=" + std::to_string(cell->row_span);
      if (cell->column_span > 1) out += " colspan=" + std::to_string(cell->column_span);
      out += ">" + inner(*cell, escaped) + "</" + name + ">";
    }
    out += "</tr>\n";
  }
  return out;
}

std::string table_html(const Specimen& table, std::size_t head) {
  std::string out = "<table>";
  if (!table.caption.empty()) out += "<caption>" + escaped(table.caption) + "</caption>";
  if (head > 0) {
    out += "<thead>" + html_rows(table, 0, head, true) + "</thead><tbody>";
    out += html_rows(table, head, table.rows, false) + "</tbody>";
  } else {
    out += html_rows(table, 0, table.rows, false);
  }
  return out + "</table>\n";
}

// With the texts right above and below.
std::string in_context(const Specimen& table, const std::string& body) {
  std::string out;
  if (!table.before.empty()) out += "<p>" + escaped(table.before) + "</p>\n";
  out += body;
  if (!table.after.empty()) out += "<p>" + escaped(table.after) + "</p>\n";
  return out;
}

std::string page_around(const Specimen& table, const std::string& body) {
  std::string out = "<html><head>";
  if (!table.title.empty()) out += "<title>" + escaped(table.title) + "</title>";
  out += "</head><body>\n";
  std::size_t level = 1;
  for (const std::string& heading : table.heading) {
    const std::string name = "h" + std::to_string(std::min<std::size_t>(level++, 6));
    out += "<" + name + ">" + escaped(heading) + "</" + name + ">\n";
  }
  return out + body + "</body></html>\n";
}

std::string page_html(const Specimen& table, const std::string& body) {
  return page_around(table, in_context(table, body));
}

std::string page_pipes(const Specimen& table) {
  std::string out;
  std::size_t level = 1;
  for (const std::string& heading : table.heading) {
    out +=
        std::string(std::min<std::size_t>(level++, 6), '#') + " " + escaped_pipe(heading) + "\n\n";
  }
  if (!table.before.empty()) out += escaped_pipe(table.before) + "\n\n";
  std::size_t row = 0;
  for (const auto& cells : by_row(table)) {
    out += "|";
    for (const Cell* cell : cells) out += " " + inner(*cell, escaped_pipe) + " |";
    out += "\n";
    if (row++ > 0) continue;
    out += "|";
    for (std::size_t column = 0; column < table.columns; ++column) out += " --- |";
    out += "\n";
  }
  out += "\n" + escaped_pipe(table.after) + "\n";
  return out;
}

Facts facts_of(const std::string& page, Format format) {
  Input input;
  input.bytes = page;
  input.page_key = "page";
  input.format = format;
  Facts facts;
  for (const Score& score : extractor().extract(input).scores) {
    facts.emplace(score.model.raw, score.benchmark.raw, format_number(score.score.value));
  }
  return facts;
}

// -- all tables there are --

std::string near_text(const Document& document, std::size_t block) {
  if (block >= document.blocks.size()) return {};
  const BlockKind kind = document.blocks[block].kind;
  const bool text = kind == BlockKind::kParagraph || kind == BlockKind::kListItem;
  return text ? document.blocks[block].text.text : std::string();
}

void add_tables(const fs::path& path, bool ours, std::vector<Specimen>& specimens) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream stream;
  stream << file.rdbuf();
  const std::string bytes = stream.str();
  Input input;
  input.bytes = bytes;
  input.page_key = path.filename().string();
  std::vector<Diagnostic> diagnostics;
  const Document document =
      read_document(input, extractor().names(), extractor().rules(), diagnostics);
  constexpr std::size_t kLargest = 20'000;  // slots; larger boards only repeat themselves
  for (std::size_t i = 0; i < document.tables.size(); ++i) {
    const Table& table = document.tables[i];
    if (table.rows < 2 || table.columns < 2 || table.rows * table.columns > kLargest) continue;
    Specimen specimen;
    specimen.origin = path.filename().string() + " table " + std::to_string(i);
    specimen.ours = ours;
    specimen.heading = heading_path(document, table.block);
    specimen.title = document.title.value_or("");
    specimen.caption = table.caption.text;
    specimen.before = table.block > 0 ? near_text(document, table.block - 1) : "";
    specimen.after = near_text(document, table.block + 1);
    specimen.rows = table.rows;
    specimen.columns = table.columns;
    specimen.cells = table.cells;
    specimen.layout = lay_out(table, extractor().rules());
    fill_holes(specimen);
    specimen.has_spans =
        std::any_of(specimen.cells.begin(), specimen.cells.end(),
                    [](const Cell& c) { return c.row_span > 1 || c.column_span > 1; });
    specimens.push_back(std::move(specimen));
  }
}

const std::vector<Specimen>& specimens() {
  static const std::vector<Specimen> all = [] {
    std::map<fs::path, bool> paths;
    const fs::path source = BENCHLEDGER_SOURCE_DIR;
    for (const fs::path& folder :
         {source / "tests/data/readings", source / "fixtures", source / "../shared/corpus"}) {
      if (!fs::exists(folder)) continue;
      for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        const std::string extension = entry.path().extension().string();
        if (extension == ".md" || extension == ".html" ||
            (folder.filename() == "readings" && extension != ".tsv" && entry.is_regular_file())) {
          paths[entry.path()] = folder.filename() != "corpus";
        }
      }
    }
    std::vector<Specimen> found;
    for (const auto& [path, ours] : paths) add_tables(path, ours, found);
    return found;
  }();
  return all;
}

// -- changes --

// A pair of facts that must be the same, or nothing where the change does not
// apply to the table.
using Change = std::function<std::optional<std::pair<Facts, Facts>>(const Specimen&)>;

Facts plain_facts(const Specimen& table) {
  return facts_of(page_html(table, table_html(table, 0)), Format::kHtml);
}

std::optional<std::pair<Facts, Facts>> transposed(const Specimen& table) {
  Specimen turned = table;
  std::swap(turned.rows, turned.columns);
  for (Cell& cell : turned.cells) {
    std::swap(cell.row, cell.column);
    std::swap(cell.row_span, cell.column_span);
  }
  return std::pair{plain_facts(table), plain_facts(turned)};
}

std::size_t header_depth(const Specimen& table) {
  std::size_t depth = 0;
  for (const HeaderRow& header : table.layout.header_rows) depth = std::max(depth, header.row + 1);
  const bool crossed = std::any_of(table.cells.begin(), table.cells.end(), [&](const Cell& cell) {
    return cell.row < depth && cell.row + cell.row_span > depth;
  });
  return crossed || depth >= table.rows ? 0 : depth;
}

std::optional<std::pair<Facts, Facts>> with_head_and_body(const Specimen& table) {
  const std::size_t depth = header_depth(table);
  if (depth == 0) return std::nullopt;
  return std::pair{plain_facts(table),
                   facts_of(page_html(table, table_html(table, depth)), Format::kHtml)};
}

std::optional<std::pair<Facts, Facts>> in_layout_table(const Specimen& table) {
  const std::string wrapped = "<table width=\"100%\"><tr><td>Menu</td><td>" +
                              in_context(table, table_html(table, 0)) +
                              "</td><td>Contact</td></tr></table>";
  return std::pair{plain_facts(table), facts_of(page_around(table, wrapped), Format::kHtml)};
}

std::optional<std::pair<Facts, Facts>> as_pipes(const Specimen& table) {
  if (table.has_spans) return std::nullopt;
  Specimen bare = table;
  bare.title.clear();
  bare.caption.clear();
  return std::pair{facts_of(page_html(bare, table_html(bare, 1)), Format::kHtml),
                   facts_of(page_pipes(bare), Format::kMarkdown)};
}

// The columns in another order; nothing where a cell over several of them
// would be torn apart. `to[c]` is where column c goes.
std::optional<Specimen> with_columns_at(const Specimen& table, const std::vector<std::size_t>& to) {
  Specimen moved = table;
  for (Cell& cell : moved.cells) {
    const std::size_t end = std::min(cell.column + cell.column_span, table.columns);
    std::set<std::size_t> places;
    for (std::size_t column = cell.column; column < end; ++column) places.insert(to[column]);
    if (*places.rbegin() - *places.begin() + 1 != places.size()) return std::nullopt;
    cell.column = *places.begin();
  }
  return moved;
}

// Places of the value columns in blocks: what one header cell is over stays
// together.
std::vector<std::vector<std::size_t>> column_blocks(const Specimen& table) {
  const auto& columns = table.layout.value_columns;
  std::vector<std::vector<std::size_t>> blocks;
  std::size_t reach = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (blocks.empty() || columns[i] >= reach) blocks.emplace_back();
    blocks.back().push_back(i);
    for (const Cell& cell : table.cells) {
      const std::size_t end = cell.column + cell.column_span;
      if (cell.column > columns[i] || end <= columns[i]) continue;
      if (cell.column <= columns.front() && end > columns.back()) continue;  // a row of its own
      reach = std::max(reach, end);
    }
  }
  return blocks;
}

// The same for every machine, unlike std::shuffle.
void shuffle(std::vector<std::size_t>& items, std::uint64_t& seed) {
  for (std::size_t i = items.size(); i > 1; --i) {
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    std::swap(items[i - 1], items[(seed >> 33U) % i]);
  }
}
std::vector<std::size_t> shuffled_values(const Specimen& table, std::uint64_t& seed) {
  const auto& columns = table.layout.value_columns;
  auto blocks = column_blocks(table);
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < blocks.size(); ++i) order.push_back(i);
  shuffle(order, seed);
  std::vector<std::size_t> to;
  for (std::size_t column = 0; column < table.columns; ++column) to.push_back(column);
  std::size_t place = 0;
  for (const std::size_t block : order) {
    shuffle(blocks[block], seed);
    for (const std::size_t i : blocks[block]) to[columns[i]] = columns[place++];
  }
  return to;
}

// Columns whose place says what they are about: groups printed without a span,
// an uncertainty right of its value, "+ with tool" after what it adds to.
bool place_matters(const Specimen& table) {
  const Layout& layout = table.layout;
  const bool adds = std::any_of(table.cells.begin(), table.cells.end(), [&](const Cell& cell) {
    const std::string& text = cell.text.text;
    return cell.column > 0 && text.size() > 2 && text[0] == '+' && is_letter(text[2]) &&
           std::any_of(layout.header_rows.begin(), layout.header_rows.end(),
                       [&](const HeaderRow& header) { return header.row == cell.row; });
  });
  return adds || layout.value_columns.size() < 2 || !layout.group_names.empty() ||
         !layout.uncertainties.empty();
}

std::optional<std::pair<Facts, Facts>> with_values_permuted(const Specimen& table) {
  if (place_matters(table)) return std::nullopt;
  constexpr std::size_t kEach = 3;
  constexpr std::size_t kTries = 12;  // some orders tear a header cell apart
  const Facts plain = plain_facts(table);
  std::size_t orders = 0;
  for (std::uint64_t seed = 1; seed <= kTries && orders < kEach; ++seed) {
    std::uint64_t state = seed;
    const auto moved = with_columns_at(table, shuffled_values(table, state));
    if (!moved) continue;
    ++orders;
    const Facts facts = plain_facts(*moved);
    if (facts != plain) return std::pair{plain, facts};
  }
  if (orders == 0) return std::nullopt;
  return std::pair{plain, plain};
}

// The column of names behind the values, and between them.
std::optional<std::pair<Facts, Facts>> with_names_moved(const Specimen& table) {
  if (place_matters(table) || table.layout.value_columns.front() != 1) return std::nullopt;
  const Facts plain = plain_facts(table);
  bool applies = false;
  for (const std::size_t place : {table.layout.value_columns.back(), std::size_t{1}}) {
    std::vector<std::size_t> to;
    for (std::size_t column = 0; column < table.columns; ++column) {
      to.push_back(column == 0 ? place : column <= place ? column - 1 : column);
    }
    const auto moved = with_columns_at(table, to);
    if (!moved) continue;
    applies = true;
    const Facts facts = plain_facts(*moved);
    if (facts != plain) return std::pair{plain, facts};
  }
  if (!applies) return std::nullopt;
  return std::pair{plain, plain};
}

// -- made-up names --

bool is_word_letter(char c) { return is_letter(c); }

// Words of model names that tell nothing but which family it is.
std::set<std::string> family_words(const Facts& facts) {
  std::set<std::string> kept;
  for (const char* list : {"model_variant_words", "benchmark_words", "metric_words", "not_names"}) {
    for (const std::string& phrase : extractor().rules().word_list(list)) {
      for (const std::string& word : fold_words(phrase)) kept.insert(word);
    }
  }
  std::set<std::string> models;
  std::string all_benchmarks;
  const auto words_of = [](const std::string& name, const auto& take) {
    for (std::size_t at = 0; at < name.size();) {
      std::size_t end = at;
      while (end < name.size() && is_word_letter(name[end])) ++end;
      if (end > at) take(name.substr(at, end - at));
      at = std::max(end, at + 1);
    }
  };
  std::set<std::string> benchmarks;
  for (const auto& [model, benchmark, value] : facts) {
    words_of(benchmark, [&](const std::string& word) { benchmarks.insert(lower_ascii(word)); });
  }
  for (const auto& [model, benchmark, value] : facts) {
    words_of(model, [&](const std::string& word) {
      const std::string low = lower_ascii(word);
      if (word.size() >= 3 && kept.count(low) == 0 && benchmarks.count(low) == 0)
        models.insert(word);
    });
  }
  return models;
}

// Other letters, the same case and the same alternation of vowels: "Llama"
// gives "Nnefe" or the like, for every run the same.
std::string made_up(const std::string& word) {
  constexpr std::string_view kVowels = "aeiou";
  constexpr std::string_view kConsonants = "bdfgklmnprstvz";
  std::size_t seed = 17;
  for (const char c : word) seed = seed * 31 + static_cast<unsigned char>(c);
  std::string out;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const bool upper = word[i] >= 'A' && word[i] <= 'Z';
    seed = seed * 1103515245 + 12345;
    const std::string_view from = i % 2 == 0 ? kConsonants : kVowels;
    const char c = from[(seed >> 16) % from.size()];
    out += upper ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return out;
}

using Renaming = std::map<std::string, std::string>;

// The same length, so that marks keep their places.
std::string renamed(const Renaming& names, std::string text) {
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_word_letter(text[end])) ++end;
    if (end > at) {
      const auto found = names.find(text.substr(at, end - at));
      if (found != names.end()) text.replace(at, end - at, found->second);
    }
    at = std::max(end, at + 1);
  }
  return text;
}

std::optional<std::pair<Facts, Facts>> with_made_up_models(const Specimen& table) {
  const Facts facts = plain_facts(table);
  Renaming names;
  for (const std::string& word : family_words(facts)) names[word] = made_up(word);
  if (names.empty()) return std::nullopt;
  Specimen strange = table;
  for (Cell& cell : strange.cells) cell.text.text = renamed(names, cell.text.text);
  for (std::string& heading : strange.heading) heading = renamed(names, heading);
  for (std::string* text : {&strange.title, &strange.caption, &strange.before, &strange.after}) {
    *text = renamed(names, *text);
  }
  Facts expected;
  for (const auto& [model, benchmark, value] : facts) {
    expected.emplace(renamed(names, model), renamed(names, benchmark), value);
  }
  return std::pair{expected, plain_facts(strange)};
}

// -- the shares --

struct Case {
  const char* name;
  Change change;
  // Shares in percent of the tables it applies to; they only rise.
  double floor_of_ours;
  double floor_of_corpus;
};

void PrintTo(const Case& tested, std::ostream* out) { *out << tested.name; }

struct Tally {
  std::size_t applies = 0;
  std::size_t same = 0;
  std::size_t with_scores = 0;
  std::size_t same_with_scores = 0;

  void add(bool equal, bool scores) {
    ++applies;
    same += equal ? 1U : 0U;
    with_scores += scores ? 1U : 0U;
    same_with_scores += equal && scores ? 1U : 0U;
  }
  double share() const { return 100.0 * static_cast<double>(same) / static_cast<double>(applies); }
  void print(const char* name, const char* where) const {
    std::printf("%s, %s: %.2f %% of %zu tables; %zu of the %zu with scores\n", name, where, share(),
                applies, same_with_scores, with_scores);
  }
};

std::string difference(const Facts& expected, const Facts& found) {
  std::string out;
  constexpr std::size_t kShown = 4;
  const auto list = [&](const Facts& a, const Facts& b, const char* sign) {
    std::size_t shown = 0;
    for (const auto& fact : a) {
      if (b.count(fact) > 0 || ++shown > kShown) continue;
      out += std::string("    ") + sign + " " + std::get<0>(fact) + " | " + std::get<1>(fact) +
             " | " + std::get<2>(fact) + "\n";
    }
  };
  list(expected, found, "-");
  list(found, expected, "+");
  return out;
}

class Metamorphic : public testing::TestWithParam<Case> {};

TEST_P(Metamorphic, SaysTheSame) {
  const bool show = std::getenv("BENCHLEDGER_SHOW") != nullptr;
  Tally ours;
  Tally corpus;
  for (const Specimen& table : specimens()) {
    const auto pair = GetParam().change(table);
    if (!pair) continue;
    const bool equal = pair->first == pair->second;
    (table.ours ? ours : corpus).add(equal, !pair->first.empty());
    if (show && !equal) {
      std::printf("  %s: %zu facts, then %zu\n%s", table.origin.c_str(), pair->first.size(),
                  pair->second.size(), difference(pair->first, pair->second).c_str());
    }
  }
  ASSERT_GT(ours.applies, 0U);
  ours.print(GetParam().name, "ours");
  EXPECT_GE(ours.share(), GetParam().floor_of_ours);
  if (corpus.applies == 0) return;
  corpus.print(GetParam().name, "corpus");
  EXPECT_GE(corpus.share(), GetParam().floor_of_corpus);
}

INSTANTIATE_TEST_SUITE_P(Tables, Metamorphic,
                         testing::Values(Case{"transposed", transposed, 100, 99.5},
                                         Case{"head_and_body", with_head_and_body, 100, 100},
                                         Case{"layout_table", in_layout_table, 100, 100},
                                         Case{"pipes", as_pipes, 100, 100},
                                         Case{"values_permuted", with_values_permuted, 100, 99},
                                         Case{"names_moved", with_names_moved, 100, 100},
                                         Case{"made_up_models", with_made_up_models, 100, 100}),
                         [](const testing::TestParamInfo<Case>& tested) {
                           return std::string(tested.param.name);
                         });

}  // namespace
}  // namespace benchledger
