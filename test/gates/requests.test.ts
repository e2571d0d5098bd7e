import { describe, expect, it, onTestFinished } from "vitest";
import { approveId } from "../../blocks/gate.ts";
import { cancelId } from "../../blocks/run/buttons.ts";
import { defaultBotToken, defaultSigningSecret } from "../../examples/workspace/seed.ts";
import { Labels } from "../../models/dataset.ts";
import { Drafts } from "../../models/draft.ts";
import { type Gate, Gates } from "../../models/gate.ts";
import { Runs } from "../../models/run.ts";
import { useDatabase } from "../support/database.ts";
import { anna, aProgram, aPromotion, aTruth, channel, guest, team } from "../support/gates.ts";
import { type HelixProcess, startProcess } from "../support/helix/process.ts";
import { testMongoUrl, testRedisUrl } from "../support/stores.ts";
import { asForm, clickPayload, useBot } from "./bot.ts";

const dbName = useDatabase();
const bot = useBot();

const value = ({ _id, revision }: Gate) => `${_id}|${revision}`;

/** All that clicks and forms could change, and nothing that showing it changes. */
async function everything() {
  const gates = await Gates.find({}, { shownRev: 0, unshown: 0 }).sort({ _id: 1 }).lean();
  const runs = await Runs.find({}, { shownRev: 0, unshown: 0 }).sort({ _id: 1 }).lean();
  const decisions = (await bot.audit()).filter(({ kind }) => kind !== "refusal");
  return { gates, runs, drafts: await Drafts.find().lean(), labels: await Labels.find().lean(), decisions };
}

describe("a request that Slack did not sign", () => {
  it.each<["bad" | "stale" | "none", string]>([
    ["bad", "signed with another secret"],
    ["stale", "signed ten minutes ago"],
    ["none", "not signed at all"],
  ])("(%s) gets 401, has no effect, and leaves one line in the log: %s", async (signature) => {
    const { gate } = await aTruth(await aProgram());
    const card = await bot.card(gate);
    const before = await everything();

    const answer = await bot.clicks({ user: anna, actionId: approveId, value: value(gate), ...card }, signature);

    expect(answer.status).toBe(401);
    expect(answer.body).toBe("");
    expect(await everything()).toEqual(before);
    expect(await bot.audit()).toEqual([]);
    expect(bot.log).toMatchObject([{ level: 40, msg: expect.stringMatching(/signature|timestamp|header/i) }]);
    expect(JSON.stringify(bot.log)).not.toContain(gate._id);
  });

  it("a rightly signed one decides: the control", async () => {
    const { gate } = await aTruth(await aProgram());

    const answer = await bot.clicks({ user: anna, actionId: approveId, value: value(gate), ...(await bot.card(gate)) });

    expect(answer.status).toBe(200);
    await bot.gateWhen(gate._id, ({ effect }) => effect.status === "done");
    expect(bot.log).toEqual([]);
  });

  it("the same signed click a hundred times is one decision and one label", async () => {
    const { gate } = await aTruth(await aProgram());
    const click = { user: anna, actionId: approveId, value: value(gate), ...(await bot.card(gate)) };

    const answers = await Promise.all(Array.from({ length: 100 }, () => bot.clicks(click)));
    await bot.quiet();

    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(await Labels.countDocuments()).toBe(1);
    expect(await bot.audit()).toHaveLength(1);
  });
});

/** Helix's own bot in a process of its own: what it does not survive cannot harm the test. */
async function aBotProcess(): Promise<HelixProcess> {
  const mongo = new URL(testMongoUrl());
  mongo.pathname = `/${dbName}`;
  const child = await startProcess({
    args: ["src/index.ts", "--role", "bot", "--with-parent"],
    env: {
      SLACK_BOT_TOKEN: defaultBotToken,
      SLACK_SIGNING_SECRET: defaultSigningSecret,
      SLACK_API_URL: `${bot.slack.url}/api/`,
      MONGODB_URI: mongo.href,
      REDIS_URL: testRedisUrl(),
      PORT: "0",
      HELIX_HOME: bot.deps.home,
      HELIX_QUEUE: `gates-odd-${process.pid}`,
      HELIX_LOG_LEVEL: "error",
    },
    logFile: `${bot.deps.home}/bot.log`,
  });
  onTestFinished(async () => void (await child.stop()));
  await bot.slack.setApp({ requestUrl: `${child.url}/slack/events` });
  return child;
}

/** Bodies that no client of Slack ever sent. */
const odd: string[] = [
  "null",
  "[]",
  "{}",
  "1",
  '"text"',
  '{"type":null}',
  '{"type":"event_callback"}',
  '{"type":"event_callback","team_id":"T0HELIX","event":null}',
  '{"type":"event_callback","team_id":"T0HELIX","event":{"type":"app_mention"}}',
  '{"type":"event_callback","team_id":{"$ne":null},"event":{"type":"message","text":{"$gt":""},"user":[]}}',
  `{"a":${"[".repeat(5_000)}${"]".repeat(5_000)}}`,
  "payload=",
  "payload=null",
  "payload=%7B",
  "payload=[]",
  "payload=1&payload=2",
  "ssl_check=1&payload=null",
  "command=%2Fhelix",
  "command=%2Fhelix&text=%00&team_id=T0HELIX",
  "command=%2Fhelix&text[$ne]=1&user_id=U0ANNA&team_id=T0HELIX&channel_id=C0HELIX01&trigger_id=1",
  `command=%2Fhelix&text=${"run ".repeat(2_000)}&user_id=U0ANNA&team_id=T0HELIX&channel_id=C0HELIX01&trigger_id=2`,
  "",
  "\u0000\u0001",
  "a=b=c&&&=",
];

