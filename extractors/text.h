#pragma once
// Text leaves: UTF-8 in, UTF-8 out, no locale. Everything is linear in its
// input and never throws.

#include <string>
#include <string_view>
#include <vector>

namespace benchledger {

// Runs of white space (ASCII, no-break and other Unicode spaces, zero-width
// marks) become one space; none at either end.
[[nodiscard]] std::string fold_space(std::string_view text);

// ASCII lower case; other bytes untouched. Safe under any locale ("I" -> "i").
[[nodiscard]] std::string lower_ascii(std::string_view text);

// NFKC, case folded, only letters, digits and '+', Greek letters that appear
// in benchmark names spelled out (tau, mu ...): two names with the same key
// are the same name. "τ²-Bench" -> "tau2bench".
[[nodiscard]] std::string name_key(std::string_view text);

// The words of `text`: runs of letters and digits, NFKC and case folded.
[[nodiscard]] std::vector<std::string> fold_words(std::string_view text);
// fold_words() joined by one space: how header texts are compared with word lists.
[[nodiscard]] std::string folded(std::string_view text);
// Compatibility spellings made plain (NFKC, lower case): "（ＧＢ）" becomes "(gb)".
[[nodiscard]] std::string compatibility_fold(std::string_view text);

[[nodiscard]] bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);

// Position of `needle` in `text`, ASCII case ignored, bounded by non-word
// characters on both sides; npos where there is none.
[[nodiscard]] std::size_t find_word(std::string_view text, std::string_view needle,
                                    std::size_t from = 0);

[[nodiscard]] bool is_space(char c);
[[nodiscard]] bool is_digit(char c);
[[nodiscard]] bool is_letter(char c);  // ASCII

// Length in bytes of the UTF-8 sequence at text[at], 1 for a broken one.
[[nodiscard]] std::size_t utf8_length(std::string_view text, std::size_t at);

}  // namespace benchledger
