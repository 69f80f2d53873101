#include "pipeline/export_names.h"

#include <chrono>

#include "extractors/digest.h"
#include "pipeline/json_writer.h"

namespace benchledger {
namespace {

constexpr std::size_t kLongestName = 80;

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_';
}

// Names Windows keeps for devices, and the datastore of Every Eval Ever for
// its own folder.
bool is_reserved(std::string_view name) {
  const std::string_view stem = name.substr(0, name.find('.'));
  for (const std::string_view word : {"con", "prn", "aux", "nul", "data"}) {
    if (stem == word) return true;
  }
  const bool numbered = stem.starts_with("com") || stem.starts_with("lpt");
  return numbered && stem.size() == 4 && stem[3] >= '0' && stem[3] <= '9';
}

}  // namespace

std::string uuid_of(std::string_view key) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string hex = sha256_hex(key).substr(0, 32);
  hex[12] = '4';
  const char variant = hex[16];
  const unsigned digit = static_cast<unsigned>(variant <= '9' ? variant - '0' : variant - 'a' + 10);
  hex[16] = kHex[8 + digit % 4];
  for (const std::size_t at : {20U, 16U, 12U, 8U}) hex.insert(at, 1, '-');
  return hex;
}

std::string portable_name(std::string_view text) {
  std::string name;
  bool folded = false;  // two texts could come out alike
  for (const char c : text) {
    const char low = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (is_plain(low)) {
      name += low;
    } else {
      folded = folded || (c != ' ' && c != '-');
      if (!name.empty() && name.back() != '-') name += '-';
    }
  }
  const std::size_t first = name.find_first_not_of("-.");
  name.erase(0, first == std::string::npos ? name.size() : first);
  while (!name.empty() && (name.back() == '-' || name.back() == '.')) name.pop_back();
  if (name.size() > kLongestName) {
    name.resize(kLongestName);
    folded = true;
  }
  if (!folded && !name.empty() && !is_reserved(name)) return name;
  return (name.empty() ? "x" : name) + "-" + short_id(text).substr(0, 8);
}

std::string metric_name(const Score& score) {
  if (score.setting.metric) return portable_name(*score.setting.metric);
  return score.score.unit == "unknown" ? "score" : score.score.unit;
}

std::string model_path(const ModelRef& model) {
  const std::string_view id = model.id ? std::string_view(*model.id) : std::string_view();
  const std::size_t slash = id.find('/');
  if (slash != std::string_view::npos && slash > 0) {
    return portable_name(id.substr(0, slash)) + "/" + portable_name(id.substr(slash + 1));
  }
  if (!model.developer || model.developer->empty()) return "";
  return portable_name(*model.developer) + "/" +
         portable_name(model.name.empty() ? model.raw : model.name);
}

std::optional<std::int64_t> unix_time(std::string_view iso) {
  static constexpr std::string_view kShape = "dddd-dd-ddTdd:dd:ddZ";
  if (iso.size() != kShape.size()) return std::nullopt;
  for (std::size_t i = 0; i < iso.size(); ++i) {
    const bool digit = iso[i] >= '0' && iso[i] <= '9';
    if (kShape[i] == 'd' ? !digit : iso[i] != kShape[i]) return std::nullopt;
  }
  const auto number = [&](std::size_t at, std::size_t length) {
    unsigned value = 0;
    for (const char c : iso.substr(at, length)) value = value * 10 + static_cast<unsigned>(c - '0');
    return value;
  };
  using namespace std::chrono;
  const year_month_day date{year(static_cast<int>(number(0, 4))), month(number(5, 2)),
                            day(number(8, 2))};
  if (!date.ok()) return std::nullopt;
  const seconds time = hours(number(11, 2)) + minutes(number(14, 2)) + seconds(number(17, 2));
  return sys_days(date).time_since_epoch() / seconds(1) + time.count();
}

// JSON leaves DEL and the C1 controls as they are; YAML and TOML do not take
// them, and YAML folds U+2028 and U+2029.
std::string quoted(std::string_view text) {
  const std::string json = JsonWriter().value(text).take();
  std::string out;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const auto byte = [&](std::size_t ahead) {
      return i + ahead < json.size() ? static_cast<unsigned char>(json[i + ahead]) : 0U;
    };
    if (byte(0) == 0x7F) {
      out += "\\u007f";
    } else if (byte(0) == 0xC2 && byte(1) < 0xA0) {
      static constexpr char kHex[] = "0123456789abcdef";
      out += "\\u00";
      out += kHex[byte(1) >> 4 & 15];
      out += kHex[byte(1) & 15];
      ++i;
    } else if (byte(0) == 0xE2 && byte(1) == 0x80 && (byte(2) == 0xA8 || byte(2) == 0xA9)) {
      out += byte(2) == 0xA8 ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      out += json[i];
    }
  }
  return out;
}

}  // namespace benchledger
