import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { pauseId, resumeId } from "../../blocks/run/buttons.ts";
import { type Run, Runs, runMessageKey } from "../../models/run.ts";
import { until } from "../support/helix/until.ts";
import { useHelix } from "../support/helix.ts";
import { isAlive } from "../support/processes.ts";
import { anna, messageKeys, posted } from "./support.ts";

const threads = 4;
const helix = useHelix({ latency: 0.3, env: { HELIX_THREADS: `${threads}` } });

beforeAll(async () => void (await helix.set.startBot()));

const bootstrap = "/helix run ticket-urgency --optimizer bootstrap-rs --set num_candidate_programs=6";

/** Presses a button of the run's message as Anna, once it offers it. */
async function press({ _id }: Run, actionId: string, words: RegExp): Promise<void> {
  const { set } = helix;
  const message = await posted(set, runMessageKey({ _id }), words);
  await set.slack.as("U0ANNA").presses(message, { actionId });
}

it("a compile is paused by its button: the runner ends within two seconds, nothing paid is lost, and it goes on elsewhere", async () => {
  const { set, registered } = helix;
  const first = await set.startWorker();
  await set.ended(registered.run?._id ?? "");
  const before = await set.lm.calls();
  const run = await anna(set, bootstrap);
  await until("calls of the search", async () => (await set.lm.calls()) >= before + 20);
  const [runner] = await set.runners();

  const pressed = Date.now();
  await press(run, pauseId, /at work/);
  await until("the runner is gone", () => !isAlive(runner ?? 0), 4_000);
  const took = Date.now() - pressed;
  const paused = await set.runWhen(run._id, "handed back", ({ steps }) => steps[0]?.status === "queued");
  const paid = (await set.lm.calls()) - before;
  await posted(set, runMessageKey(run), /It was paused by/);
  await first.stop();
  await set.startWorker({ env: { HELIX_HOME: join(set.home, "another-host") } }); // its first look would find a step that is due
  await until("it has looked", async () => (await set.runners()).length === 0);
  const stillPaused = await Runs.findById(run._id).lean<Run>().orFail();
  await press(run, resumeId, /It was paused by/);
  const ended = await set.ended(run._id);

  expect(took).toBeLessThan(2_000);
  const [stopped] = paused.steps;
  expect(paused.status).toBe("paused");
  expect(stopped?.moves.at(-1)).toMatchObject({ from: "running", to: "queued", why: "the run was paused" });
  expect(paid - (stopped?.lmCalls ?? 0)).toBe(0);
  expect(stillPaused.status).toBe("paused");
  expect(stillPaused.steps[0]).toMatchObject({ epoch: 1, status: "queued" });
  expect(ended).toMatchObject({ status: "done", problem: null });
  expect(ended.steps[0]).toMatchObject({
    epoch: 2,
    lmCalls: (await set.lm.calls()) - before - (ended.steps[1]?.lmCalls ?? 0),
  });
  expect(ended.moves.map(({ from, to, by }) => [from, to, by])).toEqual(
    expect.arrayContaining([
      ["running", "paused", "U0ANNA"],
      ["paused", "running", "U0ANNA"],
    ]),
  );
  const keys = await messageKeys(set);
  expect(keys).toEqual([...new Set(keys)]);
}, 120_000);
