import { Evaluations } from "../../models/evaluation.ts";
import { fullId } from "../../models/ids.ts";
import type { Intent } from "../../models/intent.ts";
import { Programs } from "../../models/program.ts";
import { Candidates } from "../../models/release.ts";
import { Runs } from "../../models/run.ts";

type Named = Extract<Intent, { program: string | null }>;

/**
 * The program an intent names, or the one its short ids belong to (candidates, runs and evaluations have only one), or
 * the only one there is; null where it has to be asked for.
 */
export async function programMeant(intent: Named, team: string): Promise<string | null> {
  if (intent.program !== null) return intent.program;
  for (const id of idsOf(intent)) {
    const owner = await ownerOf(id, team);
    if (owner !== null) return owner;
  }
  const programs = await Programs.find({ team, removed: null }, { name: 1 }).limit(2).lean<{ name: string }[]>();
  return programs.length === 1 ? (programs[0]?.name ?? null) : null;
}

function idsOf(intent: Named): string[] {
  if (intent.verb === "compare") return [intent.a, intent.b];
  return intent.verb === "promote" ? [intent.subject] : [];
}

async function ownerOf(id: string, team: string): Promise<string | null> {
  const [kind, n] = [id[0], Number(id.slice(1))];
  if (Number.isNaN(n)) return null;
  const only = { program: 1 };
  if (kind === "c") return (await Candidates.findById(fullId(team, "c", n), only).lean())?.program ?? null;
  if (kind === "r") return (await Runs.findById(fullId(team, "r", n), only).lean())?.program ?? null;
  if (kind === "e") return (await Evaluations.findById(fullId(team, "e", n), only).lean())?.program ?? null;
  return null;
}
