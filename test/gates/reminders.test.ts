import { describe, expect, it } from "vitest";
import { startDueDigests } from "../../jobs/digests.ts";
import { Gates, theGate } from "../../models/gate.ts";
import { Outbox } from "../../models/outbox.ts";
import { Programs, theProgram } from "../../models/program.ts";
import { Runs } from "../../models/run.ts";
import { nextAt } from "../../models/zone.ts";
import { useDatabase } from "../support/database.ts";
import { anna, aProgram, aPromotion, aTruth, ben, nowSays, program, rita, team } from "../support/gates.ts";
import { useBot } from "./bot.ts";

useDatabase();
const bot = useBot();

const hour = 3_600_000;
const reminders = () => Outbox.find({ team, key: /^reminder:/ }).lean();

/** Two reconcilers look at the same moment, and look again. */
async function lookTwice(): Promise<void> {
  const both = [bot.reconciler(), bot.reconciler()];
  await Promise.all(both.map((one) => one.round()));
  await both[0]?.round();
}

describe("a question that waits", () => {
  it("is reminded of once, in its thread, to those who may still decide", async () => {
    const ground = await aProgram({ approvers: [anna, ben, rita] });
    const { gate } = await aPromotion(ground, { requestedBy: rita });
    await lookTwice();
    const before = await reminders();

    bot.ahead = 13 * hour;
    await lookTwice();

    expect(before).toEqual([]);
    const [reminder, ...others] = await reminders();
    expect(others).toEqual([]);
    expect(reminder?.wanted.text).toMatch(/^<@U0ANNA> <@U0BEN> In this thread a question still waits for you/);
    expect(reminder).toMatchObject({ parentKey: gate.parentKey });
    expect(await theGate(gate._id)).toMatchObject({ status: "open", remindAt: null });
  });

  it("is reminded of with all that its run asked, and not once it was decided", async () => {
    const ground = await aProgram();
    const { gate } = await aTruth(ground);
    await Gates.updateOne({ _id: gate._id }, { $set: { status: "approved" } });
    const [first, second] = [await aTruth(ground), await aTruth(ground)];
    await Gates.updateOne({ _id: second.gate._id }, { $set: { run: first.run._id } });

    bot.ahead = 13 * hour;
    await lookTwice();

    const [reminder, ...others] = await reminders();
    expect(others).toEqual([]);
    expect(reminder?.wanted.text).toMatch(/2 questions still wait .*g2.* \(a label\).*g3/);
  });
});

describe("the daily digest", () => {
  const schedule = { at: "09:00", zone: "Europe/Berlin" };
  const digests = () => Runs.find({ team, "steps.kind": "digest" }).lean();

  it("is due by the clock of its zone, also where that is put forward or back", () => {
    const next = (after: string) => nextAt(schedule, new Date(after)).toISOString();

    expect(next("2026-11-28T07:59:59Z")).toBe("2026-11-28T08:00:00.000Z");
    expect(next("2026-11-28T08:00:00Z")).toBe("2026-11-29T08:00:00.000Z");
    expect(next("2026-03-28T12:00:00Z")).toBe("2026-03-29T07:00:00.000Z");
    expect(next("2026-10-24T12:00:00Z")).toBe("2026-10-25T08:00:00.000Z");
    expect(nextAt({ at: "02:30", zone: "Europe/Berlin" }, new Date("2026-03-28T12:00:00Z")).toISOString()).toBe(
      "2026-03-29T01:30:00.000Z",
    );
    expect(nextAt({ at: "23:30", zone: "America/New_York" }, new Date("2026-06-02T01:00:00Z")).toISOString()).toBe(
      "2026-06-02T03:30:00.000Z",
    );
  });

  it("is started once when its time has come, by whichever process, and once for days that were missed", async () => {
    await aProgram();
    await Programs.updateOne({ team, name: program }, { $set: { "config.digest": schedule } });
    const at = (time: string) =>
      Promise.all([1, 2].map(() => startDueDigests(bot.deps, new Date(time)))).then(() => digests());

    const registered = await at("2026-11-28T07:00:00Z");
    const due = await at("2026-11-28T08:00:01Z");
    const later = await at("2026-11-28T12:00:00Z");
    const daysLater = await at("2026-12-01T10:00:00Z");

    expect(registered).toEqual([]);
    expect(due).toMatchObject([{ requestedBy: "helix", steps: [{ kind: "ingest" }, { kind: "digest" }] }]);
    expect([later.length, daysLater.length]).toEqual([1, 2]);
    expect((await theProgram(team, program)).nextDigest?.due).toEqual(new Date("2026-12-02T08:00:00Z"));
  });

  it("is not posted for a program without a schedule, or one whose schedule just changed", async () => {
    await aProgram();
    await Programs.updateOne({ team, name: program }, { $set: { "config.digest": schedule } });
    await startDueDigests(bot.deps, new Date("2026-11-28T07:00:00Z"));
    await Programs.updateOne({ team, name: program }, { $set: { "config.digest.at": "07:30" } });
    await startDueDigests(bot.deps, new Date("2026-11-28T09:00:00Z"));
    await nowSays({});
    await startDueDigests(bot.deps, new Date("2026-12-28T09:00:00Z"));

    expect(await digests()).toEqual([]);
  });
});
