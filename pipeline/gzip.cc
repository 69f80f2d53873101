#include "pipeline/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace benchledger {
namespace {

constexpr int kGzipWindow = 15 + 16;  // 32 KiB and a gzip header, as zlib.h has it
constexpr std::size_t kPiece = std::size_t{64} << 10;

class Inflater {
 public:
  Inflater() { inflateInit2(&stream_, kGzipWindow); }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  z_stream* operator->() { return &stream_; }
  int step() { return inflate(&stream_, Z_NO_FLUSH); }
  void next_member() { inflateReset(&stream_); }

 private:
  z_stream stream_{};
};

// zlib reads only, but its interface predates const.
Bytef* input_of(std::string_view bytes) {
  return const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
}

}  // namespace

bool is_gzip(std::string_view bytes) { return bytes.substr(0, 3) == "\x1f\x8b\x08"; }

tl::expected<std::string, GunzipTrouble> gunzip(std::string_view bytes, std::size_t max_bytes) {
  Inflater inflater;
  inflater->next_in = input_of(bytes);
  inflater->avail_in = static_cast<uInt>(bytes.size());
  std::string unpacked;
  std::array<char, kPiece> piece;
  for (;;) {
    inflater->next_out = reinterpret_cast<Bytef*>(piece.data());
    inflater->avail_out = static_cast<uInt>(piece.size());
    const int code = inflater.step();
    unpacked.append(piece.data(), piece.size() - inflater->avail_out);
    if (unpacked.size() > max_bytes) return tl::unexpected<GunzipTrouble>(GunzipTrouble::kTooLarge);
    if (code == Z_STREAM_END) {
      const std::string_view rest = bytes.substr(bytes.size() - inflater->avail_in);
      if (!is_gzip(rest)) return unpacked;
      inflater.next_member();
    } else if (code != Z_OK) {
      return tl::unexpected<GunzipTrouble>(GunzipTrouble::kDamaged);
    }
  }
}

std::string gzip_member(std::string_view bytes) {
  z_stream stream{};
  deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  stream.next_in = input_of(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

struct UnpackedFile::State {
  std::string path;
  gzFile file = nullptr;  // passes through what is not gzipped
  ~State() {
    if (file != nullptr) gzclose(file);
  }
  [[nodiscard]] tl::unexpected<Error> damaged() const {
    int code = 0;
    const char* said = gzerror(file, &code);
    return fail(ErrorKind::kInput, path,
                std::string("is damaged: ") +
                    (code == Z_ERRNO ? std::generic_category().message(errno) : said),
                "what stands before the damage was read");
  }
};

UnpackedFile::UnpackedFile(std::unique_ptr<State> state) : state_(std::move(state)) {}
UnpackedFile::~UnpackedFile() = default;
UnpackedFile::UnpackedFile(UnpackedFile&&) noexcept = default;

Result<UnpackedFile> UnpackedFile::open(const std::string& path) {
  auto state = std::make_unique<State>();
  state->path = path;
  errno = 0;
  state->file = gzopen(path.c_str(), "rbe");
  if (state->file == nullptr) {
    return fail(ErrorKind::kInput, path,
                "cannot read: " + std::generic_category().message(errno == 0 ? ENOMEM : errno));
  }
  gzbuffer(state->file, static_cast<unsigned>(kPiece));
  return UnpackedFile(std::move(state));
}

Result<std::string> UnpackedFile::read(std::size_t most) {
  std::string bytes;
  while (bytes.size() < most) {
    const std::size_t had = bytes.size();
    const std::size_t want = std::min(kPiece, most - had);
    bytes.resize(had + want);
    const int got = gzread(state_->file, bytes.data() + had, static_cast<unsigned>(want));
    bytes.resize(had + static_cast<std::size_t>(std::max(got, 0)));
    if (got < 0) return state_->damaged();
    if (got == 0) {
      int code = Z_OK;
      gzerror(state_->file, &code);
      if (code != Z_OK && code != Z_STREAM_END) return state_->damaged();
      break;
    }
  }
  return bytes;
}

Result<std::optional<std::string>> UnpackedFile::line(std::size_t most) {
  std::string text;
  std::array<char, 4096> piece;
  for (bool any = false;; any = true) {
    if (gzgets(state_->file, piece.data(), static_cast<int>(piece.size())) == nullptr) {
      int code = Z_OK;
      gzerror(state_->file, &code);
      if (code != Z_OK && code != Z_STREAM_END) return state_->damaged();
      if (!any) return std::optional<std::string>();
      return std::optional(std::move(text));
    }
    const std::string_view got(piece.data());
    const bool ends = !got.empty() && got.back() == '\n';
    if (text.size() < most) text += got;
    if (!ends) continue;
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return std::optional(std::move(text));
  }
}

}  // namespace benchledger
