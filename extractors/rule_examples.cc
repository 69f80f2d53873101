#include "extractors/rule_examples.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "extractors/identity.h"
#include "extractors/pattern.h"
#include "extractors/wall.h"
#include "extractors/yaml_reader.h"

namespace benchledger {
namespace {

// "models.yaml" -> id -> "models.yaml:12:5".
using EntryPlaces = std::map<std::string, std::map<std::string, std::string>>;

EntryPlaces places_of(const std::vector<RuleFile>& files) {
  EntryPlaces places;
  for (const RuleFile& file : files) {
    const auto root = read_yaml(file.name, file.text);
    if (!root) continue;
    const YamlProblems problems(file.name);
    for (const auto& [key, list] : root->entries) {
      for (const YamlNode& entry : list.items) {
        const YamlNode* id = entry.find("id");
        if (id != nullptr) places[file.name].emplace(id->text, problems.where(entry));
      }
    }
  }
  return places;
}

class Examples {
 public:
  Examples(const Rules& rules, const std::vector<RuleFile>& files)
      : rules_(rules), files_(files), names_(rules), places_(places_of(files)) {}

  ExampleRun run() {
    for (const Organization& o : rules_.organizations) try_organization(o);
    for (const ModelFamily& family : rules_.families) try_family(family);
    for (const Benchmark& benchmark : rules_.benchmarks) try_benchmark(benchmark);
    for (const AttributionPhrase& phrase : rules_.phrases) try_phrase(phrase);
    for (const CheckRule& check : rules_.checks) try_check(check);
    for (const WallRule& wall : load_wall_rules(files_).value_or(std::vector<WallRule>{})) {
      try_wall(wall);
    }
    for (const SpecSentence& sentence : rules_.introductions) try_spec_sentence(sentence);
    for (const SpecSentence& sentence : rules_.spec_sentences) try_spec_sentence(sentence);
    return std::move(run_);
  }

 private:
  void expect(bool passed, const std::string& file, const std::string& id, std::string message,
              std::string remedy) {
    if (passed) {
      ++run_.passed;
    } else {
      run_.failed.push_back(
          {ErrorKind::kUsage, places_[file][id], std::move(message), std::move(remedy)});
    }
  }

  void leads_back(const char* file, const std::string& id, const std::string& text,
                  const std::optional<std::string>& found) {
    expect(found == id, file, id,
           "\"" + text + "\" leads to " + (found ? "\"" + *found + "\"" : "nothing") +
               ", not to \"" + id + "\"",
           "correct the name or the entry that takes it");
  }

  void try_organization(const Organization& o) {
    constexpr auto kFile = "organizations.yaml";
    const auto id = [](const Organization* found) {
      return found == nullptr ? std::nullopt : std::optional<std::string>(found->id);
    };
    leads_back(kFile, o.id, o.name, id(names_.organization(o.name)));
    for (const std::string& alias : o.aliases) {
      leads_back(kFile, o.id, alias, id(names_.organization(alias)));
    }
    for (const std::string& host : o.hosts) {
      leads_back(kFile, o.id, host, id(names_.organization_of_url("https://" + host + "/")));
    }
  }

  void try_family(const ModelFamily& family) {
    for (const std::string& example : family.examples) {
      const std::optional<std::string> developer = names_.model(example).developer;
      expect(developer == family.developer, "models.yaml", family.id,
             "\"" + example + "\" is taken for one of " +
                 (developer ? "\"" + *developer + "\"" : "nobody") + ", not of \"" +
                 family.developer + "\"",
             "correct the example or the names");
    }
  }

  void try_benchmark(const Benchmark& benchmark) {
    leads_back("benchmarks.yaml", benchmark.id, benchmark.name,
               names_.benchmark(benchmark.name).id);
    for (const std::string& alias : benchmark.aliases) {
      leads_back("benchmarks.yaml", benchmark.id, alias, names_.benchmark(alias).id);
    }
  }

