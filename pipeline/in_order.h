#pragma once
// Work on many items at once, results taken in the order of the items, so that
// output does not depend on the number of threads.

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace benchledger {

// Calls make(i) for i in [0, count) on `threads` threads and take(i, result)
// on this thread, in order of i. take returns false to stop. At most
// 4 * threads results are held. make must not throw.
template <typename Make, typename Take>
void for_each_in_order(std::size_t count, std::size_t threads, Make make, Take take) {
  threads = std::min(std::max<std::size_t>(threads, 1), count);
  if (threads <= 1) {
    for (std::size_t i = 0; i < count; ++i) {
      if (!take(i, make(i))) return;
    }
    return;
  }
  using Made = decltype(make(std::size_t{0}));
  std::mutex mutex;
  std::condition_variable changed;
  std::map<std::size_t, Made> ready;
  std::size_t next_made = 0;
  std::size_t next_taken = 0;
  bool stop = false;
  const std::size_t window = threads * 4;

  const auto work = [&] {
    std::unique_lock lock(mutex);
    for (;;) {
      changed.wait(lock,
                   [&] { return stop || next_made >= count || next_made < next_taken + window; });
      if (stop || next_made >= count) return;
      const std::size_t index = next_made++;
      lock.unlock();
      Made made = make(index);
      lock.lock();
      ready.emplace(index, std::move(made));
      changed.notify_all();
    }
  };
  std::vector<std::thread> workers;
  for (std::size_t i = 0; i < threads; ++i) workers.emplace_back(work);
  for (std::size_t index = 0; index < count; ++index) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return ready.count(index) > 0; });
    auto node = ready.extract(index);
    ++next_taken;
    changed.notify_all();
    lock.unlock();
    if (!take(index, std::move(node.mapped()))) break;
  }
  {
    const std::lock_guard lock(mutex);
    stop = true;
  }
  changed.notify_all();
  for (std::thread& worker : workers) worker.join();
}

// What -j means where it is not given: the cores this process may use.
[[nodiscard]] std::size_t default_threads();

}  // namespace benchledger
