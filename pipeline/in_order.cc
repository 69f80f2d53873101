#include "pipeline/in_order.h"

namespace benchledger {

std::size_t default_threads() {
  return std::max<std::size_t>(1, std::thread::hardware_concurrency());
}

}  // namespace benchledger
