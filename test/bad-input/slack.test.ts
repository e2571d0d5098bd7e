import { beforeAll, describe, expect, it } from "vitest";
import type { Ephemeral, Message } from "../../examples/workspace/model.ts";
import { Outbox } from "../../models/outbox.ts";
import { Runs } from "../../models/run.ts";
import { until } from "../support/helix/until.ts";
import { channel, useHelix } from "../support/helix.ts";

const given = useHelix();
const other = "C0OTHER01";

beforeAll(async () => {
  await given.set.startBot();
});

const read = (said: Ephemeral | Message): string =>
  given.set.slack.render(said).replaceAll(/[*`]/g, "").replaceAll(/\s+/g, " ");

/** What Anna alone sees after typing this. */
async function typed(text: string, where = channel): Promise<string> {
  return read(await (await given.set.slack.as("U0ANNA").command(where, text)).ephemeral());
}

/** What Helix answers to this: to Anna alone, or, where it asks back, as a reply, which waits here for a worker to post it. */
async function said(text: string): Promise<string> {
  const { slack } = given.set;
  const toAnna = (await slack.as("U0ANNA").ephemerals()).length;
  const { ts } = await slack.as("U0ANNA").says(channel, `@helix ${text}`);
  return until("an answer", async () => {
    const alone = (await slack.as("U0ANNA").ephemerals())[toAnna];
    return alone ? read(alone) : (await Outbox.findOne({ threadTs: ts }).lean())?.wanted.text;
  });
}

const runs = () => Runs.countDocuments({});

describe("a command that cannot be carried out is answered to whoever typed it, and starts nothing", () => {
  it.each([
    [
      "an unknown model",
      "run ticket-urgency --optimizer gepa --model gpt-9",
      /no model “gpt-9”; ticket-urgency has careful and quick|no model “gpt-9”; ticket-urgency has quick and careful/,
    ],
    [
      "an unknown optimizer",
      "run ticket-urgency --optimizer zebra",
      /no optimizer “zebra”; there are labeled-few-shot/,
    ],
    [
      "an unknown program",
      "run nothing-here --optimizer gepa",
      /no program “nothing-here”; registered: ticket-urgency/,
    ],
    [
      "an unknown strategy",
      "run ticket-urgency --optimizer gepa --strategy cot",
      /ticket-urgency has no strategy cot\. Leave --strategy out: its helix\.yaml names none\..*\/helix run ticket-urgency --optimizer gepa Copy/,
    ],
    ["an unknown reflection model", "run ticket-urgency --optimizer gepa --reflection gpt-9", /no model “gpt-9”/],
    ["an unknown command", "runn ticket-urgency", /no command “runn”[\s\S]*Did you mean run\?/],
    [
      "a GEPA budget below what it needs",
      "run ticket-urgency --optimizer gepa --set max_metric_calls=5",
      /max_metric_calls of 5 is too small: with \d+ val examples GEPA needs at least \d+/,
    ],
    [
      "an argument the optimizer does not have",
      "run ticket-urgency --optimizer gepa --set breadth=3",
      /GEPA has no argument breadth; it takes .*max_metric_calls/,
    ],
    [
      "an argument of another type",
      "run ticket-urgency --optimizer gepa --set max_metric_calls=many",
      /max_metric_calls of GEPA has to be a whole number.*, not many/,
    ],
    [
      "a budget of nothing",
      "run ticket-urgency --optimizer gepa --budget 0",
      /budget is an amount in US dollars above 0/,
    ],
    [
      "a version that is not there",
      "eval ticket-urgency --version v9",
      /ticket-urgency has no dataset v9\. The newest is v1\./,
    ],
    [
      "a candidate that is not there",
      "eval ticket-urgency --target c99",
      /ticket-urgency has no c99\. Name what is deployed, a candidate such as c3/,
    ],
    ["a deployment that is not there", "eval ticket-urgency --target d99", /ticket-urgency has no d99/],
    ["the lineage of nothing", "lineage ticket-urgency d9", /There is no lineage of d9 to show\./],
    [
      "a budget above the program's",
      "run ticket-urgency --optimizer gepa --budget 500",
      /more than the \$\d+\.\d\d that budget\.run_usd/,
    ],
    [
      "a matrix that is too large",
      "run ticket-urgency --optimizer gepa,baseline,bootstrap-rs --model quick,careful --effort low,medium,high",
      /18 branches; one run has at most 16/,
    ],
    [
      "two temperatures or one",
      "run ticket-urgency --optimizer gepa --temperature 0,2",
      /may be the temperature 0\.2, or the two temperatures 0 and 2/,
    ],
    [
      "a comparison with nothing",
      "compare c99",
      /There is no candidate c99|it is not clear which program|no candidate c99/,
    ],
    ["stopping no run", "cancel", /Which run\? A run has a short id such as r12/],
    ["stopping a run that is not there", "pause r999", /Nothing was paused: r999\. There is no such run/],
    ["versions that are not there", "datasets ticket-urgency v8 v9", /does not have both versions/],
    ["an open quotation mark", 'run "ticket-urgency', /quotation mark is opened and never closed/],
    ["hostile words", "run <!channel> --optimizer gepa", /no program “<!channel>”/],
  ])("%s", async (_what, text, words) => {
    const before = await runs();

    expect(await typed(`/helix ${text}`)).toMatch(words);
    expect(await runs()).toBe(before);
  });
});

describe("the same in plain words", () => {
  it.each([
    ["an unknown model", "run ticket-urgency with GEPA on gpt-9", /no model “gpt-9”/],
    [
      "an unknown optimizer",
      "run ticket-urgency with zebras",
      /could not place “with zebras”, so I did nothing\. Which optimizer\? One of labeled-few-shot/,
    ],
    ["an unknown program", "run nothing-here with GEPA", /no program “nothing-here”/],
    ["a decision", "approve g1", /Decisions are made with the buttons on a card/],
    ["anything else", "make me a sandwich", /not understood/],
  ])("%s", async (_what, text, words) => {
    const before = await runs();

    expect(await said(text)).toMatch(words);
    expect(await runs()).toBe(before);
  });
});

it("a command in a channel Helix is not in starts nothing, and says how to invite it", async () => {
  const before = await runs();

  expect(await typed("/helix eval", other)).toMatch(
    /Nothing was started\. Helix is not in this channel, so nobody would see the result\. Invite it with \/invite @helix/i,
  );
  expect(await runs()).toBe(before);
});

it("a forged request changes nothing", async () => {
  const { slack } = given.set;
  const [before, calls] = [await runs(), (await slack.calls()).length];
  const body = "command=%2Fhelix&text=eval&team_id=T0HELIX&user_id=U0ANNA&channel_id=C0HELIX01&trigger_id=1";
  const answer = await slack.raw({ body, signature: "bad" });

  expect(answer).toMatchObject({ status: 401 });
  expect(await runs()).toBe(before);
  expect(await slack.calls()).toHaveLength(calls);
});
