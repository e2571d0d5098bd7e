import { describe, expect, it } from "vitest";
import { completeEffect } from "../../jobs/gates/effect.ts";
import { approve } from "../../models/decide.ts";
import { type Gate, theGate } from "../../models/gate.ts";
import { shortId } from "../../models/ids.ts";
import { theRelease } from "../../models/release.ts";
import { type Run, Runs } from "../../models/run.ts";
import { useDatabase } from "../support/database.ts";
import { anna, aProgram, aPromotion, ben, guest, nowSays, rita, team } from "../support/gates.ts";
import { useBot } from "./bot.ts";

useDatabase();
const bot = useBot();

async function press(gate: Gate, user: string, text: "Approve" | "Edit" | "Reject") {
  return bot.slack.as(user).presses(await bot.card(gate), { text });
}

/** Presses Approve and answers with the refusal. */
async function refused(gate: Gate, user: string): Promise<string> {
  return bot.slack.render(await (await press(gate, user, "Approve")).ephemeral());
}

async function edit(gate: Gate, user: string, values: Record<string, string>) {
  await (await press(gate, user, "Edit")).view();
  return bot.slack.as(user).submits(values);
}

const deployRuns = (): Promise<Run[]> => Runs.find({ team, "steps.kind": "deploy" }).lean<Run[]>().exec();

describe("Approve on a promotion card", () => {
  it("ends the buttons' life, and a deployment of exactly this gate is queued", async () => {
    const { gate, release } = await aPromotion(await aProgram());

    await press(gate, anna, "Approve");
    await bot.gateWhen(gate._id, ({ effect }) => effect.status === "applying");

    const card = await bot.reads(gate);
    expect(card).toMatch(/Approved.* by @Anna .*\(revision 1\)/);
    expect(card).not.toContain("[ Approve ]");
    expect(await deployRuns()).toMatchObject([{ steps: [{ kind: "deploy", params: { gate: gate._id } }] }]);
    expect((await theGate(gate._id)).revisions[0]?.release).toBe(release._id);
  });

  it("is refused to the requester, even one on the list, in words", async () => {
    const ground = await aProgram({ approvers: [anna, rita] });
    const { gate } = await aPromotion(ground, { requestedBy: rita });

    expect(await refused(gate, rita)).toContain("You asked for it yourself, and someone else has to approve it");
    expect(await theGate(gate._id)).toMatchObject({ status: "open", votes: [] });
  });

  it("is open to the requester where the policy says so", async () => {
    const ground = await aProgram({ approvers: [rita], policy: { "promotion.self_approval": true } });
    const { gate } = await aPromotion(ground, { requestedBy: rita });

    await press(gate, rita, "Approve");

    await bot.gateWhen(gate._id, ({ status }) => status === "approved");
  });
});

describe("Reject on a promotion card", () => {
  it("asks for a reason, keeps it, and production stays as it is", async () => {
    const { gate } = await aPromotion(await aProgram());
    await (await press(gate, ben, "Reject")).view();

    const empty = await bot.slack.as(ben).submits({});
    const blank = await bot.slack.as(ben).submits({ Reason: "  " });
    const submitted = await bot.slack.as(ben).submits({ Reason: "p95 is too close to the limit" });
    const after = await bot.gateWhen(gate._id, ({ effect }) => effect.status === "done");

    expect(Object.keys(empty.errors ?? {})).toEqual(["reason"]);
    expect(Object.keys(blank.errors ?? {})).toEqual(["reason"]);
    expect(submitted.errors).toBeUndefined();
    expect(after.decision).toMatchObject({ outcome: "rejected", by: [ben], reason: "p95 is too close to the limit" });
    expect(await bot.reads(gate)).toMatch(
      /Rejected.* by @Ben .*\. p95 is too close to the limit\.\s+Production stays as it is/,
    );
    expect(await deployRuns()).toEqual([]);
  });

  it("is told who was faster when it was decided while the form was open", async () => {
    const { gate } = await aPromotion(await aProgram());
    await (await press(gate, ben, "Reject")).view();
    await press(gate, anna, "Approve");
    await bot.gateWhen(gate._id, ({ status }) => status === "approved");

    const submitted = await bot.slack.as(ben).submits({ Reason: "no" });

    expect(submitted.errors).toEqual({
      reason: expect.stringMatching(/It was approved by U0ANNA at \d\d:\d\d:\d\d UTC/),
    });
  });
});

