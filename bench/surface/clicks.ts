import type { Workspace } from "../../examples/workspace/people.ts";
import { type Gate, Gates, gateMessageKey } from "../../models/gate.ts";
import { Outbox } from "../../models/outbox.ts";
import { anna, aTruth, ben, type Ground, rita, team } from "../../test/support/gates.ts";
import type { HelixProcess } from "../../test/support/helix/process.ts";
import { until } from "../../test/support/helix/until.ts";
import { atMost, exactly, type Figure, shown } from "../harness.ts";
import { commandsDuring } from "./commands.ts";
import { cpuMs } from "./cpu.ts";
import { percentile } from "./percentile.ts";

const gates = 100;
/** The first one is shown by itself: V8 compiles then what clicks need, as it does once in the life of a bot. */
const rounds = 4;
const helix = "U0HELIX";
/** Seldom: what looks takes from the processors what is measured. The times themselves are the workspace's. */
const lookEveryMs = 250;
const roles = ["bot", "worker"] as const;
type PerRole = Record<(typeof roles)[number], number>;

interface Card {
  gate: string;
  channel: string;
  ts: string;
}

/** From a click, as the workspace sent it, in ms: until the decision was made, and until Slack had taken the new card. */
interface Timed {
  decided: number;
  shown: number;
}

/** All cards approved at the same moment, each in a channel of its own, some rounds over. */
export async function clicks(
  slack: Workspace,
  ground: Ground,
  processes: Record<keyof PerRole, HelixProcess>,
): Promise<Figure[]> {
  const timed: Timed[][] = [];
  const cpu: PerRole = { bot: 0, worker: 0 };
  let commands = 0;
  for (let round = 0; round < rounds; round++) {
    const cards = await pose(slack, ground, round);
    const before = (await slack.calls("chat.update")).length;
    commands += await commandsDuring(async () => {
      const used = await cpuDuring(processes, () => approveAll(slack, cards));
      for (const role of roles) cpu[role] += used[role] / (gates * rounds);
    });
    timed.push(await timesOf(slack, cards, before));
  }
  return [
    ...waits(timed),
    ...roles.map((role) => shown({ what: `… processor time of the ${role} per click`, value: cpu[role], unit: "ms" })),
    shown({ what: "… MongoDB commands of both per click", value: commands / (gates * rounds), unit: "" }),
    exactly(gates * rounds, { what: "… decided and re-rendered", value: timed.flat().length, unit: "" }),
  ];
}

function waits([first = [], ...later]: Timed[][]): Figure[] {
  const figure = (what: string, value: number) => ({ what: `${gates} clicks at once: ${what}`, value, unit: "ms" });
  const of = (all: Timed[], key: keyof Timed, p: number) =>
    percentile(
      all.map((one) => one[key]),
      p,
    );
  return [
    shown(figure("click → decision committed, p50", of(later.flat(), "decided", 0.5))),
    shown(figure("click → decision committed, p99", of(later.flat(), "decided", 0.99))),
    shown(figure("click → message re-rendered, p50", of(later.flat(), "shown", 0.5))),
    atMost(500, figure("click → message re-rendered, p99", of(later.flat(), "shown", 0.99))),
    shown({ what: "… p99 of the first such clicks of a bot", value: of(first, "shown", 0.99), unit: "ms" }),
  ];
}

async function approveAll(slack: Workspace, cards: readonly Card[]): Promise<void> {
  await Promise.all(cards.map((card, n) => slack.as(n % 2 ? anna : ben).presses(card, { text: "Approve" })));
  await settled(cards);
}

async function cpuDuring(processes: Record<keyof PerRole, HelixProcess>, work: () => Promise<void>): Promise<PerRole> {
  const used = () => Promise.all(roles.map((role) => cpuMs(processes[role].pid)));
  const before = await used();
  await work();
  const after = await used();
  return Object.fromEntries(roles.map((role, n) => [role, (after[n] ?? 0) - (before[n] ?? 0)])) as PerRole;
}

/** Opens the gates and waits until every card stands in its channel. */
async function pose(slack: Workspace, ground: Ground, round: number): Promise<Card[]> {
  const channels = Array.from({ length: gates }, (_, n) => `C0${round}GATE${String(n).padStart(3, "0")}`);
  const members = [anna, ben, rita, helix];
  await slack.setPeople({ channels: channels.map((id) => ({ id, members })) });
  const made: Gate[] = [];
  for (const channel of channels) made.push((await aTruth(ground, { channel, parentKey: null })).gate);
  await until("every message stands in Slack", async () => !(await Outbox.exists({ team, state: "waiting" })), 120_000);
  // Nobody presses within the second that Helix leaves between two edits of a message: they would measure that.
  const mayNotBeEdited = () => Outbox.exists({ team, notBefore: { $gt: new Date() } });
  await until("every card may be edited again", async () => !(await mayNotBeEdited()), 10_000);
  return Promise.all(made.map(async (gate) => ({ gate: gate._id, ...(await placeOf(gate)) })));
}

async function placeOf(gate: Gate): Promise<{ channel: string; ts: string }> {
  const { channel, ts } = await Outbox.findOne({ team, key: gateMessageKey(gate) })
    .lean()
    .orFail()
    .exec();
  if (ts === null) throw new Error(`the card of ${gate._id} is not in Slack`);
  return { channel, ts };
}

/** Until every decision is applied and nothing waits to be shown. */
async function settled(cards: readonly Card[]): Promise<void> {
  const ids = cards.map(({ gate }) => gate);
  await until(
    "every label is stored and shown",
    async () => {
      const done = await Gates.countDocuments({ _id: { $in: ids }, "effect.status": "done" });
      return done === ids.length && !(await Outbox.exists({ team, state: "waiting" }));
    },
    60_000,
    lookEveryMs,
  );
}

/** As the workspace logged them: when the click went out, and when the first edit of its card was answered. */
async function timesOf(slack: Workspace, cards: readonly Card[], before: number): Promise<Timed[]> {
  const edits = (await slack.calls("chat.update")).slice(before);
  const clicked = await clicksOf(slack);
  const decisions = new Map((await Gates.find({ team }).lean<Gate[]>()).map((gate) => [gate._id, gate.decision?.at]));
  return cards.flatMap(({ gate, channel, ts }) => {
    const at = clicked.get(`${channel}/${ts}`);
    const edit = edits.find(({ args, outcome }) => args.ts === ts && args.channel === channel && outcome?.ok);
    const decision = decisions.get(gate);
    if (at === undefined || !edit?.answeredAt || !decision) return [];
    return [{ decided: new Date(decision).getTime() - at, shown: edit.answeredAt - at }];
  });
}

async function clicksOf(slack: Workspace): Promise<Map<string, number>> {
  const clicks = (await slack.deliveries()).filter(({ kind }) => kind === "block_actions");
  return new Map(
    clicks.map(({ at, body }) => {
      const { channel, message } = JSON.parse(new URLSearchParams(body).get("payload") ?? "{}");
      return [`${channel.id}/${message.ts}`, at];
    }),
  );
}
