#include "extractors/label.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <utility>

#include "extractors/pattern.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

struct Symbol {
  std::string_view text;
  Direction direction;
};
constexpr std::array<Symbol, 12> kArrows = {{{"\u2191", Direction::kHigherIsBetter},
                                             {"\u2B06", Direction::kHigherIsBetter},
                                             {"\u25B2", Direction::kHigherIsBetter},
                                             {"\u2197", Direction::kHigherIsBetter},
                                             {"\u2193", Direction::kLowerIsBetter},
                                             {"\u2B07", Direction::kLowerIsBetter},
                                             {"\u25BC", Direction::kLowerIsBetter},
                                             {"\u2198", Direction::kLowerIsBetter},
                                             {"\u21D1", Direction::kHigherIsBetter},
                                             {"\u21D3", Direction::kLowerIsBetter},
                                             {"\u21E7", Direction::kHigherIsBetter},
                                             {"\u21E9", Direction::kLowerIsBetter}}};

// TeX commands that appear in names, with what they print.
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kTex = {{
    {"\\uparrow", "\u2191"},
    {"\\downarrow", "\u2193"},
    {"\\tau", "\u03C4"},
    {"\\alpha", "\u03B1"},
    {"\\beta", "\u03B2"},
    {"\\mu", "\u03BC"},
    {"\\pi", "\u03C0"},
    {"\\lambda", "\u03BB"},
    {"\\dagger", "\u2020"},
    {"\\ddagger", "\u2021"},
    {"^2", "\u00B2"},
    {"\\pm", "\u00B1"},
}};

constexpr std::array<std::string_view, 9> kMarkers = {
    "*", "\u2020", "\u2021", "\u00A7", "\u00B6", "\u2217", "\uFF0A", "^", "\u2022"};

