#pragma once
// Captures, whole and for good: the bytes compressed under their SHA-256, what
// the transport said beside them, one small file for each page that had those
// bytes. Files are written atomically and checked on every read.
//
//   FOLDER/ab/<sha256>.zst             the bytes (zstd)
//   FOLDER/ab/<sha256>.<page>.meta     "name: value" lines, headers as
//                                      "request: Name: value"; <page> is the
//                                      short id of the page key
//   FOLDER/restated/<page>             an empty file: see restated()

#include <set>
#include <string>
#include <vector>

#include "extractors/result.h"
#include "pipeline/capture.h"

namespace benchledger {

class CaptureStore {
 public:
  // Makes the folder on the first put. Cheap; one instance serves any threads
  // and several processes.
  explicit CaptureStore(std::string folder) : folder_(std::move(folder)) {}

  // Keeps the capture under its sha256. Idempotent: bytes that are there stay
  // (a damaged copy is replaced); the metadata becomes this capture's, but
  // keeps the fetched_at and headers of the exchange that brought the bytes
  // first, and is not rewritten for those alone.
  [[nodiscard]] Status put(const Capture& capture) const;

  // Brings what the sources file states of the page (publisher, format,
  // mapping) up to date with `stated`, whose sha256 and page_key say which
  // capture is meant.
  [[nodiscard]] Status restate(const Capture& stated) const;

  // Pages, by short id, of which a capture was described anew in a way that
  // matters to who reads it, since that was last settled. Outlives a kill: who
  // has read them says so once that is safe.
  [[nodiscard]] Result<std::set<std::string>> restated() const;
  [[nodiscard]] Status settle_restated(const std::set<std::string>& pages) const;

  // An Error of kind kStore where it is missing, or where the bytes do not
  // have that hash.
  [[nodiscard]] Result<Capture> get(const std::string& sha256, const std::string& page_key) const;

  [[nodiscard]] bool has(const std::string& sha256, const std::string& page_key) const;

  // What the store holds, sorted; empty where there is none. Files whose names
  // are not the store's are left out. Looks at names and sizes only.
  struct StoredFile {
    std::string sha256;
    std::string page;  // short id of the page key; empty for the bytes
    std::string path;
    std::size_t size = 0;
  };
  [[nodiscard]] Result<std::vector<StoredFile>> files() const;

  // What a kill left half-written, with path and size. Only while nothing
  // writes.
  [[nodiscard]] Result<std::vector<StoredFile>> unfinished() const;

  // The capture whose metadata is in that file of files(), bytes and all.
  [[nodiscard]] Result<Capture> get(const StoredFile& meta) const;

 private:
  std::string folder_;
};

}  // namespace benchledger
