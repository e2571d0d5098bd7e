import type { App, BlockAction } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import { nextPageId, previousPageId } from "../blocks/home/paging.ts";
import { refreshId } from "../blocks/home.ts";
import type { Deps } from "../jobs/deps.ts";
import { publishHome } from "../jobs/home/publish.ts";
import { homeLists, homeOf, homeOpened, turnPage } from "../models/home.ts";
import type { Person } from "../models/may-decide.ts";
import { onButton } from "./buttons.ts";
import { homeSources } from "./home/freshen.ts";
import { suggestPrompts } from "./home/prompts.ts";
import { personOf } from "./person.ts";

/** The app's Home and its Messages tab. */
export function listenForHome(app: App, deps: Deps): void {
  app.event("app_home_opened", async ({ event, body, client }) => {
    const person = { team: body.team_id, user: event.user };
    if (event.tab === "messages") await suggestPrompts(deps, client, person.team, event.channel);
    else await open(deps, client, person, hashOf(event.view));
  });
  onButton(app, deps, refreshId, ({ client, body }) => refresh(deps, client, body));
  // The page is published as after every click (`onButton`).
  for (const list of homeLists)
    for (const actionId of [previousPageId(list), nextPageId(list)])
      onButton(app, deps, actionId, ({ body, value }) => {
        const { team, user } = personOf(body);
        return turnPage(team, user, list, Math.max(0, Number.parseInt(value, 10) || 0));
      });
}

async function open(deps: Deps, client: WebClient, { team, user }: Person, hash: string | null): Promise<void> {
  const home = await homeOpened(team, user, hash, deps.now());
  await publishHome(home, client, await homeSources(deps, client), { anyway: true });
}

/** Also where nothing changed: the time it says is how a person sees that it was looked at. */
async function refresh(deps: Deps, client: WebClient, body: BlockAction): Promise<void> {
  const { team, user } = personOf(body);
  const home = await homeOf(team, user);
  if (home) await publishHome(home, client, await homeSources(deps, client), { anyway: true });
  else await open(deps, client, { team, user }, hashOf(body.view));
}

/** Slack's hash of the view that somebody sees; null before the first. */
const hashOf = (view: object | undefined): string | null => {
  const { hash } = (view ?? {}) as { hash?: unknown };
  return typeof hash === "string" ? hash : null;
};
