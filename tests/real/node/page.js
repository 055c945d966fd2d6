// Opens a page in Chromium, with scripts of the page switched off, and says what a visitor sees: page.js CHROMIUM URL FOLDER
const { chromium } = require("playwright-core");
const fs = require("node:fs");
const path = require("node:path");

const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [, , executablePath, address, folder] = process.argv;

async function look(browser, width, colorScheme) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(address);
  await page.screenshot({ path: path.join(folder, `${width}-${colorScheme}.png`) });
  const seen = await page.evaluate(() => ({
    scrollWidth: document.documentElement.scrollWidth,
    clientWidth: document.documentElement.clientWidth,
    wide: [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > innerWidth + 0.5).length,
    background: getComputedStyle(document.body).backgroundColor,
    colour: getComputedStyle(document.body).color,
    coins: [...document.querySelectorAll("span.Z3988")].map((e) => [...new URLSearchParams(e.title)]),
    scripts: document.scripts.length,
    items: [...document.querySelectorAll(".references li")].map((e) => ({ id: e.id, text: e.innerText })),
    links: [...document.links].map((e) => e.href),
  }));
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run({ resultTypes: ["violations"] }));
  await page.close();
  const violations = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).slice(0, 3).join(" | ")}`);
  return { width, colorScheme, requests, violations, ...seen };
}

(async () => {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const looks = [];
    for (const width of [360, 1280])
      for (const scheme of ["light", "dark"]) looks.push(await look(browser, width, scheme));
    process.stdout.write(JSON.stringify(looks));
  } finally {
    await browser.close();
  }
})();