type Json = null | string | number | boolean | Json[] | { [key: string]: Json };
const strange: (Json | undefined)[] = [undefined, [], { $ne: null }];

/** The payload once for each of its places and each strange value, with that value in that place. */
function distorted(payload: Json): Json[] {
  const inside = (node: Json): Json[] => {
    if (typeof node !== "object" || node === null) return [];
    return Object.entries(node).flatMap(([name, child]) => {
      const put = (other: Json | undefined) => {
        const copy = structuredClone(node) as { [key: string]: Json };
        if (other === undefined) delete copy[name];
        else copy[name] = other;
        return copy as Json;
      };
      return [...strange.map(put), ...inside(child).map(put)];
    });
  };
  return inside(payload);
}

describe("rightly signed, and nothing anybody listens to", () => {
  it.each([
    ...["null", "1", "[]", "{}", '"text"', "true", "{"],
    ...['{"type":"event_callback"}', '{"type":"event_callback","team_id":"T0HELIX","event":null}'],
    '{"type":"event_callback","team_id":{"$ne":null},"event":{"type":"message","text":"hi"}}',
    '{"type":"event_callback","team_id":"T0HELIX","event":{"type":"message","text":{"$gt":""},"user":[]}}',
    '{"type":"block_actions","user":{"id":"U0ANNA"},"actions":[]}',
    '{"type":"nothing anybody sends","user":{"id":"U0ANNA"}}',
  ])("%s is answered with 400 at once", async (body) => {
    const started = performance.now();

    const json = await bot.slack.raw({ body, contentType: "application/json" });
    const form = await bot.slack.raw({ body: new URLSearchParams({ payload: body }).toString() });

    expect([json.status, form.status]).toEqual([400, 400]);
    expect(performance.now() - started).toBeLessThan(1_500);
  });

  it("a command without its people or with them twice is refused, and one for nobody's listener is answered", async () => {
    const bodies = ["command=%2Fhelix", "command=%2Fhelix&text=a&text=b&team_id=T&user_id=U&channel_id=C"];
    const refused = await Promise.all(bodies.map((body) => bot.slack.raw({ body })));

    expect(refused.map(({ status }) => status)).toEqual([400, 400]);
  });

  it("Slack's word that it holds events back is taken", async () => {
    const body = '{"token":"t","type":"app_rate_limited","team_id":"T0HELIX","minute_rate_limited":1,"api_app_id":"A"}';

    expect(await bot.slack.raw({ body, contentType: "application/json" })).toMatchObject({ status: 200 });
  });

  it("what is neither signed nor anything at all is refused for the signature", async () => {
    expect(await bot.slack.raw({ body: "null", contentType: "application/json", signature: "bad" })).toMatchObject({
      status: 401,
    });
  });
});

describe("rightly signed, but nothing Slack would send", () => {
  it("hundreds of distorted clicks and forms change nothing, and the process lives and decides afterwards", async () => {
    await bot.slack.setPeople({ channels: [{ id: channel, members: [anna, guest, "U0HELIX"] }] });
    const ground = await aProgram();
    const { gate } = await aTruth(ground);
    const { gate: promotion, run } = await aPromotion(ground);
    await Runs.updateOne({ _id: run._id }, { $set: { status: "running" } });
    const card = await bot.card(gate);
    const child = await aBotProcess();
    const before = await everything();
    const click = (actionId: string, of: string) => clickPayload({ user: guest, actionId, value: of, ...card }) as Json;
    const form = (callback: string, of: Gate) => ({
      type: "view_submission",
      user: { id: guest },
      team: { id: team },
      view: {
        callback_id: callback,
        private_metadata: value(of),
        state: { values: { reason: { r: { value: "no" } } } },
      },
    });
    const payloads = [
      click(approveId, value(gate)),
      click(cancelId, run._id),
      form("truth_edit", gate),
      form("gate_rejected", promotion),
      form("promotion_edit", promotion),
    ].flatMap(distorted);

    const bodies = [...odd, ...payloads.map(asForm)];
    await Promise.all(bodies.map((body) => bot.slack.raw({ body })));

    expect(bodies.length).toBeGreaterThan(200);
    expect((await fetch(`${child.url}/livez`)).status).toBe(200);
    expect(await everything()).toEqual(before);
    await bot.clicks({ user: anna, actionId: approveId, value: value(gate), ...card });
    await bot.gateWhen(gate._id, ({ effect }) => effect.status === "done");
  });
});
