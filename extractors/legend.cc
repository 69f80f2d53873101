#include "extractors/legend.h"

#include <algorithm>
#include <array>
#include <utility>

#include "extractors/text.h"

namespace benchledger {
namespace {

constexpr std::size_t kLongestSentence = 600;
constexpr std::size_t kShortestNote = 24;

// Spellings of one mark; the first of each row is its plain form.
constexpr std::array<std::pair<std::string_view, std::string_view>, 22> kSpellings = {{
    {"∗", "*"},      {"＊", "*"},       {"﹡", "*"},        {"⁎", "*"},
    {"\\ast", "*"},  {"\\dagger", "†"}, {"\\ddagger", "‡"}, {"¹", "1"},
    {"²", "2"},      {"³", "3"},        {"⁴", "4"},         {"⁵", "5"},
    {"⁶", "6"},      {"⁷", "7"},        {"⁸", "8"},         {"⁹", "9"},
    {"⁰", "0"},      {"asterisk", "*"}, {"starred", "*"},   {"double dagger", "‡"},
    {"dagger", "†"}, {"\\S", "§"},
}};

// Marks that can stand on their own in running text.
constexpr std::array<std::string_view, 12> kMarks = {"***", "**", "*", "††", "†", "‡",
                                                     "§",   "¶",  "∗", "＊", "⁎", "△"};
constexpr std::array<std::string_view, 4> kMarkWords = {"double dagger", "asterisk", "starred",
                                                        "dagger"};

bool ends_with_abbreviation(std::string_view before) {
  static constexpr std::array<std::string_view, 12> kAbbreviations = {
      "al", "e.g", "i.e", "vs", "cf", "fig", "tab", "no", "approx", "sec", "resp", "inst"};
  const std::size_t space = before.find_last_of(" (");
  const std::string word =
      lower_ascii(space == std::string_view::npos ? before : before.substr(space + 1));
  return std::find(kAbbreviations.begin(), kAbbreviations.end(), word) != kAbbreviations.end();
}

// True where a sentence ends with the full stop (or the like) at `at`.
bool ends_sentence(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c != '.' && c != '!' && c != '?') return false;
  std::size_t next = at + 1;
  while (next < text.size() && (text[next] == ')' || text[next] == '"' || text[next] == ']'))
    ++next;
  if (next >= text.size()) return true;
  if (text[next] != ' ') return false;
  if (c == '.' && ends_with_abbreviation(text.substr(0, at))) return false;
  const char following = next + 1 < text.size() ? text[next + 1] : ' ';
  return !(following >= 'a' && following <= 'z');
}

std::vector<std::pair<std::size_t, std::size_t>> split(const SourceText& source,
                                                       const std::vector<Mark>& marks) {
  const std::string& text = source.text;
  std::vector<std::size_t> cuts;
  for (const Mark& mark : marks) {
    if (mark.kind == MarkKind::kBreak && mark.begin < text.size()) cuts.push_back(mark.begin);
  }
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (ends_sentence(text, at)) cuts.push_back(at + 1);
  }
  cuts.push_back(text.size());
  std::sort(cuts.begin(), cuts.end());
  std::vector<std::pair<std::size_t, std::size_t>> pieces;
  std::size_t begin = 0;
  for (const std::size_t cut : cuts) {
    std::size_t end = cut;
    while (end < text.size() && (text[end] == ')' || text[end] == '"')) ++end;
    std::size_t first = begin;
    while (first < end && text[first] == ' ') ++first;
    std::size_t last = end;
    while (last > first && text[last - 1] == ' ') --last;
    if (last > first) pieces.emplace_back(first, last);
    begin = std::max(begin, end);
  }
  return pieces;
}

