// A browser in which a page is open, the pane over the mock of Excel; told over a pipe what somebody does there.
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

const mock = readFileSync(new URL("excel.mjs", import.meta.url), "utf8").replace(/^export /gm, "");
const office = `${mock}
const host = new Host(window.__facts, { ...window.__options, between: async (host) => {
  if (!window.__watched) return;
  const facts = await window.__between(host.syncs, host.facts);
  if (facts) host.facts = facts;
} });
window.__host = host;
Object.assign(window, program(host, window.__language));
`;

const say = (message) => process.stdout.write(JSON.stringify(message) + "\n");
const waiting = [];
let browser, context, page;
let console_ = [];
let saved = [];

const TASKS = {
  async open({ url, facts, language = "en-US", watched = false, options = {}, blocked = false }) {
    browser ||= await chromium.launch({ executablePath: process.argv[2], args: ["--no-sandbox"] });
    context ||= await browser.newContext({ locale: language });
    page = await context.newPage();
    page.setDefaultTimeout(20_000);
    console_ = [];
    saved = [];
    page.on("download", (download) => saved.push(download));
    page.on("console", (message) => console_.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => console_.push(`error: ${error.message}`));
    await context.unrouteAll();
    await context.route("https://appsforoffice.microsoft.com/**", (route) =>
      blocked ? route.abort() : route.fulfill({ contentType: "text/javascript", body: office }),
    );
    await page.exposeFunction("__between", (number, now) => {
      say({ between: number, facts: now });
      return new Promise((resolve) => waiting.push(resolve));
    });
    await page.addInitScript((given) => Object.assign(window, given), {
      __facts: facts,
      __language: language,
      __watched: watched,
      __options: options,
    });
    await page.goto(url);
    await page.waitForFunction(() => document.title && document.querySelector("h1").textContent);
  },
  // Requests to the server fail on their way there, or their answers on the way back.
  async lose({ times, answers }) {
    let left = times;
    await context.route("**/api/**", async (route) => {
      if (left <= 0) return route.continue();
      left -= 1;
      if (answers) await route.fetch();
      return route.abort();
    });
  },
  press: ({ name }) => page.getByRole("button", { name, exact: true }).click(),
  key: ({ key }) => page.keyboard.press(key),
  type: ({ label, text }) => page.getByLabel(label, { exact: true }).fill(text),
  choose: ({ label, path }) => page.getByLabel(label, { exact: true }).setInputFiles(path),
  // The first file that was saved and not yet asked for.
  async saved({ path }) {
    if (!saved.length) await page.waitForEvent("download");
    const download = saved.shift();
    await download.saveAs(path);
    return download.suggestedFilename();
  },
  wait: ({ selector, text }) =>
    page.waitForFunction(
      ([where, what]) => {
        const found = document.querySelector(where);
        return found && found.checkVisibility() && found.textContent.includes(what);
      },
      [selector, text],
    ),
  texts: ({ selector }) => page.locator(selector).allInnerTexts(),
  run: ({ code }) => page.evaluate(code),
  tree: () => page.locator("body").ariaSnapshot(),
  heard: () => console_,
  async close() {
    await page.close();
    waiting.length = 0;
  },
  async forget() {
    await context.close();
    context = undefined;
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  const { number } = asked;
  if ("between" in asked) waiting.shift()(asked.facts);
  else
    Promise.resolve(asked)
      .then(TASKS[asked.task])
      .then(
        (result) => say({ number, result: result ?? null }),
        (error) => say({ number, thrown: String(error.message || error) }),
      );
}
await browser?.close();
