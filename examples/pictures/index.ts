import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Page } from "playwright-core";
import { Workspace } from "../workspace/people.ts";
import { pictures } from "./pictures.ts";

/**
 * `node src/setup/run.mjs examples/pictures/index.ts <address of the workspace> [name …]`: takes the pictures of docs/slack.md
 * from a demo that stays open (`npm run demo` in a terminal), in a real browser. With names, only those.
 */
const [url, ...names] = process.argv.slice(2);
if (!url) throw new Error("say where the demo's workspace is: the address that npm run demo prints");
const slack = await Workspace.connect(url);
const folder = fileURLToPath(new URL("../../docs/pictures", import.meta.url));
const unknown = names.filter((name) => !(name in pictures));
if (unknown.length > 0)
  throw new Error(`no picture is called ${unknown.join(", ")}: ${Object.keys(pictures).join(", ")}`);
await mkdir(folder, { recursive: true });
const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
try {
  for (const [name, { view, of, take }] of Object.entries(pictures)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const context = await browser.newContext({
      viewport: { width: 1000, height: 680, ...view },
      locale: "en-GB",
      timezoneId: "UTC",
    });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await take(page, { slack, open: (user, place) => open(page, user, place) });
    const path = join(folder, `${name}.png`);
    await (of ? page.locator(of).screenshot({ path }) : page.screenshot({ path }));
    process.stdout.write(`${name}.png\n`);
    await context.close();
    // A modal stays open for whoever opened it, whatever the browser does.
    for (const { id } of slack.directory.users) if (await slack.as(id).view()) await slack.as(id).closes();
  }
} finally {
  await browser.close();
}

/** The page as somebody sees it at a channel, at a thread (`channel/ts`), or at `home`. */
async function open(page: Page, user: string, place: string): Promise<void> {
  await page.goto(`${slack.url}/#/${user}/${place}`);
  await page.locator("#sidebar .row").first().waitFor({ state: "attached" });
  await page.waitForLoadState("load");
}