void append(const SourceText& source, const std::vector<Mark>& marks, const Sentence& like,
            std::vector<Sentence>& sentences) {
  std::size_t part = 0;
  for (const auto& [begin, end] : split(source, marks)) {
    Sentence sentence = like;
    sentence.part = part++;
    sentence.text = source.text.substr(begin, std::min(end - begin, kLongestSentence));
    sentence.span = source.source(begin, begin + sentence.text.size());
    for (const Mark& mark : marks) {
      if (mark.kind == MarkKind::kLink && mark.begin < end && mark.end > begin) {
        sentence.links.push_back(mark.target);
      }
    }
    sentences.push_back(std::move(sentence));
  }
}

// Cells as wide as the table that hold a sentence: notes in the last rows.
void append_note_cells(const Document& document, const Block& block, std::size_t at,
                       std::vector<Sentence>& sentences) {
  const Table& table = document.tables[block.table];
  for (const Cell& cell : table.cells) {
    if (cell.column_span < table.columns || table.columns < 2) continue;
    if (cell.text.text.size() < kShortestNote) continue;
    Sentence note;
    note.place = Sentence::Place::kNoteCell;
    note.block = at;
    note.table = block.table;
    append(cell.text, cell.marks, note, sentences);
  }
}

bool is_quote(char c) { return c == '"' || c == '\'' || c == '`' || c == '(' || c == '['; }

bool stands_alone(std::string_view text, std::size_t begin, std::size_t end) {
  const auto is_open = [&](char c) {
    return c == ' ' || is_quote(c) || c == '-' || static_cast<unsigned char>(c) >= 0x80;
  };
  const auto is_close = [&](char c) {
    return c == ' ' || c == '"' || c == '\'' || c == '`' || c == ')' || c == ']' || c == ',' ||
           c == '.' || c == ':' || c == ';' || c == '=' || static_cast<unsigned char>(c) >= 0x80 ||
           (begin <= 1 && (is_letter(c) || is_digit(c)));
  };
  return (begin == 0 || is_open(text[begin - 1])) && (end == text.size() || is_close(text[end]));
}

void set_parenthesis(std::string_view text, MarkMention& mention) {
  const std::size_t open = text.rfind('(', mention.begin);
  if (open == std::string_view::npos) return;
  const std::size_t shut_before = text.rfind(')', mention.begin);
  if (shut_before != std::string_view::npos && shut_before > open) return;
  std::size_t close = text.find(')', mention.end);
  if (close == std::string_view::npos) close = text.size();
  // "(*)" is only the mark in brackets; "(starred ones are ...)" is about it.
  if (close - open < mention.end - mention.begin + 8) return;
  mention.nested = true;
  mention.open = open;
  mention.close = close;
}

// "[1] ...", "(a) ...", "1: ..." at the very start.
std::optional<MarkMention> leading_label(std::string_view text) {
  std::size_t at = 0;
  const bool bracket = at < text.size() && (text[at] == '[' || text[at] == '(');
  if (bracket) ++at;
  if (at < text.size() && text[at] == '^') ++at;
  const std::size_t begin = at;
  while (at < text.size() && at - begin < 2 && is_digit(text[at])) ++at;
  if (at == begin && bracket && at < text.size() && is_letter(text[at])) ++at;
  if (at == begin || at >= text.size()) return std::nullopt;
  constexpr std::string_view kWideColon = "\uFF1A";
  const bool wide = !bracket && text.substr(at, kWideColon.size()) == kWideColon;
  if (bracket ? (text[at] != ']' && text[at] != ')') : text[at] != ':' && !wide)
    return std::nullopt;
  MarkMention mention;
  mention.symbol = std::string(text.substr(begin, at - begin));
  mention.begin = 0;
  mention.end = at + (wide ? kWideColon.size() : 1);
  mention.opens = true;
  return mention;
}

