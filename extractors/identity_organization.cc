// Organizations by name, by address, and by their name in a sentence.

#include <string>
#include <vector>

#include "extractors/identity.h"
#include "extractors/name_family.h"
#include "extractors/name_index.h"
#include "extractors/repository_address.h"
#include "extractors/text.h"

namespace benchledger {

const Organization* Names::organization(std::string_view text) const {
  const auto found = index_->organization_by_key.find(quick_key(text));
  return found == index_->organization_by_key.end() ? nullptr : found->second;
}

const Organization* Names::find_organization(std::string_view id) const {
  const auto found = index_->organization_by_id.find(std::string(id));
  return found == index_->organization_by_id.end() ? nullptr : found->second;
}

const Organization* Names::organization_of_url(std::string_view url) const {
  const UrlParts parts = url_parts(url);
  if (parts.host.find('.') == std::string::npos) return nullptr;
  // owner.github.io and github.com/owner name the owner, not the host.
  const auto& rules = index_->rules;
  std::string owner;
  if (const std::size_t at = owner_segment(parts, rules); at < parts.path.size()) {
    owner = lower_ascii(parts.path[at]);
  }
  for (const std::string& suffix : rules.word_list("owner_host_suffixes")) {
    const std::string dotted = "." + suffix;
    if (parts.host.size() > dotted.size() &&
        parts.host.compare(parts.host.size() - dotted.size(), dotted.size(), dotted) == 0) {
      owner = parts.host.substr(0, parts.host.size() - dotted.size());
    }
  }
  for (std::string_view host = parts.host;;) {
    const auto found = index_->organization_by_host.find(std::string(host));
    if (found != index_->organization_by_host.end()) return found->second;
    const std::size_t dot = host.find('.');
    if (dot == std::string_view::npos) break;
    host.remove_prefix(dot + 1);
  }
  if (owner.empty()) return nullptr;
  const auto found = index_->organization_by_namespace.find(owner);
  return found == index_->organization_by_namespace.end() ? nullptr : found->second;
}

const Organization* Names::organization_in(std::string_view sentence, std::size_t& at,
                                           std::size_t& length, std::size_t from) const {
  const std::vector<NameToken> tokens = name_tokens(sentence);
  const Organization* best = nullptr;
  at = std::string_view::npos;
  for (std::size_t i = 0; i < tokens.size() && best == nullptr; ++i) {
    if (tokens[i].begin < from || tokens[i].glued) continue;
    const auto found = index_->organization_phrases.find(tokens[i].text);
    if (found == index_->organization_phrases.end()) continue;
    for (const auto& phrase : found->second) {
      const std::size_t count = matches_at(phrase.tokens, tokens, i);
      if (count == 0 || (i + count < tokens.size() && tokens[i + count].glued)) continue;
      const std::size_t end = tokens[i + count - 1].end;
      // Many names are words too ("Scale", "Together"): letter case counts,
      // and a name that is also a model's says nothing about who.
      if (phrase.spelling.size() < 3 && phrase.spelling != "HF") continue;
      if (sentence.substr(tokens[i].begin, 1) != std::string_view(phrase.spelling).substr(0, 1))
        continue;
      if (phrase.tokens.size() == 1 && family_at(*index_, tokens, i)) continue;
      best = phrase.entry;
      at = tokens[i].begin;
      length = end - tokens[i].begin;
      break;
    }
  }
  for (const auto& [name, organization] : index_->unspaced_organizations) {
    const std::size_t found = sentence.find(name, from);
    if (found >= at || found == std::string_view::npos) continue;
    best = organization;
    at = found;
    length = name.size();
  }
  return best;
}

}  // namespace benchledger
