import type { Page } from "playwright-core";
import { hasWords } from "../workspace/patience.ts";
import type { Workspace } from "../workspace/people.ts";

export interface Studio {
  slack: Workspace;
  open(user: string, place: string): Promise<void>;
}

interface Picture {
  view?: { width?: number; height?: number };
  /** The part of the page that is meant; all of it unless told. */
  of?: string;
  take(page: Page, studio: Studio): Promise<void>;
}

const channel = "C0HELIX01";
const [anna, ben, rita] = ["U0ANNA", "U0BEN", "U0RITA"];

/** A thread, by words of a message in it. */
async function threadWith(slack: Workspace, words: RegExp): Promise<string> {
  const all = await slack.messages(channel);
  const found = all.findLast((one) => hasWords(slack.render(one), words));
  if (!found) throw new Error(`no message says ${words}: is it a demo that has played its story?`);
  return `${channel}/${found.thread_ts ?? found.ts}`;
}

const inThread = (user: string, words: RegExp, heading: RegExp, height: number): Picture => ({
  ...{ of: "#thread", view: { width: 1180, height } },
  take: async (page, { slack, open }) => {
    await open(user, await threadWith(slack, words));
    const shown = page.locator("#replies").getByText(heading).first();
    await shown.evaluate((node) => node.scrollIntoView({ block: "start" }));
  },
});

/** A line typed by a person, and its private answer. */
const typed = (user: string, line: string, answer: RegExp, height = 600): Picture => ({
  ...{ of: "#main", view: { width: 1000, height } },
  take: async (page, { slack, open }) => {
    await open(user, channel);
    const press = await slack.as(user).command(channel, line);
    await press.ephemeral();
    await page.getByText(answer).last().scrollIntoViewIfNeeded();
  },
});

/** Each by the name of its file. */
export const pictures: Record<string, Picture> = {
  channel: { take: async (_page, { open }) => open(rita, channel) },
  run: inThread(rita, /Comparison x\d+/, /GEPA for ingredient-analyzer/, 900),
  comparison: inThread(rita, /Comparison x\d+/, /Comparison x\d+/, 1000),
  promotion: inThread(anna, /Promote c\d+ of ingredient-analyzer/, /Promote c\d+ of/, 900),
  truth: inThread(anna, /labels to review in this thread/, /labels? to review/, 900),
  edit: {
    of: "#modal",
    take: async (page, { slack, open }) => {
      await open(anna, await threadWith(slack, /labels to review in this thread/));
      await page.locator("#replies").getByRole("button", { name: /^Edit/ }).first().click();
      await page.getByRole("dialog").waitFor();
    },
  },
  home: {
    take: async (page, { open }) => {
      await open(anna, "home");
      await page.locator("#messages button").first().waitFor();
    },
  },
  lineage: typed(ben, "/helix lineage", /asked for by/),
  help: typed(rita, "/helix help", /may be left out/, 1_380),
  phone: {
    view: { width: 420, height: 760 },
    take: async (page, { slack, open }) => {
      await open(anna, await threadWith(slack, /labels to review in this thread/));
      await page.locator("#replies button.primary").first().scrollIntoViewIfNeeded();
    },
  },
};