// A superscript digit at the very start.
std::optional<MarkMention> leading_superscript(std::string_view text) {
  for (const auto& [spelling, plain] : kSpellings) {
    if (plain.size() == 1 && is_digit(plain[0]) && text.substr(0, spelling.size()) == spelling) {
      MarkMention mention;
      mention.symbol = std::string(plain);
      mention.end = spelling.size();
      mention.opens = true;
      return mention;
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<Sentence> read_sentences(const Document& document) {
  std::vector<Sentence> sentences;
  for (std::size_t at = 0; at < document.blocks.size(); ++at) {
    const Block& block = document.blocks[at];
    if (block.kind == BlockKind::kCode || block.kind == BlockKind::kData ||
        block.kind == BlockKind::kHeading) {
      continue;
    }
    Sentence like;
    like.block = at;
    if (block.kind == BlockKind::kTable) {
      if (block.table >= document.tables.size()) continue;
      like.place = Sentence::Place::kCaption;
      like.table = block.table;
      append(document.tables[block.table].caption, {}, like, sentences);
      append_note_cells(document, block, at, sentences);
      continue;
    }
    if (block.kind == BlockKind::kFootnote) like.label = plain_mark(block.label);
    append(block.text, block.marks, like, sentences);
  }
  return sentences;
}

std::string plain_mark(std::string_view mark) {
  std::string plain = fold_space(mark);
  for (const auto& [spelling, form] : kSpellings) {
    for (std::size_t at = plain.find(spelling); at != std::string::npos;
         at = plain.find(spelling, at + form.size())) {
      plain.replace(at, spelling.size(), form);
    }
  }
  plain.erase(std::remove_if(plain.begin(), plain.end(),
                             [](char c) {
                               return c == '\\' || c == '[' || c == ']' || c == '(' || c == ')' ||
                                      c == '^' || c == '{' || c == '}' || c == '$' || c == ' ' ||
                                      c == ',';
                             }),
              plain.end());
  return plain;
}

std::vector<MarkMention> mark_mentions(const Sentence& sentence) {
  const std::string& text = sentence.text;
  std::vector<MarkMention> mentions;
  if (!sentence.label.empty() && sentence.part == 0) {
    MarkMention mention;
    mention.symbol = sentence.label;
    mention.opens = true;
    // "[^a]: Source: Acme": what is said begins after the label.
    const std::size_t close = text.find("]:");
    if (text.rfind("[^", 0) == 0 && close != std::string::npos) mention.end = close + 2;
    mentions.push_back(mention);
    return mentions;
  }
  if (auto label = leading_label(text)) return {*label};
  if (auto superscript = leading_superscript(text)) return {*superscript};
  const std::string lower = lower_ascii(text);
  const auto add = [&](std::string_view symbol, std::size_t begin, std::size_t end) {
    const bool overlaps = std::any_of(mentions.begin(), mentions.end(), [&](const MarkMention& m) {
      return begin < m.end && m.begin < end;
    });
    if (overlaps) return;
    MarkMention mention;
    mention.symbol = plain_mark(symbol);
    mention.begin = begin;
    mention.end = end;
    std::size_t lead = 0;
    while (lead < begin && (is_quote(text[lead]) || text[lead] == ' ' || text[lead] == '-')) ++lead;
    mention.opens = lead == begin;
    set_parenthesis(text, mention);
    mentions.push_back(mention);
  };
  for (const std::string_view mark : kMarks) {
    for (std::size_t at = text.find(mark); at != std::string::npos;
         at = text.find(mark, at + mark.size())) {
      if (stands_alone(text, at, at + mark.size())) add(mark, at, at + mark.size());
    }
  }
  for (const std::string_view word : kMarkWords) {
    for (std::size_t at = find_word(lower, word); at != std::string_view::npos;
         at = find_word(lower, word, at + word.size())) {
      // "an asterisk (*)" mentions one mark, not two.
      if (mentions.empty()) add(word, at, at + word.size());
    }
  }
  std::sort(mentions.begin(), mentions.end(),
            [](const MarkMention& a, const MarkMention& b) { return a.begin < b.begin; });
  return mentions;
}

}  // namespace benchledger
