import { datasetChangesMessage } from "../../blocks/dataset-changes.ts";
import { datasetsMessage } from "../../blocks/datasets.ts";
import type { Message } from "../../blocks/kit.ts";
import { problemMessage } from "../../blocks/problem.ts";
import { type DatasetVersion, DatasetVersions } from "../../models/dataset.ts";
import { versionChanges } from "../../models/dataset-changes.ts";
import type { DatasetsIntent } from "../../models/intent.ts";
import type { Program } from "../../models/program.ts";

/** The versions of a program's dataset, or what changed between two of them. */
export async function datasetsAnswer({ from, to }: DatasetsIntent, programs: Program[]): Promise<Message> {
  const [program] = programs;
  if (!program || programs.length > 1)
    return problemMessage({
      what: "There is no dataset to show",
      why: "it is not clear which program is meant",
      next: program ? `name one of: ${programs.map(({ name }) => name).join(", ")}` : "see which programs there are",
      paste: program ? `/helix datasets ${program.name}` : "/helix programs",
    });
  return from === null || to === null ? versionsOf(program) : changesOf(program, from, to);
}

async function versionsOf({ team, name }: Program): Promise<Message> {
  const versions = await DatasetVersions.find({ team, program: name }).sort({ number: -1 }).lean<DatasetVersion[]>();
  return datasetsMessage(name, versions);
}

async function changesOf({ team, name }: Program, from: number, to: number): Promise<Message> {
  const changes = await versionChanges(team, name, from, to);
  if (changes) return datasetChangesMessage(name, changes);
  return problemMessage({
    what: `There is nothing to show between v${from} and v${to}`,
    why: `${name} does not have both versions`,
    next: "see which there are",
    paste: `/helix datasets ${name}`,
  });
}
