import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { Deployments } from "../../models/deployment.ts";
import { Drafts } from "../../models/draft.ts";
import { rowsOf } from "../../models/evaluation/rows.ts";
import { EvaluationRows, Evaluations } from "../../models/evaluation.ts";
import { type Gate, gateMessageKey } from "../../models/gate.ts";
import { Programs } from "../../models/program.ts";
import { type Run, runMessageKey } from "../../models/run.ts";
import { anna, audited, posted, proposal } from "../crash/support.ts";
import type { HelixProcess } from "../support/helix/process.ts";
import { team, useHelix } from "../support/helix.ts";

const given = useHelix();
let worker: HelixProcess;

/** The one worker, from now on with these variables. */
async function work(env: Record<string, string> = {}): Promise<void> {
  await worker?.stop();
  worker = await given.set.startWorker({ env });
}

beforeAll(async () => {
  await given.set.startBot();
  await work({ HELIX_DEPLOY_DIR: join(given.set.logFile, "inside"), LF_SECRET: "sk-lf-of-another-project" });
});

const words = (text: string): string => text.replaceAll(/[*`]/g, "").replaceAll(/\s+/g, " ");

/** The run's message once the run has ended. */
async function card(run: Run): Promise<string> {
  const ended = await given.set.ended(run._id);
  return words(given.set.slack.render(await posted(given.set, runMessageKey(run), new RegExp(`· ${ended.status}`))));
}

describe("a deploy directory that cannot be written", () => {
  let gate: Gate;

  it("leaves production as it is, and the card says why", async () => {
    const { set } = given;
    gate = await proposal(set);
    const open = await posted(set, gateMessageKey(gate), /Approve/);
    await set.slack.as("U0BEN").presses(open, { text: "Approve" });

    const decided = words(set.slack.render(await posted(set, gateMessageKey(gate), /Nothing was deployed/)));

    expect(decided).toMatch(
      /Approved by @Ben .*Nothing was deployed\. The worker cannot write into \S+ \(ENOTDIR\)\. Production stays as it was; give the worker write access/,
    );
    expect(await Programs.findOne({ team }).lean()).toMatchObject({ deployed: 0 });
    expect(await Deployments.find({ team }).sort({ number: 1 }).lean()).toMatchObject([
      { number: 0, status: "live" },
      { status: "failed" },
    ]);
    expect(await audited("pointer_move")).toEqual([]);
  });

  it("is no reason to decide twice: who presses the old button is told who decided and when", async () => {
    const { set } = given;
    const message = await posted(set, gateMessageKey(gate), /Nothing was deployed/);
    const payload = {
      type: "block_actions",
      team: { id: team },
      user: { id: "U0ANNA", team_id: team },
      channel: { id: message.channel },
      message: { ts: message.ts, thread_ts: message.thread_ts },
      container: { type: "message", message_ts: message.ts, channel_id: message.channel },
      trigger_id: "1.2",
      actions: [{ type: "button", action_id: "gate_approve", block_id: "b", value: `${gate._id}|1`, action_ts: "1" }],
    };
    const pressed = await set.slack.raw({ body: `payload=${encodeURIComponent(JSON.stringify(payload))}` });
    const answer = await set.slack.waitFor(async () => (await set.slack.as("U0ANNA").ephemerals()).at(-1));

    expect(pressed.status).toBe(200);
    expect(words(set.slack.render(answer as never))).toMatch(
      /Nothing was changed by your click\. It was approved by @Ben at \d\d:\d\d:\d\d UTC\./,
    );
    expect(await audited("decision")).toHaveLength(1);
  });
});

describe("a trace server", () => {
  it("that refuses the keys is named in the digest's place, with what to check", async () => {
    expect(await card(await anna(given.set, "/helix digest"))).toMatch(
      /failed .* Helix cannot read traces\. Langfuse at http\S+ rejects the keys \(401\)\. Check the variables that traces\.langfuse\.public_key and secret_key name/,
    );
  });

  it("that is down is told, too; nothing is lost, and the next digest reads what waited", async () => {
    const { set } = given;
    set.langfuse.addTrace({
      inputs: { ticket: "The printer is on fire" },
      outputs: { urgency: "low" },
      startedAt: new Date(Date.now() - 3_600_000).toISOString(),
    } as never);
    await work({ LANGFUSE_URL: "http://127.0.0.1:9" });
    expect(await card(await anna(set, "/helix digest"))).toMatch(
      /failed .* Helix cannot read traces\. Langfuse at http:\/\/127\.0\.0\.1:9 does not answer .*Check that the server is up/,
    );
    expect((await Programs.findOne({ team }).lean())?.tracesReadTo).toBeNull();

    await work();
    const digest = await given.set.ended((await anna(set, "/helix digest"))._id);
    await posted(set, runMessageKey(digest), /new traces 1 – new label drafts 1 –/);
    expect(await Drafts.countDocuments({ team })).toBe(1);
  });
});

it("a metric that returns NaN for some answers scores none of these, and the card says how many", async () => {
  const { set } = given;
  const metric = `import dspy

def score(example, pred, trace=None):
    if pred.get("urgency") is None:
        return 0.0
    if len(example.ticket) % 4 == 0:
        return float("nan")
    return float(pred.urgency == example.urgency)
`;
  await set.register(await set.copyProgram({ "ticket_urgency/metric.py": metric }));
  const calls = await set.lm.calls();

  const said = await card(await anna(set, "/helix eval"));

  const evaluation = await Evaluations.findOne({ team, status: "done" }).sort({ at: -1 }).lean().orFail();
  const failed = await EvaluationRows.countDocuments({ evaluation: evaluation._id, status: "metric_error" });
  expect(failed).toBeGreaterThan(0);
  expect(said).toMatch(
    new RegExp(
      `done .* ${failed} metric errors?, left out of the score\\. One of them: the metric returned nan\\.`,
      "i",
    ),
  );
  for (const row of await rowsOf(evaluation._id)) expect(row.score === null).toBe(row.status === "metric_error");
  expect(await set.lm.calls()).toBe(calls);
});
