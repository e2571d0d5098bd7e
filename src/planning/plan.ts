import { Trouble } from "../../jobs/trouble.ts";
import { type DatasetVersion, latestVersion } from "../../models/dataset.ts";
import type { Program } from "../../models/program.ts";
import type { NewRun } from "../../models/run.ts";

/** What a request comes to: the run's title, its limit, and its steps in order. */
export type Plan = Pick<NewRun, "title" | "limitUsd" | "steps">;

/** Said to whoever asked, before anything was spent. */
export const refusal = (why: string, next: string): Trouble => new Trouble("Nothing was started", why, next);

/** The newest dataset version, or why there is nothing to measure on. */
export async function newestVersion({ team, name }: Program): Promise<DatasetVersion> {
  const version = await latestVersion(team, name);
  if (version) return version;
  throw refusal(`${name} has no dataset`, "add labelled data to helix.yaml, or review traces with `/helix review`");
}
