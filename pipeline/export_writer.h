#pragma once
// What a format writes to: files below one folder, and a report of what it had
// to leave out.

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace benchledger {

// Takes the bytes of one file in order. Never fails towards the format; the
// first error is kept by whoever owns the sink.
using Sink = std::function<void(std::string_view)>;

struct ExportedFile {
  std::string name;  // below the folder, '/' between parts: "scores.csv"
  std::size_t bytes = 0;
  std::string sha256;
  std::size_t records = 0;
};

enum class LossKind {
  kRecords,  // whole records that are not in the files
  kField,    // a field that carried records have and the format has no place for
  kAltered,  // values that read differently than they stood
};

struct Loss {
  LossKind kind = LossKind::kRecords;
  std::string name;  // type of the records, path of the field
  std::size_t count = 0;
  std::string why;
};

// "records", "field", "altered"
[[nodiscard]] const char* to_string(LossKind kind);

class ExportWriter {
 public:
  // Writes the bytes of one file; returns how many records they hold.
  using Fill = std::function<std::size_t(const Sink&)>;

  virtual ~ExportWriter() = default;
  // `name` is unique within an export; its parts are portable file names.
  virtual void write(const std::string& name, const Fill& fill) = 0;
  // A loss of nothing is not reported.
  virtual void lose(const Loss& loss) = 0;
  // Every file so far, those of earlier formats included.
  [[nodiscard]] virtual const std::vector<ExportedFile>& files() const = 0;
};

}  // namespace benchledger
