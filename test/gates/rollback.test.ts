import { chmod, mkdtemp, readFile, readlink, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { perform } from "../../jobs/perform.ts";
import { theDeployment } from "../../models/deployment.ts";
import { EvaluationRows } from "../../models/evaluation.ts";
import { type Gate, Gates, theGate } from "../../models/gate.ts";
import { Programs, theProgram } from "../../models/program.ts";
import { Runs } from "../../models/run.ts";
import { Snapshots } from "../../models/snapshot.ts";
import { startRun } from "../../src/requests.ts";
import { useDatabase } from "../support/database.ts";
import {
  anna,
  aProgram,
  aPromotion,
  ben,
  channel,
  nowSays,
  type Promotion,
  program,
  rita,
  team,
} from "../support/gates.ts";
import { useBot } from "./bot.ts";

useDatabase();
const bot = useBot();
const never = new AbortController().signal;
let root = "";
let asked = 0;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "helix-rollback-"));
  // What the loader finds is tested with the loader: here every artifact loads.
  const loads = join(root, "loads");
  await writeFile(loads, `#!/bin/sh\necho '{"ok":true,"digest":null,"checks":[{"name":"load","ok":true}]}'\n`);
  await chmod(loads, 0o755);
  bot.deps.python = loads;
});
afterEach(() => rm(root, { recursive: true, force: true }));

/** Anna approved a promotion, and it is live as d1. */
async function deployed(policy: Record<string, unknown> = {}): Promise<Promotion> {
  const ground = await aProgram({ policy, approvers: [anna, ben, rita] });
  await Programs.updateOne({ team, name: program }, { $set: { root } });
  await Snapshots.create({ _id: "snapshot", team, files: [], commit: null, dirty: false, at: new Date() });
  const promotion = await aPromotion(ground);
  await press(promotion.gate, anna, "Approve");
  await ships(promotion.gate);
  return promotion;
}

/** What a worker does with the deploy run that an approval makes. */
async function ships(gate: Gate): Promise<Gate> {
  await bot.gateWhen(gate._id, ({ effect }) => effect.status === "applying");
  const run = await Runs.findOne({ team, key: `deploy-${gate._id}-1` })
    .lean()
    .orFail();
  await perform(bot.deps, run._id, 0, never);
  return theGate(gate._id);
}

const press = async (gate: Gate, user: string, text: "Approve" | "Roll back" | "Reject") =>
  bot.slack.as(user).presses(await bot.card(gate), { text });

const ask = (to: string | null, user: string = rita) =>
  startRun(
    { verb: "rollback", program, to },
    { team, user, channel, threadTs: null, delivery: `asked-${asked++}`, at: bot.deps.now() },
  );

/** The question, as the worker asks it. */
async function question(to: string | null, user?: string): Promise<Gate> {
  const run = await ask(to, user);
  await perform(bot.deps, run._id, 0, never);
  return Gates.findOne({ team, run: run._id }).lean<Gate>().orFail();
}

const current = () => readlink(join(root, "deployed", program, "current"));

