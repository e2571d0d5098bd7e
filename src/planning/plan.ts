import { Trouble } from "../../jobs/trouble.ts";
import { type DatasetVersion, latestVersion } from "../../models/dataset.ts";
import type { RunIntent } from "../../models/intent.ts";
import type { Program } from "../../models/program.ts";
import type { NewRun } from "../../models/run.ts";

/**
 * What a request comes to: the run's title, its limit, and its steps in order. `mostUsd` is what it may come to at worst,
 * never more than the limit; absent where nobody has to be asked before.
 */
export type Plan = Pick<NewRun, "title" | "limitUsd" | "steps"> & { mostUsd?: number };

/** Said to whoever asked, before anything was spent; `paste` is a line that works, where there is one. */
export class Refusal extends Trouble {
  readonly paste: string | undefined;
  /** What of a run it is about, where that can be said: a form shows it there. */
  about: keyof RunIntent | null = null;

  constructor(why: string, next: string, paste?: string) {
    super("Nothing was started", why, next);
    this.paste = paste;
  }

  at(about: keyof RunIntent): this {
    this.about = about;
    return this;
  }
}

export const refusal = (why: string, next: string, paste?: string): Refusal => new Refusal(why, next, paste);

/** The newest dataset version, or why there is nothing to measure on. */
export async function newestVersion({ team, name }: Program): Promise<DatasetVersion> {
  const version = await latestVersion(team, name);
  if (version) return version;
  const next = "add labelled data to helix.yaml, or review traces";
  throw refusal(`${name} has no dataset`, next, `/helix review ${name}`).at("program");
}
