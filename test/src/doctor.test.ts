import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import manifest from "../../manifest.json" with { type: "json" };
import { Programs } from "../../models/program.ts";
import { examine } from "../../src/doctor/examine.ts";
import { printed } from "../../src/doctor/line.ts";
import { clockLine } from "../../src/doctor/slack.ts";
import { aProgram } from "../support/gates.ts";
import { runToEnd } from "../support/helix/process.ts";
import { channel, useHelix } from "../support/helix.ts";

const given = useHelix({ register: false });
const scopes = manifest.oauth_config.scopes.bot;
const dead = "127.0.0.1:1";

beforeAll(async () => {
  await aProgram();
});
beforeEach(() => given.set.slack.setApp({ scopes }));

/** What doctor prints in this environment, as one text. */
async function says(env: Record<string, string> = {}): Promise<string> {
  const lines = await examine({ ...given.set.env, HELIX_PYTHON: ".venv/bin/python", ...env }, { call: false });
  return lines.map(printed).join("\n");
}

it("of a set that works nothing is in the way, and each thing that was looked at is named", async () => {
  const said = await says();

  expect(said).not.toContain("✗");
  expect(said).not.toContain("its provider's own address");
  for (const words of [
    "✓ The configuration is complete; Slack's requests come by HTTP",
    "✓ Slack takes the bot's token: @helix in Helix (T0HELIX)",
    `✓ The token has all ${scopes.length} scopes of manifest.json`,
    "✓ This host's clock agrees with Slack's",
    "of Helix's indexes",
    "✓ MongoDB journals what Helix writes",
    "✓ Redis evicts nothing (noeviction)",
    "! Redis forgets what it holds when it stops (AOF is off)",
    "DSPy 3.3",
    "Its packages ",
    "! ticket-router: its checkout /nowhere is not on this host",
    "✓ ticket-router: 2 models, each with its price",
    "✓ ticket-router: Helix is in its channel C0HELIX01",
  ])
    expect(said).toContain(words);
});

describe("what is in the way is said with what to do, and keeps nothing else from being looked at", () => {
  it("an address for a model that only the environment knows", async () => {
    const said = await says({ OPENAI_BASE_URL: "https://gateway.example/v1" });

    expect(said).toMatch(
      /! ticket-router: the model \w+ is asked at its provider's own address, not where OPENAI_BASE_URL says\n {4}→ `api_base: "\$\{OPENAI_BASE_URL\}"` in helix\.yaml/,
    );
  });

  it("tokens, scopes, people and channel", async () => {
    const { slack } = given.set;
    const [people, members] = [
      slack.directory.users,
      slack.directory.channels.find(({ id }) => id === channel)?.members,
    ];
    await slack.setApp({ scopes: [...scopes.slice(1), "users:read"] });
    await slack.setPeople({
      users: people.map((user) => ({ ...user, deleted: user.id === "U0BEN" })),
      channels: [{ id: channel, members: ["U0ANNA"] }],
    });

    const said = await says({ SLACK_APP_TOKEN: "xapp-other" });
    await slack.setPeople({ users: people, channels: [{ id: channel, members: members ?? [] }] });

    expect(said).toContain(
      `✗ The token lacks the scope ${scopes[0]}\n    → bring the app's manifest up to manifest.json`,
    );
    expect(said).toMatch(/✗ ticket-router: Helix is not in its channel C0HELIX01\n {4}→ invite it there/);
    expect(said).toMatch(
      /✗ ticket-router: the approver Ben \(U0BEN\) was removed from the workspace\n {4}→ name somebody/,
    );
    expect(said).toMatch(/✗ SLACK_APP_TOKEN: Slack does not take it \(invalid_auth\).*\n {4}→ make an app-level token/);
  });

  it("a token, a store and an interpreter that are not there", async () => {
    const said = await says({
      SLACK_BOT_TOKEN: "xoxb-other-token",
      REDIS_URL: `redis://:a-password@${dead}`,
      HELIX_PYTHON: "/nowhere/python",
    });

    expect(said).toMatch(/✗ SLACK_BOT_TOKEN: Slack does not take it \(invalid_auth\)/);
    expect(said).toMatch(/✗ REDIS_URL: Redis does not answer as it should \(.*ECONNREFUSED.*\)\n {4}→ start it/);
    expect(said).toMatch(/✗ There is no Python that runs at \/nowhere\/python\n {4}→ run `npm run setup`/);
    expect(said).toContain("✓ MongoDB journals");
    expect(said).toContain("ticket-router: 2 models");
    expect(said).not.toMatch(/a-password|xoxb-other/);
  });

  it("keys and traces of a program", async () => {
    const models = { "config.models.flash.key": "FLASH_KEY", "config.models.flash.api_base": "$" + "{FLASH_AT}/v1" };
    const langfuse = { base_url: `http://${dead}`, public_key: "LF_PUBLIC", secret_key: "LF_SECRET", filter: {} };
    await Programs.updateOne({}, { $set: { ...models, "config.traces": { langfuse } } });

    const said = await says();

    expect(said).toMatch(
      /✗ ticket-router: the model flash needs FLASH_KEY, which is not set\n {4}→ set it in the .env/,
    );
    expect(said).toMatch(/✗ ticket-router: the model flash needs FLASH_AT/);
    expect(said).toMatch(/✗ ticket-router: Langfuse at http:\/\/127.0.0.1:1 does not answer/);
  });

  it.each([
    [new Date(1e12).toUTCString(), 1e12, "✓ This host's clock agrees"],
    [new Date(1e12).toUTCString(), 1e12 + 60_000, "! This host's clock is 60 s ahead of Slack's"],
    [new Date(1e12).toUTCString(), 1e12 - 400_000, "✗ This host's clock is 400 s behind Slack's"],
    [null, 1e12, "! Slack's answer has no date"],
  ])("a clock: Slack says %s", (date, now, words) => {
    expect(printed(clockLine(date, now))).toContain(words);
  });
});

it("as a command it says the same, shows no secret, and exits with 1; so does a start, with everything at once", async () => {
  const env = {
    ...given.set.env,
    MONGODB_URI: `mongodb://me:a-password@${dead}/helix`,
    REDIS_URL: `redis://${dead}`,
    PORT: "x",
  };
  const [doctor, start] = await Promise.all([
    runToEnd({ args: ["src/doctor.ts"], env }),
    runToEnd({ args: ["src/index.ts"], env: { ...env, SLACK_BOT_TOKEN: "xoxb-other-token" } }),
  ]);

  expect(doctor.code).toBe(1);
  expect(doctor.out).toMatch(
    /✗ PORT has to be a number[\s\S]*✓ Slack takes[\s\S]*✗ MONGODB_URI: MongoDB does not answer/,
  );
  expect(doctor.out).toContain("! The programs were not looked at, as MongoDB does not answer");
  expect(start.code).toBe(1);
  for (const words of ["PORT has to be", "MONGODB_URI: MongoDB", "REDIS_URL: Redis", "SLACK_BOT_TOKEN: Slack does not"])
    expect(start.out).toContain(`  - ${words}`);
  expect(`${doctor.out}${start.out}`).not.toMatch(/a-password|xoxb-/);
});
