import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runMessage } from "../../blocks/run.ts";
import { releaseLm } from "../../jobs/specs.ts";
import { cancelRun } from "../../models/claim/ending.ts";
import { theProgram } from "../../models/program.ts";
import { Candidates, keepRelease, theRelease } from "../../models/release.ts";
import { createRun, type Run, type Step } from "../../models/run.ts";
import { until } from "../support/helix/until.ts";
import { channel, type HelixSet, startHelixSet, team, tinyProgram } from "../support/helix.ts";
import { type CountingLm, startCountingLm } from "./counting-lm.ts";

const name = "ticket-urgency";
const limit = 4;
const models = `models:
  quick: { lm: openai/one, api_base: "\${SIMULATED_LM}", price: { input: 0, output: 0 }, params: { temperature: 0.1 }, limits: { concurrency: ${limit} } }
  other: { lm: openai/one, api_base: "\${SIMULATED_LM}", price: { input: 0, output: 0 }, params: { temperature: 0.2 } }
roles: { task: quick }`;

let lm: CountingLm;
let set: HelixSet;
let step: Step;

beforeAll(async () => {
  lm = await startCountingLm(180);
  set = await startHelixSet({ env: { SIMULATED_LM: lm.url, HELIX_THREADS: "6", HELIX_CONCURRENCY: "1" } });
  const yaml = await readFile(join(tinyProgram, "helix.yaml"), "utf8");
  const written = yaml
    .replace(/models:[\s\S]*?\nbudget/, `${models}\nbudget`)
    .replace("policy:", "policy:\n  repetitions: 4");
  const { run } = await set.register(await set.copyProgram({ "helix.yaml": written }));
  [step] = (run?.steps ?? []) as [Step];
  await cancelRun(run?._id ?? "", "U0ANNA", new Date());
  await Promise.all([set.startWorker(), set.startWorker()]);
}, 60_000);
afterAll(async () => {
  await set?.stop();
  await lm?.close();
}, 60_000);

let asked = 0;

/** An evaluation of the program on a model, at a temperature of its own so that no answer is known. */
async function evaluationOn(alias: string, temperature: number): Promise<Run> {
  const { config } = await theProgram(team, name);
  const like = await theRelease(String(step.params.release));
  const candidate = await Candidates.findById(like.candidate).lean().orFail();
  const { _id: release } = await keepRelease(
    candidate,
    { ...releaseLm(config, alias), params: { temperature } },
    like.adapter,
  );
  asked += 1;
  return createRun({
    team,
    key: `asked-${asked}`,
    program: name,
    title: `Evaluation ${asked}`,
    requestedBy: "U0ANNA",
    channel,
    limitUsd: 1,
    steps: [{ kind: "evaluate", params: { ...step.params, release } }],
    at: new Date(),
  });
}

const callsOf = (temperature: number) => lm.calls.filter((call) => call.temperature === temperature);

it("two runners on one model, on two workers: never above its limit together, fair, and a pause asked of one holds both", async () => {
  const runs = await Promise.all([evaluationOn("quick", 1), evaluationOn("other", 2)]);
  await until("both are at work", () => callsOf(1).length > 4 && callsOf(2).length > 4, 40_000);
  const from = performance.now() + 700; // whoever came first has acknowledged its smaller share by then
  const [quick] = await Promise.all(
    runs.map(({ _id }) => set.runWhen(_id, "it says what holds it back", ({ steps }) => steps[0]?.held?.sharers === 2)),
  );
  const shared = await until("calls of both", () => {
    const since = lm.calls.filter(({ at }) => at > from);
    return since.length > 20 && since;
  });
  lm.refuseNext(2);
  const ended = await Promise.all(runs.map(({ _id }) => set.ended(_id)));

  expect(Math.max(...lm.calls.map(({ inFlight }) => inFlight))).toBe(limit);
  expect(Math.max(...shared.map(({ ownInFlight }) => ownInFlight))).toBe(limit / 2);
  expect(quick && runMessage(quick, []).text).toMatch(/quick holds it back: 2 of 4 calls at once, shared by 2 steps/);

  const refused = lm.calls.find(({ status }) => status === 429)?.at ?? 0;
  expect(refused).toBeGreaterThan(0);
  // The other runner hears of it through Redis, within a heartbeat or two.
  expect(lm.calls.filter(({ at }) => at > refused + 1_000 && at < refused + 1_950)).toEqual([]);
  expect(lm.calls.at(-1)?.at).toBeGreaterThan(refused + 2_000);
  expect(ended).toMatchObject([
    { status: "done", problem: null, steps: [{ held: null }] },
    { status: "done", problem: null, steps: [{ held: null }] },
  ]);
  expect(callsOf(1).filter(({ status }) => status === 200).length).toBe(
    callsOf(2).filter(({ status }) => status === 200).length,
  );
}, 60_000);
