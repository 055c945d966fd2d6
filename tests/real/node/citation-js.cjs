// What Citation.js reads in a file of a format, as CSL-JSON: citation-js.cjs FORMAT FILE
const fs = require("node:fs");
const { plugins } = require("@citation-js/core");
require("@citation-js/plugin-ris");

const [, , format, file] = process.argv;
const types = { ris: "@ris/file" };
const items = plugins.input.chain(fs.readFileSync(file, "utf8"), { forceType: types[format], generateGraph: false });
process.stdout.write(JSON.stringify(items));
