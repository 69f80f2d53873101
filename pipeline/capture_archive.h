#pragma once
// The capture store as a WARC file and back. Each capture is a response record
// (a resource record where it came from a file), the request beside it where
// there was one, and a metadata record with what WARC has no place for, so that
// a capture comes back as it was. Other programs read the first two.

#include <cstddef>
#include <string>

#include "extractors/result.h"
#include "pipeline/capture_store.h"

namespace benchledger {

// Writes every capture of the store, in the order of files(); one gzip member
// a record where `path` ends in ".gz". The file appears whole or not at all.
// A damaged capture ends it with its error. Returns how many were written.
[[nodiscard]] Result<std::size_t> export_captures(const CaptureStore& store,
                                                  const std::string& path);

struct ImportCount {
  std::size_t captures = 0;
  std::size_t others = 0;  // responses and resources of other programs: left out
};

// Puts every capture an export wrote into the store. Bytes that do not have
// the hash their metadata states are an error.
[[nodiscard]] Result<ImportCount> import_captures(const std::string& path,
                                                  const CaptureStore& store);

}  // namespace benchledger
