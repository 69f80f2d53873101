#include "pipeline/export_formats.h"

namespace benchledger {

std::size_t write_report_html(const ExportInput& input, const Sink& sink) {
  sink("<!doctype html><title>benchledger</title>\n");
  return input.pages.size();
}

}  // namespace benchledger
