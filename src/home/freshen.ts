import type { WebClient } from "@slack/web-api";
import type { Deps } from "../../jobs/deps.ts";
import type { HomeSources } from "../../jobs/home/gather.ts";
import { publishHome } from "../../jobs/home/publish.ts";
import { homeOf } from "../../models/home.ts";
import type { Person } from "../../models/may-decide.ts";
import { approversBy } from "../approvers.ts";

const addresses = new WeakMap<object, Promise<string | null>>();

/** The workspace's own address, asked once. */
function addressOf(client: WebClient): Promise<string | null> {
  const known = addresses.get(client);
  if (known) return known;
  const asked = client.auth.test().then(
    ({ url }) => url ?? null,
    () => {
      addresses.delete(client);
      return null;
    },
  );
  addresses.set(client, asked);
  return asked;
}

/** What a Home is made from, as this client can ask for it. */
export const homeSources = async ({ now }: Pick<Deps, "now">, client: WebClient): Promise<HomeSources> => ({
  workspace: await addressOf(client),
  approversOf: approversBy(client),
  now,
});

/** Brings a person's Home up to date after they did something; of somebody who never opened it there is none. */
export async function freshenHome(deps: Pick<Deps, "now" | "log">, client: WebClient, person: Person): Promise<void> {
  try {
    const home = await homeOf(person.team, person.user);
    if (home) await publishHome(home, client, await homeSources(deps, client));
  } catch (error) {
    // Nothing was lost: it is published again when something changes, and when it is opened.
    deps.log.warn({ err: error, user: person.user }, "a Home could not be published");
  }
}
