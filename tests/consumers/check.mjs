// What tools from npm make of an export: prints {"in": records written, "out": records read}.
// Usage: check.mjs ajv|toml|atom|markdown EXPORTS SCHEMAS
import {readFileSync, readdirSync} from "node:fs";
import {join} from "node:path";

const [check, folder, schemas] = process.argv.slice(2);
const text = name => readFileSync(join(folder, name), "utf8");
const manifest = JSON.parse(text("manifest.json"));
const written = format => manifest.formats.find(entry => entry.name === format).records;
const files = format => manifest.files.filter(file => file.format === format);

const checks = {
  // Strict mode: a schema that means something else than it says is an error. Ajv knows no formats.
  async ajv() {
    const {default: Ajv} = await import("ajv");
    const ajv = new Ajv({strict: true, strictTypes: false, strictRequired: false,
                         formats: {date: true}});
    const validators = {};
    for (const name of readdirSync(schemas).filter(name => name.endsWith(".schema.json"))) {
      const schema = JSON.parse(readFileSync(join(schemas, name), "utf8"));
      validators[schema.title] = ajv.compile(schema);
    }
    const lines = text("records.ndjson").split("\n").filter(Boolean).map(line => JSON.parse(line));
    for (const record of lines) {
      const fits = validators[record.type];
      if (!fits(record)) throw new Error(`${record.type} ${record.id}: ${ajv.errorsText(fits.errors)}`);
    }
    return {in: written("ndjson"), out: lines.length};
  },

  async toml() {
    const {parse} = await import("smol-toml");
    let read = 0;
    for (const file of files("models-dev")) {
      const model = parse(text(file.name));
      const facts = ["release_date", "knowledge", "open_weights", "license"];
      if (typeof model.name !== "string") throw new Error(`${file.name} has no name`);
      const scores = model.benchmarks ?? [];
      if (scores.some(score => typeof score.score !== "number")) throw new Error(file.name);
      read += scores.length + facts.filter(fact => fact in model).length +
          Object.keys(model.limit ?? {}).length + Object.keys(model.modalities ?? {}).length;
    }
    return {in: written("models-dev"), out: read};
  },

  async atom() {
    const {default: Parser} = await import("rss-parser");
    const feed = await new Parser().parseString(text("changes.atom"));
    const ids = new Set(feed.items.map(item => item.id));
    return {in: written("atom"), out: ids.size};
  },

  // Every change is an item of a list, and nothing else came of the pages' text.
  async markdown() {
    const {lexer} = await import("marked");
    let items = 0;
    for (const token of lexer(text("pull-request.md"))) {
      if (token.type === "list") items += token.items.length;
      if (token.type === "html" && !/^<\/?details/.test(token.raw)) throw new Error(token.raw);
    }
    return {in: written("pull-request"), out: items};
  },
};

console.log(JSON.stringify(await checks[check]()));