describe("Edit on a promotion card", () => {
  it("of the note opens revision 2 with votes cleared; its editor cannot be the only approver, another can", async () => {
    const ground = await aProgram({ approvers: [anna, ben] });
    const { gate } = await aPromotion(ground);

    await edit(gate, anna, { Note: "watch the refunds" });
    const revised = await theGate(gate._id);
    const toldAnna = await refused(gate, anna);
    await press(gate, ben, "Approve");
    const after = await bot.gateWhen(gate._id, ({ status }) => status === "approved");

    expect(revised).toMatchObject({ status: "open", revision: 2, votes: [], lastEditor: anna });
    expect(revised.revisions).toMatchObject([
      { n: 1, note: null },
      { n: 2, note: "watch the refunds", by: anna },
    ]);
    expect(revised.revisions[1]?.digest).not.toBe(revised.revisions[0]?.digest);
    expect(toldAnna).toContain("You made the last edit, and someone else has to approve it");
    expect(after.decision).toMatchObject({ revision: 2, by: [ben], digest: revised.revisions[1]?.digest });
    expect(await bot.reads(gate)).toMatch(/Note: watch the refunds[\s\S]*Edited by @Anna: this is revision 2/);
  });

  it("clears the votes of the revision before, and tells whoever had approved it", async () => {
    const ground = await aProgram({ approvers: [anna, ben, rita], policy: { "promotion.quorum": 2 } });
    const { gate } = await aPromotion(ground, { quorum: 2, requestedBy: guest });
    await press(gate, anna, "Approve");
    await bot.gateWhen(gate._id, ({ votes }) => votes.length === 1);

    await edit(gate, ben, { Note: "only for refunds" });

    const told = await bot.slack.waitFor(/@Anna.* approval of revision 1 .*does not count/);
    expect(bot.slack.render(told)).toContain("@Ben edited");
    expect(await theGate(gate._id)).toMatchObject({ revision: 2, votes: [], status: "open" });
  });

  it("that changes nothing is told so at its field", async () => {
    const { gate } = await aPromotion(await aProgram());

    const submitted = await edit(gate, anna, {});

    expect(submitted.errors).toEqual({ note: "Nothing was changed" });
    expect(await theGate(gate._id)).toMatchObject({ revision: 1, lastEditor: null });
  });

  it("to another candidate of the run queues its evaluation, comparison and revision; nothing changes before", async () => {
    const ground = await aProgram();
    const { gate, run } = await aPromotion(ground);
    const second = run.steps[0]?.candidates[1]?.candidate ?? "";
    const form = await (await press(gate, anna, "Edit")).view();
    const offered = JSON.stringify(form.blocks);
    await bot.slack.as(anna).submits({ candidate: second, Note: "the shorter prompt" });
    const revise = await Runs.findOne({ team, "steps.kind": "revise" }).lean<Run>().orFail().exec();

    expect(offered).toContain(`${shortId(second)}: 0.800 on val`);
    expect(revise).toMatchObject({ status: "queued", requestedBy: anna });
    expect(revise.steps.map(({ kind, status }) => [kind, status])).toEqual([
      ["evaluate", "queued"],
      ["evaluate", "waiting"],
      ["compare", "waiting"],
      ["revise", "waiting"],
    ]);
    expect(revise.steps[1]?.params).toMatchObject({ arm: "baseline", release: ground.base._id });
    expect(revise.steps[2]?.params).toEqual({ selectedOnTest: true });
    expect(revise.steps[3]?.params).toMatchObject({
      gate: gate._id,
      revision: 1,
      by: anna,
      note: "the shorter prompt",
    });
    expect(await theGate(gate._id)).toMatchObject({ revision: 1, status: "open", lastEditor: null });
  });

  describe("in a run of several models", () => {
    /** The run's compile was branch a, on flash; branch b tried the same two candidates on pro at low effort. */
    async function aMatrix() {
      const { gate, run } = await aPromotion(await aProgram());
      const [step] = run.steps;
      const branch = (id: string, model: string, params = {}) => {
        const common = { optimizer: "GEPA", strategy: null, words: `GEPA on ${model}` };
        return { params: { branch: { id, model, params, ...common } } };
      };
      const steps = [
        { ...step, ...branch("a", "flash") },
        { ...step, n: 1, ...branch("b", "pro", { reasoning_effort: "low" }) },
      ];
      await Runs.updateOne({ _id: run._id }, { $set: { steps } });
      return { gate, second: step?.candidates[1]?.candidate ?? "", best: step?.candidates[0]?.candidate ?? "" };
    }

    it("offers each candidate with the model that tried it", async () => {
      const { gate, second } = await aMatrix();

      const form = JSON.stringify((await (await press(gate, anna, "Edit")).view()).blocks);

      expect(form).toContain(`${shortId(second)} on flash: 0.800 on val`);
      expect(form).toContain(`${shortId(second)} on pro, low effort: 0.800 on val`);
    });

    it.each([
      ["another of the branch that ships", "a", "second", "openai/flash", {}],
      ["another of another branch", "b", "second", "openai/pro", { reasoning_effort: "low" }],
      ["the very candidate, on another branch's model", "b", "best", "openai/pro", { reasoning_effort: "low" }],
    ] as const)("evaluates %s on its own branch's model", async (_what, branch, which, model, params) => {
      const found = await aMatrix();

      await edit(found.gate, anna, { candidate: `${branch}|${found[which]}` });

      const revise = await Runs.findOne({ team, "steps.kind": "revise" }).lean<Run>().orFail().exec();
      const release = await theRelease(String(revise.steps[0]?.params.release));
      expect(release).toMatchObject({ candidate: found[which], lm: { model, params } });
    });

    it("knows which of both ships", async () => {
      const { gate, best } = await aMatrix();

      const submitted = await edit(gate, anna, { candidate: `a|${best}` });

      expect(submitted.errors).toEqual({ note: "Nothing was changed" });
    });
  });

  it("knows what ships by its state, also when an earlier run had found the same", async () => {
    const ground = await aProgram();
    await aPromotion(ground);
    const { gate, run } = await aPromotion(ground);
    const [best] = run.steps[0]?.candidates ?? [];

    const form = await (await press(gate, anna, "Edit")).view();
    const submitted = await bot.slack.as(anna).submits({});

    expect(bot.slack.renderView(form)).toContain(`${shortId(best?.candidate ?? "")}: 0.900 on val`);
    expect(submitted.errors).toEqual({ note: "Nothing was changed" });
    expect(await Runs.countDocuments({ "steps.kind": "revise" })).toBe(0);
  });

  it("to another candidate can be asked again after its run failed", async () => {
    const { gate, run } = await aPromotion(await aProgram());
    const candidate = run.steps[0]?.candidates[1]?.candidate ?? "";
    await edit(gate, anna, { candidate });
    await Runs.updateOne({ "steps.kind": "revise" }, { $set: { status: "failed" } });

    await edit(gate, anna, { candidate });

    const runs = await Runs.find({ "steps.kind": "revise" }).sort({ n: 1 }).lean();
    expect(runs.map(({ status }) => status)).toEqual(["failed", "queued"]);
  });
});

