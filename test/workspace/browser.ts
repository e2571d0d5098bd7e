import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import type { Workspace } from "../../examples/workspace/people.ts";
import { channel } from "./support.ts";

/** A real browser, when the machine has one. */
export const browserPath = process.env.CHROMIUM_PATH ?? onPath(["chromium", "chromium-browser", "google-chrome"]);
/** Stands in the name of a test that cannot run here. */
export const unlessAbsent = browserPath ? "" : " (skipped: no Chromium on this machine; set CHROMIUM_PATH)";

function onPath(names: string[]): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

let browser: Promise<Browser> | undefined;

export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}

/** The workspace's page as somebody sees it; every script error and refused resource fails the test. */
export async function aPage(
  slack: Workspace,
  user: string,
  { at = channel, width = 1280, height = 800 }: { at?: string; width?: number; height?: number } = {},
): Promise<Page> {
  browser ??= chromium.launch({ executablePath: browserPath ?? "", args: ["--no-sandbox", "--disable-gpu"] });
  const context = await (await browser).newContext({ viewport: { width, height }, locale: "en-GB", timezoneId: "UTC" });
  const page = await context.newPage();
  page.setDefaultTimeout(5_000);
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  onTestFinished(async () => {
    await shot(page, "end");
    await context.close();
    expect(problems).toEqual([]);
  });
  await page.goto(`${slack.url}/#/${user}/${at}`);
  await page.locator("#sidebar .row").first().waitFor();
  return page;
}

/** A picture for people to look at, when `PICTURES` names a folder. */
export async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.PICTURES;
  const test = expect.getState().currentTestName?.replace(/\W+/g, "-").slice(-50).replace(/^-/, "") ?? "page";
  if (folder) await page.screenshot({ path: join(folder, `${test}-${name}.png`) });
}
