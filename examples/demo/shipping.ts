import type { Message } from "../workspace/model.ts";
import { channel, type Stage, StoryEnds, slow } from "./stage.ts";

const sentence = (model: string): string =>
  `Run ingredient-analyzer with GEPA on ${model}, compare it against what is deployed, and prepare a recommendation if the trade-offs are good.`;

const title = ({ set }: Stage): RegExp => new RegExp(`GEPA for ingredient-analyzer on ${set.alias}`);

export async function ask(stage: Stage): Promise<void> {
  const asked = `@helix ${sentence(stage.set.alias)}`;
  stage.does(stage.rita, asked);
  stage.asked = await stage.rita.says(channel, asked);
  const plan = await stage.see(title(stage), stage.thread());
  stage.show(plan, true);
  stage.holds(/at most \$\d/, plan, "one message holds the plan and the limit");
  if (/\[ Start \]/.test(stage.set.slack.render(plan))) await start(stage, plan);
}

/** What may cost more than `ask_above_usd` waits until somebody says so. */
async function start(stage: Stage, plan: Message): Promise<void> {
  stage.does(stage.rita, "presses Start");
  await stage.rita.presses(plan, { text: "Start" });
}

export async function result(stage: Stage): Promise<void> {
  const told = await stage.see(/Comparison x\d+|there\s+is\s+nothing\s+to\s+compare/, stage.thread(), slow);
  const run = await stage.see(new RegExp(`${title(stage).source}.*· done`), stage.thread());
  stage.show(run, true);
  stage.teller.holds(`the run's one message was edited ${run.versions.length - 1} times`);
  const verdict = /Comparison x\d+: .+/.exec(stage.set.slack.render(told))?.[0];
  if (verdict !== undefined) stage.show(told, true);
  if (stage.set.isReal) goOnAsItSays(stage, told, verdict);
  else stage.holds(/Comparison x\d+: better/, told, "GEPA's release is better on the test split, with its interval");
  stage.holds(/improved, \d+ regressed/, told, "changed examples are counted and shown");
}

/** What a real model makes of it cannot be foretold: the verdict says whether the story goes on. */
function goOnAsItSays(stage: Stage, told: Message, verdict: string | undefined): void {
  if (verdict === undefined) throw new StoryEnds("the optimizer found nothing better than what is deployed");
  const [, why] = /Nobody is asked to promote it: (.+?)\.(?=\s|$)/.exec(told.text) ?? [];
  if (why !== undefined) throw new StoryEnds(`${verdict}; ${why}`);
  stage.teller.holds(`the policy's sentence holds: ${verdict}`);
}

export async function promotion(stage: Stage): Promise<void> {
  const card = await stage.see(/Promote c\d+ of ingredient-analyzer to production\?/, stage.thread());
  stage.show(card, true);
  stage.holds(/policy: at most \d[\d.]*×/, card, "the card prints the policy's ratios");
  stage.does(stage.rita, "presses Approve");
  const refusal = await (await stage.rita.presses(card, { text: "Approve" })).ephemeral();
  stage.show(refusal, true);
  stage.holds(/someone else has to approve it/, refusal, "the requester is refused, though she is on the list");
  stage.does(stage.anna, "presses Approve");
  await stage.anna.presses(card, { text: "Approve" });
  stage.show(await stage.changed(card, /d1 is live/), true);
}

export async function deployed(stage: Stage): Promise<void> {
  const message = await stage.see(/Deploy ingredient-analyzer[\s\S]*is live/, stage.thread(), slow);
  stage.show(message, true);
  const lock = await stage.lock();
  stage.holds(
    new RegExp(lock.digest.slice(0, 12)),
    message,
    `current holds the artifact ${lock.digest.slice(0, 12)} that the message names`,
  );
}
