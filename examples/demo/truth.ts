import type { Message } from "../workspace/model.ts";
import { channel, type Stage } from "./stage.ts";
import { addTraces } from "./traces.ts";

export async function digest(stage: Stage): Promise<void> {
  const added = await addTraces(stage.set.langfuse);
  stage.does(stage.anna, "/helix digest");
  await stage.anna.command(channel, "/helix digest");
  const message = await stage.see(/Digest of ingredient-analyzer[\s\S]*new traces/);
  stage.show(message);
  stage.holds(
    new RegExp(`new traces ${added} 1 exact repetition new label drafts ${added - 1}`),
    message,
    `${added} traces, and the one that repeats is counted once`,
  );
}

export async function review(stage: Stage): Promise<void> {
  stage.does(stage.anna, "/helix review");
  await stage.anna.command(channel, "/helix review");
  const root = await stage.see(/3 labels to review in this thread/);
  stage.show(root);
  const thread = { channel, thread: root.ts };
  const wine = await stage.see(/isinglass/, thread);
  const crumbs = await stage.see(/caseinate/, thread);
  const mix = await stage.see(/house seasoning/, thread);
  for (const card of [wine, crumbs, mix]) stage.show(card, true);
  stage.callsBefore = await stage.lmCalls();
  await approve(stage, crumbs);
  await edit(stage, wine);
  await reject(stage, mix);
}

async function approve(stage: Stage, card: Message): Promise<void> {
  stage.does(stage.ben, "presses Approve on the crumb coating");
  await stage.ben.presses(card, { text: "Approve" });
  stage.show(await stage.changed(card, /Approved by/), true);
}

async function edit(stage: Stage, card: Message): Promise<void> {
  stage.does(stage.anna, "presses Edit on the wine, and adds what was missed");
  const form = await (await stage.anna.presses(card, { text: "Edit" })).view();
  stage.teller.shows(stage.set.slack.renderView(form), true);
  const label = "name: isinglass, safety: DefinitelyUnsafe, preference: Vegan";
  const saved = await stage.anna.submits({ flagged_ingredients: label });
  if (saved.errors) throw new Error(JSON.stringify(saved.errors));
  stage.show(await stage.changed(card, /Approved by/), true);
}

async function reject(stage: Stage, card: Message): Promise<void> {
  stage.does(stage.ben, "presses Reject on the party mix: cannot tell");
  await (await stage.ben.presses(card, { text: "Reject" })).view();
  await stage.ben.submits({ "Why?": "cannot tell", "In your words": "Nobody knows what the house seasoning is." });
  stage.show(await stage.changed(card, /Rejected by/), true);
}

export async function newVersion(stage: Stage): Promise<void> {
  const message = await stage.see(/Dataset v2 of ingredient-analyzer[\s\S]*Deployed on test of v2/);
  stage.show(message);
  const text = stage.set.slack.render(message);
  const inTest = Number(/(\d+) of them in the test split/.exec(text)?.[1]);
  const said = Number(/(\d+) new LM calls? for (\d+) new answers?/.exec(text)?.[1]);
  const made = (await stage.lmCalls()) - stage.callsBefore;
  if (stage.set.isReal) return stage.holds(/new LM calls? for/, message, "only what is new was asked for");
  if (!(inTest >= 1 && said === inTest && made === inTest))
    throw new Error(`${inTest} new test examples, ${said} calls said, ${made} calls made`);
  stage.teller.holds(
    `${made} LM call(s) for ${inTest} new test example(s): all else was known, and the message says so`,
  );
}
