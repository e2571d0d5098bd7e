import type { HomeView, KnownBlock } from "@slack/types";
import type { HomePages } from "../models/home.ts";
import type { Standing } from "../models/standing.ts";
import { deployedBlocks } from "./home/deployed.ts";
import type { Listed } from "./home/paging.ts";
import { decisionsBlocks, type LinkedGate, othersBlocks } from "./home/questions.ts";
import { type HomeRun, runningBlocks } from "./home/running.ts";
import { type WaitingGate, waitingBlocks } from "./home/waiting.ts";
import { actions, button, code, context, date, divider, homeTab, mrkdwn, section } from "./kit.ts";
import { newRunId } from "./run-form.ts";

export const homeId = "home";
export const refreshId = "home_refresh";

/** What one person's Home shows. */
export interface HomeShown {
  pages: HomePages;
  /** Questions this person may answer now. */
  waiting: Listed<WaitingGate>;
  /** What they asked for and somebody else has to answer. */
  others: LinkedGate[];
  running: Listed<HomeRun>;
  programs: Listed<Standing>;
  decisions: LinkedGate[];
}

/** What waits for this person first, then what is at work, what is deployed, and what was decided lately. */
export function homeBlocks(home: HomeShown): KnownBlock[] {
  const { pages, waiting, others, running, programs, decisions } = home;
  if (programs.total === 0) return [...nothingYet(), topButtons(false)];
  return [
    topButtons(true),
    ...waitingBlocks(waiting, pages.waiting),
    ...othersBlocks(others),
    divider(),
    ...runningBlocks(running, pages.running),
    divider(),
    ...deployedBlocks(programs, pages.programs),
    ...decisionsBlocks(decisions),
  ];
}

/** The same as a view, with when it was made: that alone is no reason to show it anew. */
export function homeView(blocks: KnownBlock[], at: Date): HomeView {
  return homeTab(homeId, [...blocks, context(mrkdwn`As of ${date(at.getTime())}; it follows what happens by itself.`)]);
}

const nothingYet = (): KnownBlock[] => [
  section(
    mrkdwn`No program is registered yet, so there is nothing to decide, run or deploy. An operator adds one with ${code("npm run helix -- add <folder of helix.yaml>")}; then this page shows what waits for you.`,
  ),
];

function topButtons(mayRun: boolean): KnownBlock {
  const refresh = button({ text: "Refresh", actionId: refreshId, value: "home" });
  if (!mayRun) return actions(refresh);
  return actions(button({ text: "New run", actionId: newRunId, value: "any", style: "primary" }), refresh);
}
