import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { Comparisons } from "../../models/comparison.ts";
import { rowsOf } from "../../models/evaluation/rows.ts";
import { EvaluationRows, Evaluations } from "../../models/evaluation.ts";
import { Gates } from "../../models/gate.ts";
import { JournalChunks, journalOf } from "../../models/journal.ts";
import { type Run, Runs, runMessageKey } from "../../models/run.ts";
import { anna, posted } from "../crash/support.ts";
import { until } from "../support/helix/until.ts";
import { channel, team, useHelix } from "../support/helix.ts";

/** Slow enough to be stopped in the middle. */
const given = useHelix({ latency: 3, env: { HELIX_THREADS: "3" } });

beforeAll(async () => {
  await given.set.startBot();
  await given.set.startWorker();
});
afterEach(async () => given.set.lm.clearFaults());

/** The run's message once the run has ended. */
async function card(run: Run): Promise<string> {
  const ended = await given.set.ended(run._id, 90_000);
  const message = await posted(given.set, runMessageKey(run), new RegExp(`· ${ended.status}`));
  return given.set.slack.render(message).replaceAll(/[*`]/g, "").replaceAll(/\s+/g, " ");
}

/** These two wait out the retries of a model that does not answer, up to the 90 s `card` allows. */
const patience = 120_000;

const down = { kind: "down" } as const;
const tooMany = { kind: "status", status: 429 } as const;

describe("a language model in trouble", () => {
  it(
    "that stops answering ends an evaluation in words; what was measured is kept, and the next one pays only the rest",
    async () => {
      const { set, registered } = given;
      const first = registered.run as Run;
      const answered = () => EvaluationRows.countDocuments({ status: "ok" });
      await until("some rows are measured", async () => (await answered()) >= 3);
      await set.lm.fault(down);

      const said = await card(first);
      const kept = await answered();
      const evaluation = await Evaluations.findOne({ run: first._id }).lean().orFail();

      expect(said).toMatch(
        /failed .* The evaluation stopped\. The (task )?language model failed .*; the last error: \S+/,
      );
      expect(said).toMatch(
        /Check that the model answers \(endpoint, key, quota\), then run it again: what was measured is kept\./,
      );
      expect(evaluation).toMatchObject({ status: "running", summary: null });
      for (const row of await rowsOf(evaluation._id)) expect(row.score !== null).toBe(row.status === "ok");

      await set.lm.clearFaults();
      const calls = await set.lm.calls();
      const again = await anna(set, "/helix eval");
      expect(await card(again)).toMatch(new RegExp(`${kept} answers were known already and cost nothing`));
      expect((await set.lm.calls()) - calls).toBe(
        (await EvaluationRows.countDocuments({ evaluation: evaluation._id })) - kept,
      );
    },
    patience,
  );

  it(
    "that answers 429 for ever ends a search in words: nothing is compared, nobody is asked, and a retry pays only the rest",
    async () => {
      const { set } = given;
      const asked =
        "/helix run ticket-urgency --optimizer gepa --set max_metric_calls=60 --compare deployed --recommend";
      const run = await anna(set, asked);
      await until("some calls are kept", () => JournalChunks.exists({ run: run._id }), 40_000);
      await set.lm.fault(tooMany);

      const said = await card(run);
      const failed = await Runs.findById(run._id).lean<Run>().orFail();
      const paid = (await journalOf(failed.steps[0]?.journal ?? [])).map(({ key }) => key);

      expect(said).toMatch(
        /failed .* The compile stopped\. The (task|reflection) language model failed \d+ (calls in a row|of \d+ calls); the last error: .*429/,
      );
      expect(said).toMatch(/then run it again: what was measured is kept\./);
      expect(await Comparisons.countDocuments({ run: run._id })).toBe(0);
      expect(await Gates.countDocuments({ team })).toBe(0);
      expect(failed.steps.slice(1).map(({ status }) => status)).not.toContain("done");

      await set.lm.clearFaults();
      const again = await anna(set, asked);
      expect(await card(again)).toContain("done");
      const second = (await Runs.findById(again._id).lean<Run>().orFail()).steps[0];
      const new_ = (await journalOf(second?.journal ?? [])).map(({ key }) => key);
      expect(paid.length).toBeGreaterThan(0);
      expect(new_.filter((key) => paid.includes(key))).toEqual([]);
    },
    patience,
  );

  it("that answers garbage scores by the failure policy, and the card says why", async () => {
    const { set } = given;
    await set.lm.fault({ kind: "garbage" });

    const said = await card(await anna(set, "/helix eval ticket-urgency --model careful --split val"));

    expect(said).toMatch(/What is deployed on careful on val of v1 \(e\d+\): score 0\.000/i);
    expect(said).toMatch(/\d+ parse errors, scored 0\. One of them: \S.*\./);
  });
});

describe("a limit", () => {
  it("that is too small starts nothing and says what would be needed", async () => {
    const calls = await given.set.lm.calls();
    const runs = await Runs.countDocuments();

    const anna = given.set.slack.as("U0ANNA");
    const answer = await (
      await anna.command(channel, "/helix run ticket-urgency --optimizer gepa --budget 0.0001")
    ).ephemeral();

    expect(given.set.slack.render(answer)).toMatch(
      /Nothing was started.*the limit of \$0\.0001 leaves nothing for the search: about \$0\.\d+ is set aside .*raise the budget \(--budget\)/is,
    );
    expect(await given.set.lm.calls()).toBe(calls);
    expect(await Runs.countDocuments()).toBe(runs);
  });
});
