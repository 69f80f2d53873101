#include "extractors/charset.h"

#include <uchardet.h>
#include <unicode/ucnv.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <memory>

#include "extractors/pattern.h"
#include "extractors/text.h"

namespace benchledger {
namespace {

constexpr std::size_t kMetaWindow = 4096;
constexpr std::size_t kDetectionWindow = 1 << 16;

struct ByteOrderMark {
  std::string_view bytes;
  const char* charset;
};
constexpr std::array<ByteOrderMark, 3> kMarks = {
    {{"\xEF\xBB\xBF", "utf-8"}, {"\xFF\xFE", "utf-16le"}, {"\xFE\xFF", "utf-16be"}}};

std::string from_meta(std::string_view bytes) {
  static const Pattern kCharset(R"(<meta[^>]*charset\s*=\s*["']?\s*([a-z0-9_:.-]+))");
  const std::string_view window = bytes.substr(0, kMetaWindow);
  const auto match = kCharset.find(window);
  return match ? lower_ascii(match->text(window, 1)) : std::string();
}

std::string detected(std::string_view bytes) {
  const std::unique_ptr<uchardet, decltype(&uchardet_delete)> detector(uchardet_new(),
                                                                       &uchardet_delete);
  const std::string_view window = bytes.substr(0, kDetectionWindow);
  uchardet_handle_data(detector.get(), window.data(), window.size());
  uchardet_data_end(detector.get());
  const std::string name = lower_ascii(uchardet_get_charset(detector.get()));
  return name.empty() || name == "ascii" ? "windows-1252" : name;
}

// Length of the well-formed sequence at `at`, 0 for a broken one.
std::size_t sequence_length(std::string_view bytes, std::size_t at) {
  utf8proc_int32_t codepoint = 0;
  const utf8proc_ssize_t length =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(bytes.data() + at),
                       static_cast<utf8proc_ssize_t>(bytes.size() - at), &codepoint);
  return length < 0 ? 0 : static_cast<std::size_t>(length);
}

bool is_utf8(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t length = sequence_length(bytes, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

// Broken bytes become U+FFFD, each mapped to the one byte it stands for.
void mend_utf8(std::string_view bytes, std::size_t from, Decoded& decoded) {
  constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
  for (std::size_t at = from; at < bytes.size();) {
    const std::size_t length = sequence_length(bytes, at);
    const std::size_t begin = decoded.text.size();
    decoded.text += length == 0 ? kReplacement : bytes.substr(at, length);
    const std::size_t step = std::max<std::size_t>(length, 1);
    decoded.map.add(begin, decoded.text.size(), {at, at + step});
    at += step;
  }
}

bool transcode(std::string_view bytes, std::size_t from, const std::string& charset,
               Decoded& decoded) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(
      ucnv_open(charset.c_str(), &status), &ucnv_close);
  if (U_FAILURE(status) != 0) return false;
  const char* source = bytes.data() + from;
  const char* const limit = bytes.data() + bytes.size();
  while (source < limit) {
    const char* const start = source;
    status = U_ZERO_ERROR;
    const UChar32 codepoint = ucnv_getNextUChar(converter.get(), &source, limit, &status);
    if (status == U_INDEX_OUTOFBOUNDS_ERROR) break;
    std::array<utf8proc_uint8_t, 4> buffer{};
    const auto size = static_cast<std::size_t>(
        utf8proc_encode_char(U_FAILURE(status) != 0 ? 0xFFFD : codepoint, buffer.data()));
    const std::size_t begin = decoded.text.size();
    decoded.text.append(reinterpret_cast<const char*>(buffer.data()), size);
    if (source == start) ++source;
    decoded.map.add(begin, decoded.text.size(),
                    {static_cast<std::size_t>(start - bytes.data()),
                     static_cast<std::size_t>(source - bytes.data())});
  }
  return true;
}

std::string normalized(std::string name) {
  if (name == "utf8") return "utf-8";
  if (name == "iso-8859-1" || name == "latin1" || name == "us-ascii" || name == "ascii") {
    return "windows-1252";  // as browsers do
  }
  return name;
}

}  // namespace

Decoded decode(std::string_view bytes, const std::optional<std::string>& declared,
               std::vector<Diagnostic>& diagnostics) {
  Decoded decoded;
  std::size_t from = 0;
  for (const ByteOrderMark& mark : kMarks) {
    if (bytes.substr(0, mark.bytes.size()) != mark.bytes) continue;
    decoded.charset = mark.charset;
    from = mark.bytes.size();
    break;
  }
  const bool valid =
      decoded.charset != "utf-16le" && decoded.charset != "utf-16be" && is_utf8(bytes.substr(from));
  if (decoded.charset.empty() && declared) decoded.charset = normalized(lower_ascii(*declared));
  if (decoded.charset.empty()) decoded.charset = normalized(from_meta(bytes));
  // A single-byte label on text that is valid UTF-8 with wide characters is
  // wrong far more often than right.
  if (decoded.charset.empty() || decoded.charset == "windows-1252") {
    decoded.charset = valid ? "utf-8" : decoded.charset.empty() ? detected(bytes) : decoded.charset;
  }
  if (decoded.charset == "utf-8") {
    if (valid && from == 0) {
      decoded.text = std::string(bytes);
    } else {
      mend_utf8(bytes, from, decoded);
      if (!valid) {
        diagnostics.push_back({Severity::kWarning,
                               "broken-utf8",
                               "bytes that are not UTF-8 were read as U+FFFD",
                               {}});
      }
    }
    return decoded;
  }
  if (!transcode(bytes, from, decoded.charset, decoded)) {
    diagnostics.push_back({Severity::kWarning,
                           "unknown-charset",
                           "no converter for \"" + decoded.charset + "\"; read as UTF-8",
                           {}});
    decoded = {};
    decoded.charset = "utf-8";
    mend_utf8(bytes, 0, decoded);
  }
  return decoded;
}

}  // namespace benchledger
