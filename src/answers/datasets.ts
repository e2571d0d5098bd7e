import { datasetsMessage } from "../../blocks/datasets.ts";
import type { Message } from "../../blocks/kit.ts";
import { problemMessage } from "../../blocks/problem.ts";
import { type DatasetVersion, DatasetVersions } from "../../models/dataset.ts";
import type { DatasetsIntent } from "../../models/intent.ts";
import type { Program } from "../../models/program.ts";

/** The versions of a program's dataset. */
export async function datasetsAnswer(_intent: DatasetsIntent, programs: Program[]): Promise<Message> {
  const [program] = programs;
  if (!program || programs.length > 1)
    return problemMessage({
      what: "There is no dataset to show",
      why: "it is not clear which program is meant",
      next: "name one of the registered programs",
      paste: "/helix programs",
    });
  const { team, name } = program;
  const versions = await DatasetVersions.find({ team, program: name }).sort({ number: -1 }).lean<DatasetVersion[]>();
  return datasetsMessage(name, versions);
}