describe("a quorum of two", () => {
  const two = { approvers: [anna, ben, rita], policy: { "promotion.quorum": 2 } };

  async function asked() {
    return (await aPromotion(await aProgram(two), { quorum: 2, requestedBy: guest })).gate;
  }

  it("needs two distinct people: the same one twice does not count", async () => {
    const gate = await asked();
    await press(gate, anna, "Approve");
    await bot.gateWhen(gate._id, ({ votes }) => votes.length === 1);

    const told = await refused(gate, anna);
    expect(told).toContain("You have approved it already; another approver has to follow");
    expect(await bot.reads(gate)).toContain("1 of 2 approvals, by @Anna");

    await press(gate, ben, "Approve");
    const after = await bot.gateWhen(gate._id, ({ effect }) => effect.status === "applying");
    expect(after.decision?.by).toEqual([anna, ben]);
    expect(await bot.audit()).toMatchObject([{ kind: "decision", by: `${anna}, ${ben}` }]);
  });

  it("does not count somebody who was taken off the list between the votes, and says so on the card", async () => {
    const gate = await asked();
    await press(gate, anna, "Approve");
    await bot.gateWhen(gate._id, ({ votes }) => votes.length === 1);
    await nowSays({ ...two, approvers: [ben, rita] });

    await press(gate, ben, "Approve");
    const open = await bot.gateWhen(gate._id, ({ votes }) => votes.some(({ user }) => user === ben));
    expect(open.status).toBe("open");
    await bot.slack.waitFor("1 of 2 approvals, by @Ben");

    await press(gate, rita, "Approve");
    const after = await bot.gateWhen(gate._id, ({ status }) => status === "approved");
    expect(after.decision?.by).toEqual([ben, rita]);
  });

  it("loses no vote when two people vote at once in the place of one who left the list", async () => {
    const ground = await aProgram({ approvers: [anna, ben, rita] });
    const { gate } = await aPromotion(ground, { quorum: 3, requestedBy: guest });
    const voted = await approve(gate, anna, [anna, ben, rita], new Date());

    const both = [ben, rita].map((user) => approve(voted ?? gate, user, [ben, rita], new Date()));
    const [byBen, byRita] = await Promise.all(both);

    const counted = [byBen, byRita].filter((after) => after !== null);
    expect(counted).toHaveLength(1);
    expect((await theGate(gate._id)).votes).toEqual(counted[0]?.votes);
  });

  it("a hundred clicks of three people at once are one decision by two of them", async () => {
    const gate = await asked();
    const card = await bot.card(gate);
    const people = [anna, ben, rita];
    const click = (n: number) => bot.slack.as(people[n % 3] ?? anna).presses(card, { text: "Approve", stale: true });

    await Promise.all(Array.from({ length: 100 }, (_, n) => click(n)));
    const after = await bot.gateWhen(gate._id, ({ effect }) => effect.status === "applying");
    // Two clicks count; each of the others is told why not.
    await bot.slack.waitFor(async (slack) => (await slack.ephemerals()).length === 98);

    expect(after.votes).toHaveLength(2);
    expect(new Set(after.decision?.by).size).toBe(2);
    expect(await bot.audit()).toHaveLength(1);
    expect(await deployRuns()).toHaveLength(1);
  });

  it("is resolved against a user group at the moment of the click; when Slack does not say, nothing is decided", async () => {
    await bot.slack.setPeople({ usergroups: [{ id: "S0SHIPPERS", handle: "shippers", users: [anna] }] });
    const ground = await aProgram({ approvers: ["S0SHIPPERS"] });
    const { gate } = await aPromotion(ground);

    expect(await refused(gate, ben)).toContain("You are not on the list of approvers");
    await bot.slack.fault({ method: "usergroups.users.list", kind: "error:fatal_error" });
    expect(await refused(gate, anna)).toContain(
      "Slack did not say who is in the approvers' group, so nothing was decided",
    );
    expect(await theGate(gate._id)).toMatchObject({ status: "open", votes: [] });

    await press(gate, anna, "Approve");
    await bot.gateWhen(gate._id, ({ status }) => status === "approved");
  });
});

