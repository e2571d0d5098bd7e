import { describe, expect, it } from "vitest";
import { Programs } from "../../models/program.ts";
import { Runs } from "../../models/run.ts";
import { parseCommand } from "../../src/parse.ts";
import { knownNames } from "../../src/requests.ts";
import { useDatabase } from "../support/database.ts";
import { anna, aProgram, channel, program, rita, team } from "../support/gates.ts";
import { useBot } from "./bot.ts";

useDatabase();
const bot = useBot();

/** The form as soon as it offers something. */
const form = (user: string, says = "Optimizer") =>
  bot.slack.waitFor(async () => {
    const view = await bot.slack.as(user).view();
    return view && bot.slack.renderView(view).includes(says) && view;
  });

const theRun = () =>
  bot.slack.waitFor(async () => {
    await bot.sender.drain();
    return Runs.findOne({ rev: 1, shownRev: 1 }).lean();
  });

describe("New run", () => {
  it("offers what there is, says at its field what does not fit, and is the run a command would be", async () => {
    const { program: first } = await aProgram();
    const models = { only: first.config.models.flash };
    const config = { ...first.config, name: "other", models, roles: { task: "only" } };
    await Programs.create({ ...first, _id: "other", name: "other", config });
    const person = bot.slack.as(rita);

    const opened = await (await person.chooses("helix_new_run")).view();
    await person.presses(await form(rita), { actionId: "run_program", choose: program });
    const offered = bot.slack.renderView(await form(rita, "flash"));
    const problems = [];
    for (const wrong of [
      { "Budget in US dollars": "much" },
      { "Budget in US dollars": "9" },
      { "Budget in US dollars": "2.50", "Arguments of the optimizer": "no_such=1", Optimizer: ["gepa"] },
    ])
      problems.push((await person.submits({ Optimizer: ["baseline"], ...wrong })).errors);
    await person.submits({ Optimizer: ["baseline"], Model: ["pro"], "Arguments of the optimizer": "" });
    const run = await theRun();

    expect(bot.slack.renderView(opened)).toMatch(/Looking up|Optimizer/);
    expect(offered).toContain("At most $5");
    expect(problems).toEqual([
      { run_budget: expect.stringContaining("an amount in US dollars above 0") },
      { run_budget: expect.stringMatching(/budget of \$9\.00 is more than the \$5\.00 .*Ask for \$5\.00 or less/) },
      { run_arguments: expect.stringMatching(/^GEPA has no argument no_such/) },
    ]);
    const line = `/helix run ${program} --optimizer baseline --model pro --compare deployed --recommend --budget 2.50`;
    expect({ ok: true, intent: run.intent }).toEqual(parseCommand(line, await knownNames(team)));
    expect(run).toMatchObject({ program, channel, threadTs: null, requestedBy: rita });
    expect(bot.slack.renderView(await form(rita, "has been started"))).toMatch(/r1[\s\S]*#ingredient-analyzer/);
  });

  it("opens from `/helix run` and stands where that was typed; a trigger that came too late is told privately", async () => {
    await aProgram();
    await bot.slack.setPeople({ channels: [{ id: "C0OTHER01", members: [anna, rita, "U0HELIX"] }] });
    await bot.slack.fault({ method: "views.open", kind: "error:expired_trigger_id", times: 2 });

    const late = await (await bot.slack.as(rita).command("C0OTHER01", "/helix run")).ephemeral();
    await bot.slack.as(rita).chooses("helix_new_run");
    const told = await bot.slack.waitFor(async () => {
      await bot.sender.drain();
      return (await bot.slack.messages()).find(({ text }) => text?.startsWith("The form did not open"));
    });
    await bot.slack.as(rita).command("C0OTHER01", "/helix run");
    await form(rita);
    await bot.slack.as(rita).submits({ Optimizer: ["baseline"], Afterwards: null });
    const run = await theRun();

    expect(late.text).toMatch(/^The form did not open\. .*three seconds/);
    expect(told.channel).toMatch(/^D/);
    expect(run).toMatchObject({ channel: "C0OTHER01", intent: { compare: null, recommend: false, budgetUsd: null } });
    expect(await bot.slack.as(rita).view()).toBeUndefined();
  });

  it("has programs searched for, where there are more than a menu holds", async () => {
    const { program: first } = await aProgram();
    const others = Array.from({ length: 100 }, (_, n) => `zone-${n}`).concat("a-zone-1");
    await Programs.insertMany(others.map((name) => ({ ...first, _id: name, name, config: { ...first.config, name } })));
    const person = bot.slack.as(rita);
    const said = await person.says(channel, "Where is my parcel?");
    await person.chooses("helix_new_run");
    const view = await form(rita);
    const offers = async (on: { id: string }, actionId: string, typed: string) =>
      (await person.isOffered(on, { actionId }, typed)).options.map(({ value }) => value);

    const all = await offers(view, "run_program", "");
    const found = await offers(view, "run_program", "Zone-1");
    const none = await offers(view, "run_program", "no such");
    await person.presses(view, { actionId: "run_program", choose: program });
    await bot.slack.waitFor(async () => JSON.stringify(await person.view()).includes(`run_models:${program}`));
    await person.submits({ Optimizer: ["baseline"] });
    const run = await theRun();
    await person.closes();
    await person.chooses("helix_add_to_dataset", said);
    const added = await offers(await form(rita, "The right answer"), "add_program", "zone-42");

    expect(bot.slack.renderView(view)).toContain("One of 102: type a part of its name.");
    expect(all).toHaveLength(100);
    expect(found).toEqual(["zone-1", ...Array.from({ length: 10 }, (_, n) => `zone-1${n}`), "a-zone-1"]);
    expect(none).toEqual([]);
    expect(run).toMatchObject({ program });
    expect(added).toEqual(["zone-42"]);
  });
});
