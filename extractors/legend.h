#pragma once
// Sentences of a document and the footnote marks they explain. A mark has no
// meaning of its own: what "*" says is what the sentence that explains it
// says, and that sentence stands near its table.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "extractors/document.h"

namespace benchledger {

// One sentence (or list item, caption, note cell) with its place.
struct Sentence {
  enum class Place { kBlock, kCaption, kNoteCell };
  Place place = Place::kBlock;
  std::size_t block = 0;             // index into Document::blocks
  std::size_t table = Table::kNone;  // the table a caption or note cell belongs to
  std::size_t part = 0;              // which sentence of its block
  std::string label;                 // of a [^label] note
  std::string text;
  Span span;
  std::vector<std::string> links;  // targets of links inside it
};

// Every sentence of the document's prose, in document order; headings, code
// and data are left out.
[[nodiscard]] std::vector<Sentence> read_sentences(const Document& document);

// A mark in its plain form: "[^2]" and "²" are "2", "\*" and an asterisk
// operator are "*".
[[nodiscard]] std::string plain_mark(std::string_view mark);

// Where a sentence mentions a mark as such ("* indicates", "marked with (*)",
// "an asterisk", "[1] ..."). `opens`: the sentence starts with it. `nested`:
// it stands in a parenthesis, [open, close) of which is about the mark.
struct MarkMention {
  std::string symbol;
  std::size_t begin = 0;
  std::size_t end = 0;
  bool opens = false;
  bool nested = false;
  std::size_t open = 0;
  std::size_t close = 0;
};

[[nodiscard]] std::vector<MarkMention> mark_mentions(const Sentence& sentence);

}  // namespace benchledger