describe("a deployment that was approved", () => {
  it("cannot be cancelled halfway, and whoever tries is told why", async () => {
    const { gate } = await aPromotion(await aProgram());
    await press(gate, anna, "Approve");
    await bot.gateWhen(gate._id, ({ effect }) => effect.status === "applying");
    const [deploy] = await deployRuns();
    const value = `${deploy?._id}`;
    const card = await bot.card(gate);

    await bot.clicks({ user: anna, actionId: "run_cancel", value, ...card });

    await bot.slack.waitFor("The deployment was approved, and stopping it halfway could leave production between");
    expect(await deployRuns()).toMatchObject([{ status: "queued" }]);
  });

  it("and failed while nobody could say so is said to have failed on the card", async () => {
    const { gate } = await aPromotion(await aProgram());
    await press(gate, anna, "Approve");
    const applying = await bot.gateWhen(gate._id, ({ effect }) => effect.status === "applying");
    const problem = { what: "Nothing was deployed", why: "the folder is not writable", next: "mend it and ask again" };
    await Runs.updateOne({ "steps.kind": "deploy" }, { $set: { status: "failed", problem } });

    await completeEffect(bot.deps, applying);

    expect(await theGate(gate._id)).toMatchObject({ status: "approved", effect: { status: "failed" } });
    expect(await bot.reads(gate)).toContain("Nothing was deployed. The folder is not writable. Mend it and ask again.");
  });
});
