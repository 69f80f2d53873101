#include "extractors/extractability.h"

#include <algorithm>
#include <string>
#include <utility>

#include "extractors/pattern.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

bool is_template(std::string_view text) {
  static const Pattern kTemplate(R"(\{\{[^{}]*\}\}|\{%[^%]*%\}|<%=?[^%]*%>)");
  return text.find_first_of("{<") != std::string_view::npos && kTemplate.find(text).has_value();
}

bool is_placeholder(std::string_view text) {
  static const Pattern kLoading(R"(^(?:loading|fetching|please wait)\b.{0,60}$)");
  return kLoading.find(text).has_value();
}

bool promises_results(std::string_view heading, const Rules& rules) {
  const auto words = fold_words(heading);
  const auto& promising = rules.word_list("results_words");
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::find(promising.begin(), promising.end(), word) != promising.end();
  });
}

void add(std::vector<Diagnostic>& diagnostics, const char* code, std::string message, Span span) {
  diagnostics.push_back({Severity::kNote, code, std::move(message), span});
}

void note_tables(const Document& document, std::vector<Diagnostic>& diagnostics) {
  for (const Table& table : document.tables) {
    const auto has = [&](bool (*test)(std::string_view)) {
      return std::any_of(table.cells.begin(), table.cells.end(),
                         [&](const Cell& cell) { return test(cell.text.text); });
    };
    if (has(is_template)) {
      add(diagnostics, "unrendered-template", "a table holds a template instead of values",
          table.span);
    } else if (has(is_placeholder)) {
      add(diagnostics, "loading-placeholder",
          "a table says it is still loading; its values come by script", table.span);
    } else if (table.rows == 1 && document.scripts > 0 && table.columns > 2) {
      add(diagnostics, "script-only", "a table has a header and no rows; its values come by script",
          table.span);
    }
  }
}

// A heading that promises results, then an image and no table up to the next
// heading.
void note_images(const Document& document, const Rules& rules,
                 std::vector<Diagnostic>& diagnostics) {
  for (std::size_t i = 0; i < document.blocks.size(); ++i) {
    const Block& heading = document.blocks[i];
    if (heading.kind != BlockKind::kHeading || !promises_results(heading.text.text, rules))
      continue;
    for (std::size_t j = i + 1; j < document.blocks.size(); ++j) {
      const Block& block = document.blocks[j];
      if (block.kind == BlockKind::kTable) break;
      if (block.kind == BlockKind::kHeading && block.level <= heading.level) break;
      if (block.kind == BlockKind::kImage) {
        add(diagnostics, "image-only", "results under \"" + heading.text.text + "\" are an image",
            block.span);
        return;
      }
    }
  }
}

// Text holds none of these; a PDF, an image or an archive holds many.
bool is_control(char byte) {
  const auto code = static_cast<unsigned char>(byte);
  return (code < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != '\f') ||
         code == 0x7F;
}

bool is_text(const Document& document) {
  constexpr std::size_t kOneIn = 50;  // of random bytes every ninth is a control code
  std::size_t bytes = 0;
  std::size_t controls = 0;
  for (const Block& block : document.blocks) {
    bytes += block.text.text.size();
    controls += static_cast<std::size_t>(
        std::count_if(block.text.text.begin(), block.text.text.end(), is_control));
  }
  return controls * kOneIn <= bytes;
}

}  // namespace

void note_not_extractable(const Document& document, std::size_t scores, const Rules& rules,
                          std::vector<Diagnostic>& diagnostics) {
  const std::size_t before = diagnostics.size();
  note_tables(document, diagnostics);
  if (scores > 0) return;
  if (!is_text(document)) {
    add(diagnostics, "not-text", "the document is not text; its bytes hold control codes", {});
    return;
  }
  note_images(document, rules, diagnostics);
  if (diagnostics.size() > before || !document.tables.empty()) return;
  if (document.blocks.empty() && document.scripts == 0) {
    add(diagnostics, "empty", "the document holds no text", {});
    return;
  }
  if (document.scripts == 0) return;
  constexpr std::size_t kShell = 3;  // blocks of a page that is only a shell for a script
  if (document.blocks.size() < kShell) {
    add(diagnostics, "script-only", "the page holds no text of its own; it is made by script", {});
  } else if (promises_results(document.title.value_or(""), rules)) {
    add(diagnostics, "script-only", "the page promises results and loads them by script", {});
  }
}

}  // namespace benchledger