  void try_phrase(const AttributionPhrase& phrase) {
    const auto pattern = Pattern::compile(phrase.pattern);
    if (!pattern) return;  // load_rules() refuses it
    for (const std::string& sentence : phrase.matches) {
      expect(pattern->find(sentence).has_value(), "attribution.yaml", phrase.id,
             "phrase \"" + phrase.id + "\" does not match \"" + sentence + "\"",
             "correct the pattern or the sentence");
    }
    for (const std::string& sentence : phrase.rejects) {
      expect(!pattern->find(sentence).has_value(), "attribution.yaml", phrase.id,
             "phrase \"" + phrase.id + "\" matches \"" + sentence + "\"", "narrow the pattern");
    }
  }

  void try_check(const CheckRule& check) {
    const std::string name = "checks/" + check.id + ".yaml";
    for (const RuleFile& file : files_) {
      if (file.name != name) continue;
      const auto root = read_yaml(file.name, file.text);
      const YamlNode* example = root ? root->find("example") : nullptr;
      if (example == nullptr) continue;
      places_[name][check.id] = YamlProblems(file.name).where(*example);
      expect(fits_message(check.message, example->text), name, check.id,
             "\"" + example->text + "\" is no \"" + check.message + "\"",
             "write the example as the message prints");
    }
  }

  // Alone, so that no other rule's match hides that this one has none.
  void try_wall(const WallRule& wall) {
    const Walls walls({wall});
    for (const std::string& page : wall.matches) {
      expect(walls.find(page).has_value(), "blocks.yaml", wall.id,
             "wall \"" + wall.id + "\" does not match \"" + page + "\"",
             "correct the rule or the page");
    }
    for (const std::string& page : wall.rejects) {
      expect(!walls.find(page).has_value(), "blocks.yaml", wall.id,
             "wall \"" + wall.id + "\" matches \"" + page + "\"", "narrow the rule");
    }
  }

  void try_spec_sentence(const SpecSentence& rule) {
    const auto pattern = Pattern::compile(rule.pattern);
    const auto unless = Pattern::compile(rule.unless.value_or("^$"));
    if (!pattern || !unless) return;  // load_rules() refuses it
    const auto states = [&](const std::string& sentence) {
      return pattern->find(sentence).has_value() && !unless->find(sentence).has_value();
    };
    for (const std::string& sentence : rule.matches) {
      expect(states(sentence), "attributes.yaml", rule.id,
             "sentence \"" + rule.id + "\" does not match \"" + sentence + "\"",
             "correct the pattern or the sentence");
    }
    for (const std::string& sentence : rule.rejects) {
      expect(!states(sentence), "attributes.yaml", rule.id,
             "sentence \"" + rule.id + "\" matches \"" + sentence + "\"", "narrow the pattern");
    }
  }

  const Rules& rules_;
  const std::vector<RuleFile>& files_;
  Names names_;
  EntryPlaces places_;
  ExampleRun run_;
};

}  // namespace

bool fits_message(std::string_view message, std::string_view text) {
  bool first = true;
  while (true) {
    const std::size_t open = message.find('{');
    const std::string_view literal = message.substr(0, open);
    const std::size_t at =
        first ? (text.starts_with(literal) ? 0 : std::string_view::npos)
        : open == std::string_view::npos && literal.size() <= text.size() && text.ends_with(literal)
            ? text.size() - literal.size()
            : text.find(literal);
    if (at == std::string_view::npos) return false;
    text.remove_prefix(at + literal.size());
    if (open == std::string_view::npos) return text.empty();
    message.remove_prefix(std::min(message.find('}', open), message.size() - 1) + 1);
    first = false;
  }
}

ExampleRun run_rule_examples(const Rules& rules, const std::vector<RuleFile>& files) {
  return Examples(rules, files).run();
}

}  // namespace benchledger
