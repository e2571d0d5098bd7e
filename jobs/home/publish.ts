import { homeBlocks, homeView } from "../../blocks/home.ts";
import { hashOf } from "../../models/canonical.ts";
import { type Home, homeOf, homeShows } from "../../models/home.ts";
import { type HomeSources, homeFor } from "./gather.ts";

/** The part of a WebClient that a Home needs. */
export interface HomeClient {
  views: {
    publish(call: {
      user_id: string;
      view: ReturnType<typeof homeView>;
      hash?: string;
    }): Promise<{ view?: { hash?: string } }>;
  };
}

/**
 * Brings a person's Home to what is so now; equal content is not published again, unless asked to. `stamp` is the team's
 * state that was looked at before, so that what changes meanwhile is looked at again.
 */
export async function publishHome(
  home: Home,
  client: HomeClient,
  sources: HomeSources,
  { stamp = null, anyway = false }: { stamp?: string | null; anyway?: boolean } = {},
): Promise<void> {
  const blocks = homeBlocks(await homeFor(home, home.pages, sources));
  const shown = hashOf(JSON.parse(JSON.stringify(blocks)));
  if (anyway || shown !== home.shown) await homeShows(home, { shown, hash: await put(home, client, blocks, sources) });
  if (stamp !== null) await homeShows(home, { stamp });
}

/** A newer view than the one we know stands there: what we have is newer than that, so it goes over the hash of now. */
async function put(
  home: Home,
  client: HomeClient,
  blocks: ReturnType<typeof homeBlocks>,
  { now }: HomeSources,
): Promise<string | null> {
  const call = { user_id: home.user, view: homeView(blocks, now()) };
  const publish = (hash: string | null) => client.views.publish({ ...call, ...(hash && { hash }) });
  const answer = await publish(home.hash).catch(async (error: unknown) => {
    if (codeOf(error) !== "hash_conflict") throw error;
    const current = (await homeOf(home.team, home.user))?.hash ?? null;
    return publish(current === home.hash ? null : current);
  });
  return answer.view?.hash ?? null;
}

const codeOf = (error: unknown): string => (error as { data?: { error?: string } }).data?.error ?? "";