bool is_emoji(utf8proc_int32_t c) {
  return (c >= 0x1F000 && c <= 0x1FAFF) || (c >= 0x2600 && c <= 0x27BF) ||
         (c >= 0x2B50 && c <= 0x2B59) || c == 0xFE0F || c == 0x200D ||
         (c >= 0x1F1E6 && c <= 0x1F1FF) || (c >= 0x23E9 && c <= 0x23FA) ||
         (c >= 0xE0020 && c <= 0xE007F) || c == 0x2B1B || c == 0x2B1C;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

// "$\tau^2$-Bench" prints as "τ²-Bench".
std::string without_tex(std::string text) {
  const std::size_t open = text.find('$');
  if (open == std::string::npos || text.find('$', open + 1) == std::string::npos) return text;
  if (open + 1 < text.size() && is_digit(text[open + 1])) return text;  // a price
  for (const auto& [command, printed] : kTex) replace_all(text, command, printed);
  text.erase(std::remove_if(text.begin(), text.end(),
                            [](char c) { return c == '$' || c == '{' || c == '}'; }),
             text.end());
  return text;
}

// "$^{1}$", "$^\\dagger$" at the end: a note set in TeX.
void take_tex_notes(std::string& text, Label& label) {
  static const Pattern kNote(
      R"(\s*\$\s*\^\s*\{?\s*(\d{1,2}|[a-z]|\\?\*|\\d?dagger)\s*\}?\s*\$\s*$)");
  const auto match = kNote.find(text);
  if (!match || match->groups[0].begin == 0) return;
  std::string note(match->text(text, 1));
  for (const auto& [command, printed] : kTex) replace_all(note, command, printed);
  label.markers.push_back(std::move(note));
  text.erase(match->groups[0].begin);
}

void take_arrows(std::string& text, Label& label) {
  for (const Symbol& arrow : kArrows) {
    const std::size_t at = text.find(arrow.text);
    if (at == std::string::npos) continue;
    label.direction = arrow.direction;
    replace_all(text, arrow.text, " ");
  }
}

// "[^8]", "[1]", "<sup>2</sup>" and symbols at the end.
void take_bracket_notes(std::string& text, Label& label) {
  static const Pattern kNote(R"(\s*\[(\^[\w-]{1,24}|\^?\*|\d{1,2}|[a-z]|note \d)\])");
  while (const auto match = kNote.find(text)) {
    const std::string name(match->text(text, 1));
    label.markers.push_back((name.front() == '^' ? "" : "^") + name);
    text.erase(match->groups[0].begin, match->groups[0].end - match->groups[0].begin);
  }
}

void take_superscripts(std::string& text, const std::vector<Mark>& marks, Label& label) {
  static const Pattern kNote(
      R"(\[?\(?(?:\d{1,2}|[a-z]|[*†‡§¶#]+)(?:,\s*(?:\d{1,2}|[a-z]))*\)?\]?)");
  std::vector<Mark> scripts;
  for (const Mark& mark : marks) {
    if (mark.kind == MarkKind::kSuperscript && mark.end <= text.size()) scripts.push_back(mark);
  }
  std::sort(scripts.begin(), scripts.end(),
            [](const Mark& a, const Mark& b) { return a.begin > b.begin; });
  for (const Mark& mark : scripts) {
    const std::string note = fold_space(text.substr(mark.begin, mark.end - mark.begin));
    const bool at_end = fold_space(text.substr(mark.end)).empty();
    // "τ<sup>2</sup>-Bench": an exponent stands inside a name, a note after it.
    const bool digits = std::all_of(note.begin(), note.end(), is_digit);
    if (!kNote.matches_all(note) || (digits && !at_end) || mark.begin == 0) continue;
    label.markers.push_back(note);
    text.erase(mark.begin, mark.end - mark.begin);
  }
}

void take_symbols(std::string& text, Label& label) {
  for (bool again = true; again;) {
    again = false;
    text = fold_space(text);
    for (const std::string_view marker : kMarkers) {
      if (text.size() <= marker.size()) continue;
      if (text.compare(text.size() - marker.size(), marker.size(), marker) == 0) {
        label.markers.emplace_back(marker);
        text.erase(text.size() - marker.size());
        if (!text.empty() && text.back() == '\\') text.pop_back();
        again = true;
      } else if (text.compare(0, marker.size(), marker) == 0 && marker != "^") {
        label.markers.emplace_back(marker);
        text.erase(0, marker.size());
        again = true;
      }
    }
  }
  // Before a parenthesis: "GPT-4* (few-shot)".
  static const Pattern kInside(R"(([*†‡])(?=\s*\())");
  while (const auto match = kInside.find(text)) {
    label.markers.emplace_back(match->text(text, 1));
    text.erase(match->groups[1].begin, match->groups[1].end - match->groups[1].begin);
  }
}

void tidy(std::string& text) {
  replace_all(text, "( ", "(");
  replace_all(text, " )", ")");
  replace_all(text, "()", "");
  text = fold_space(text);
  while (!text.empty() && (text.back() == ':' || text.back() == ',')) text.pop_back();
  text = fold_space(text);
}

}  // namespace

std::string without_emoji(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    utf8proc_int32_t codepoint = 0;
    const utf8proc_ssize_t length =
        utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                         static_cast<utf8proc_ssize_t>(text.size() - at), &codepoint);
    const std::size_t step = length > 0 ? static_cast<std::size_t>(length) : 1;
    if (length <= 0 || !is_emoji(codepoint)) out += text.substr(at, step);
    at += step;
  }
  return fold_space(out);
}

Label clean_label(std::string_view text, const std::vector<Mark>& marks) {
  Label label;
  std::string rest(text);
  take_superscripts(rest, marks, label);
  take_tex_notes(rest, label);
  rest = without_tex(std::move(rest));
  take_arrows(rest, label);
  take_bracket_notes(rest, label);
  rest = without_emoji(rest);
  take_symbols(rest, label);
  tidy(rest);
  label.text = std::move(rest);
  return label;
}

}  // namespace benchledger