describe("a rollback", () => {
  it("shows what would change, and brings back the very artifact under a new number", async () => {
    await deployed();
    const first = await theDeployment(team, program, 1);
    const back = await question(null);
    const card = await bot.reads(back);
    await press(back, ben, "Roll back");
    const done = await ships(back);
    const again = await question("d1");
    await press(again, anna, "Roll back");
    await ships(again);

    expect(card).toMatch(/Roll ticket-router back from d1 to d0\?/);
    expect(card).toMatch(/d1[\s\S]*c\d+ on flash[\s\S]*approved by @Anna[\s\S]*score 0\.917/);
    expect(card).toMatch(/d0[\s\S]*unproven lineage[\s\S]*score 0\.333/);
    expect(card).toMatch(/\[ Roll back \].*\[ Reject \]/);
    expect(done.effect).toMatchObject({
      status: "done",
      detail: expect.stringMatching(/^d2, with what d0 was, is live/),
    });
    expect((await theProgram(team, program)).deployed).toBe(3);
    expect(await theDeployment(team, program, 3)).toMatchObject({
      status: "live",
      rollbackOf: 1,
      previous: 2,
      release: first.release,
      artifactDigest: first.artifactDigest,
      artifactPath: first.artifactPath,
      by: anna,
    });
    expect(await current()).toBe(basename(first.artifactPath ?? ""));
    const records = (await bot.audit()).filter(({ kind }) => kind === "decision" || kind === "pointer_move");
    expect(records.slice(-2).map(({ by, body }) => [by, body.rollbackTo])).toEqual([
      [anna, 1],
      [anna, 1],
    ]);
  });

  it("is decided once, by one person, who may be the one that asked", async () => {
    await deployed();
    const gate = await question("d0", rita);

    await Promise.all([rita, anna, ben].map((user) => press(gate, user, "Roll back")));
    await bot.quiet();

    const decided = await theGate(gate._id);
    expect(decided).toMatchObject({ status: "approved", votes: [{}] });
    expect(await Runs.countDocuments({ team, key: { $regex: `^deploy-${gate._id}` } })).toBe(1);
  });

  it("is no matter of one person where the policy says so", async () => {
    await deployed({ "rollback.one_person": false });
    const gate = await question("d0", rita);

    const told = await (await press(gate, rita, "Roll back")).ephemeral();

    expect(bot.slack.render(told)).toContain("You asked for it yourself");
    expect(await theGate(gate._id)).toMatchObject({ status: "open", votes: [] });
  });

  it("is refused at the click once something else was deployed, or what was approved then was rewritten", async () => {
    const { comparison } = await deployed();
    await question("d0").then((gate) => press(gate, anna, "Roll back").then(() => ships(gate)));
    const gate = await question("d1");
    await EvaluationRows.updateOne({ evaluation: comparison.candidate, score: 0 }, { $set: { score: 1 } });

    const told = await (await press(gate, anna, "Roll back")).ephemeral();

    expect(bot.slack.render(told)).toMatch(/What it was approved on is not what is recorded now.*nothing moves on it/);
    expect(await theGate(gate._id)).toMatchObject({ status: "superseded" });
    await expect(ask("d1")).rejects.toThrow(/what d1 was approved on does not hash/);
  });

  it("refuses an artifact that was changed, and writes one that is gone again", async () => {
    await deployed();
    const { artifactPath } = await theDeployment(team, program, 1);
    const file = join(artifactPath ?? "", "program.json");
    const before = await readFile(file, "utf8");
    await question("d0").then((gate) => press(gate, anna, "Roll back").then(() => ships(gate)));
    await writeFile(file, before.replace("best", "worst"));
    const refused = await question("d1").then((gate) => press(gate, anna, "Roll back").then(() => ships(gate)));
    const stayed = (await theProgram(team, program)).deployed;
    await rm(artifactPath ?? "", { recursive: true });
    await question("d1").then((gate) => press(gate, anna, "Roll back").then(() => ships(gate)));

    expect(refused.effect).toMatchObject({
      status: "failed",
      detail: expect.stringMatching(/^Nothing was rolled back\. The artifact of d1 in .* does not hash/),
    });
    expect(stayed).toBe(2);
    expect(await readFile(file, "utf8")).toBe(before);
    expect(await theDeployment(team, program, (await theProgram(team, program)).deployed)).toMatchObject({
      rollbackOf: 1,
      artifactPath,
    });
  });

  it("is refused before anybody is asked, to what is live, unknown, asked already or of a program out of use", async () => {
    await deployed();
    const gate = await question("d0");

    await expect(ask("d1")).rejects.toThrow("d1 is live already");
    await expect(ask("d9")).rejects.toThrow("never had a deployment d9");
    await expect(ask("d0")).rejects.toThrow(`${gate._id.slice(team.length + 1)} asks for a rollback to d0 already`);
    await nowSays({ approvers: [anna] });
    await Programs.updateOne({ team, name: program }, { $set: { removed: { at: new Date(), by: rita } } });
    await expect(ask("d0")).rejects.toThrow(/was removed/);
    const told = await (await press(gate, anna, "Roll back")).ephemeral();
    expect(bot.slack.render(told)).toContain("The program was taken out of use");
  });
});
