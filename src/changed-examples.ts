import type { App, BlockAction } from "@slack/bolt";
import type { ModalView } from "@slack/types";
import { changedId, readChangedValue } from "../blocks/comparison/changed.ts";
import { changedLoading, changedModal, changedTurnIds } from "../blocks/comparison/changed-modal.ts";
import { changedPage, pageSize } from "../jobs/comparing/changed.ts";
import type { Deps } from "../jobs/deps.ts";
import { Trouble } from "../jobs/trouble.ts";
import { Comparisons } from "../models/comparison.ts";
import type { Person } from "../models/may-decide.ts";
import { answer, type Button, onButton } from "./buttons.ts";
import { openForm } from "./opening.ts";
import { personOf } from "./person.ts";

/** The changed examples of a comparison: a modal that anybody who sees the button can open, with filters and pages. */
export function listenForChangedExamples(app: App, deps: Deps): void {
  onButton(app, deps, changedId, open);
  for (const actionId of changedTurnIds) onButton(app, deps, actionId, turn);
}

async function open({ client, body, value }: Button): Promise<void> {
  const person = personOf(body);
  const opening = { client, person, trigger: body.trigger_id };
  await openForm({ ...opening, tellLate: (late) => answer(client, body, late) }, changedLoading(), () =>
    changedView(value, person),
  );
}

/** A page that somebody turned meanwhile by a faster click stays: the hash says which view the click was on. */
async function turn({ client, body, value }: Button): Promise<void> {
  const { view } = body as BlockAction & { view?: { id: string; hash: string } };
  if (!view) return;
  const shown = await changedView(value, personOf(body));
  await client.views.update({ view_id: view.id, hash: view.hash, view: shown }).catch((error: unknown) => {
    if ((error as { data?: { error?: string } }).data?.error !== "hash_conflict") throw error;
  });
}

/** Throws trouble where the button or the comparison is not this team's. */
async function changedView(value: string, { team }: Person): Promise<ModalView> {
  const asked = readChangedValue(value);
  const isOurs = asked !== null && (await Comparisons.exists({ _id: asked.comparison, team })) !== null;
  if (!asked || !isOurs)
    throw new Trouble("No examples are shown", "there is no such comparison", "use the button of the newest message");
  return changedModal({ ...(await changedPage(asked.comparison, asked.filter, asked.page)), size: pageSize });
}
