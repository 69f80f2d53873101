#include "pipeline/page_index.h"

#include <algorithm>
#include <pugixml.hpp>
#include <utility>

#include "extractors/data_node.h"
#include "extractors/text.h"
#include "pipeline/clock.h"
#include "pipeline/http.h"

namespace benchledger {
namespace {

std::string_view trimmed(std::string_view text) {
  const std::size_t from = text.find_first_not_of(" \t\r\n");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r\n") + 1 - from);
}

// Without the namespace prefix, of which documents are free to choose any.
std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// The text of the first child called `name` that has one: RSS items carry an
// empty <atom:link> beside their <link>.
std::string text_of(const pugi::xml_node& node, std::string_view name) {
  for (const pugi::xml_node& child : node.children()) {
    if (local_name(child) != name) continue;
    const std::string_view text = trimmed(child.text().get());
    if (!text.empty()) return std::string(text);
  }
  return {};
}

std::string first_of(const pugi::xml_node& node, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (std::string text = text_of(node, name); !text.empty()) return text;
  }
  return {};
}

// The root element, empty where the bytes are no XML, and whether all of them
// were: a document cut short is read as far as it goes.
struct Root {
  pugi::xml_node node;
  bool whole = false;
};

Root root_of(pugi::xml_document& document, std::string_view bytes) {
  const pugi::xml_parse_result parsed =
      document.load_buffer(bytes.data(), bytes.size(), pugi::parse_default);
  return {document.document_element(), parsed.status == pugi::status_ok};
}

// The cut may have gone through the last address.
void drop_last_of_cut(const Root& root, std::vector<FoundPage>& pages) {
  if (!root.whole && !pages.empty()) pages.pop_back();
}

std::optional<Sitemap> text_sitemap(std::string_view bytes) {
  Sitemap sitemap;
  while (!bytes.empty()) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    const std::string_view line = trimmed(bytes.substr(0, end));
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    if (line.empty()) continue;
    const bool url =
        starts_with_ignoring_case(line, "http://") || starts_with_ignoring_case(line, "https://");
    if (!url || line.find(' ') != std::string_view::npos) return std::nullopt;
    sitemap.pages.push_back({std::string(line), {}, {}});
  }
  if (sitemap.pages.empty()) return std::nullopt;
  return sitemap;
}

// An Atom entry's page: the alternate link, which is also what no `rel` means.
std::string atom_link(const pugi::xml_node& entry) {
  for (const pugi::xml_node& link : entry.children()) {
    if (local_name(link) != "link") continue;
    const std::string_view rel = link.attribute("rel").value();
    if (rel.empty() || rel == "alternate") {
      return std::string(trimmed(link.attribute("href").value()));
    }
  }
  return {};
}

// RSS 2.0: <link>, or a <guid> that does not say it is no permanent link.
std::string rss_link(const pugi::xml_node& item) {
  std::string link = text_of(item, "link");
  if (!link.empty()) return link;
  for (const pugi::xml_node& guid : item.children()) {
    if (local_name(guid) != "guid") continue;
    if (std::string_view(guid.attribute("isPermaLink").value()) == "false") return {};
    return std::string(trimmed(guid.text().get()));
  }
  return {};
}

void add_entries(const pugi::xml_node& parent, std::vector<FoundPage>& pages) {
  for (const pugi::xml_node& entry : parent.children()) {
    const std::string_view name = local_name(entry);
    if (name != "item" && name != "entry") continue;
    std::string url = name == "item" ? rss_link(entry) : atom_link(entry);
    if (url.empty()) continue;
    pages.push_back(
        {std::move(url),
         sortable_date(first_of(entry, {"updated", "modified", "pubDate", "date", "published"})),
         {}});
  }
}

std::string member_text(const DataNode& object, std::string_view name) {
  for (const auto& [key, value] : object.entries) {
    if (key == name) return value.text;
  }
  return {};
}

std::optional<std::vector<FoundPage>> json_feed(std::string_view bytes) {
  const std::optional<DataNode> top = parse_json(bytes);
  if (!top || member_text(*top, "version").find("jsonfeed.org") == std::string::npos) {
    return std::nullopt;
  }
  std::vector<FoundPage> pages;
  for (const auto& [key, items] : top->entries) {
    if (key != "items") continue;
    for (const DataNode& item : items.items) {
      std::string url = member_text(item, "url");
      if (url.empty()) url = member_text(item, "external_url");
      if (url.empty()) continue;
      std::string date = member_text(item, "date_modified");
      if (date.empty()) date = member_text(item, "date_published");
      pages.push_back({std::move(url), sortable_date(date), {}});
    }
  }
  return pages;
}

bool is_number(std::string_view text, std::size_t at, std::size_t count) {
  if (text.size() < at + count) return false;
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at),
                     text.begin() + static_cast<std::ptrdiff_t>(at + count), is_digit);
}

}  // namespace

std::string sortable_date(std::string_view text) {
  text = trimmed(text);
  // W3C date and time: YYYY, YYYY-MM, YYYY-MM-DD, or with a time of day. The
  // zone is left out: a few hours do not matter to which page is newest.
  if (is_number(text, 0, 4) && (text.size() == 4 || text[4] == '-')) {
    const std::size_t end = text.find_first_not_of("0123456789-T:");
    return std::string(text.substr(0, std::min(end, std::size_t{19})));
  }
  const std::optional<std::int64_t> seconds = http_date(text);
  return seconds ? iso_time(*seconds).substr(0, 19) : std::string();
}

std::optional<Sitemap> read_sitemap(std::string_view bytes) {
  pugi::xml_document document;
  const Root root = root_of(document, bytes);
  const std::string_view name = local_name(root.node);
  if (name != "urlset" && name != "sitemapindex") return text_sitemap(bytes);
  Sitemap sitemap;
  for (const pugi::xml_node& child : root.node.children()) {
    const std::string_view kind = local_name(child);
    if (kind != "url" && kind != "sitemap") continue;
    FoundPage page{text_of(child, "loc"), sortable_date(text_of(child, "lastmod")), {}};
    if (page.url.empty()) continue;
    (kind == "url" ? sitemap.pages : sitemap.sitemaps).push_back(std::move(page));
  }
  drop_last_of_cut(root, sitemap.sitemaps.empty() ? sitemap.pages : sitemap.sitemaps);
  return sitemap;
}

std::optional<std::vector<FoundPage>> read_feed(std::string_view bytes) {
  pugi::xml_document document;
  const Root root = root_of(document, bytes);
  const std::string_view name = local_name(root.node);
  if (name != "rss" && name != "feed" && name != "RDF") return json_feed(bytes);
  std::vector<FoundPage> pages;
  add_entries(root.node, pages);
  for (const pugi::xml_node& channel : root.node.children()) {
    if (local_name(channel) == "channel") add_entries(channel, pages);
  }
  drop_last_of_cut(root, pages);
  return pages;
}

}  // namespace benchledger
