// What Better BibTeX's own parser makes of a .bib file: bibtex-parser.mjs FILE
import fs from "node:fs";
import { parse } from "@retorquere/bibtex-parser";

const found = parse(fs.readFileSync(process.argv[2], "utf8"));
const entries = found.entries.map(({ type, key, fields }) => ({ type, key, fields }));
process.stdout.write(JSON.stringify({ errors: found.errors, entries, groups: found.jabref.root ?? [] }));
