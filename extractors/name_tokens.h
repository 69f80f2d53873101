#pragma once
// A name as comparable pieces: words split where letters meet digits too, so
// that "Qwen3-32B", "Qwen 3 32B" and "qwen3_32b" are the same pieces.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace benchledger {

struct NameToken {
  std::string text;       // case folded
  std::size_t begin = 0;  // bytes of the text it was read from
  std::size_t end = 0;
  bool digits = false;
  bool glued = false;  // nothing stands between it and the token before
};

// Linear. Bytes that are not ASCII count as letters.
[[nodiscard]] std::vector<NameToken> name_tokens(std::string_view text);

// name_key(), quicker for ASCII.
[[nodiscard]] std::string quick_key(std::string_view text);

}  // namespace benchledger
