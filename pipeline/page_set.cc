#include "pipeline/page_set.h"

#include <utility>

#include "pipeline/in_order.h"
#include "pipeline/page_input.h"

namespace benchledger {

PageSet read_page_set(const Extractor& extractor, const std::vector<std::string>& files) {
  PageSet set;
  const auto read = [&](std::size_t i) -> Result<ReadPage> {
    Result<std::string> bytes = read_page_file(files[i]);
    if (!bytes) return tl::unexpected<Error>(bytes.error());
    ReadPage page;
    page.name = files[i];
    page.bytes = std::move(*bytes);
    page.extraction = extract_and_check(extractor, page_input(page.bytes, page.name));
    return page;
  };
  for_each_in_order(files.size(), default_threads(), read, [&](std::size_t, Result<ReadPage> page) {
    if (page) {
      set.pages.push_back(std::move(*page));
    } else {
      set.unreadable.push_back(page.error());
    }
    return true;
  });
  return set;
}

}  // namespace benchledger
