// The bibliography that citeproc-js, the reference processor of CSL, makes: citeproc.js STYLE LOCALE ITEMS, to standard output
const CSL = require("citeproc");
const fs = require("node:fs");

const [, , style, locale, file] = process.argv;
const items = JSON.parse(fs.readFileSync(file, "utf8"));
const byId = Object.fromEntries(items.map((item) => [item.id, item]));
const system = { retrieveLocale: () => fs.readFileSync(locale, "utf8"), retrieveItem: (id) => byId[id] };
const engine = new CSL.Engine(system, fs.readFileSync(style, "utf8"), "en-US", true);
engine.updateItems(items.map((item) => item.id));
const [about, entries] = engine.makeBibliography();
process.stdout.write(JSON.stringify({ ids: about.entry_ids.map((ids) => ids[0]), entries }));
