import { expect, it } from "vitest";
import { addForm } from "../../blocks/add-form.ts";
import { homePageSize } from "../../blocks/home/paging.ts";
import type { HomeShown } from "../../blocks/home.ts";
import { homeBlocks, homeView } from "../../blocks/home.ts";
import { runForm } from "../../blocks/run-form.ts";
import { aComparison, aConfig, aDraft, aGate, aNeighbour, aRun, aStanding, at, decided } from "../support/cards.ts";
import { slackProblems } from "../support/slack-limits.ts";

const hostile = `<!channel> *\`"&\u202e${"é🐎 ".repeat(3_000)}`;
const of = <T>(list: keyof typeof homePageSize, make: (n: number) => T): { shown: T[]; total: number } => ({
  shown: Array.from({ length: homePageSize[list] }, (_, n) => make(n)),
  total: 99,
});
const link = "https://helix.slack.com/archives/C0HELIX01/p1";

/** Every list full, every text hostile. */
function fullHome(): HomeShown {
  const inputs = { ticket: hostile };
  const neighbours = [
    aNeighbour(inputs, { urgency: hostile }),
    { ...aNeighbour(inputs, inputs), split: "test" as const },
  ];
  const draft = aDraft({ inputs, output: inputs, neighbours });
  const promotion = {
    kind: "promotion" as const,
    candidate: "c7",
    model: hostile,
    result: aComparison("better").result,
    selectedOnTest: true,
    policy: aConfig().policy,
    newerDataset: 4,
  };
  const gate = aGate({ kind: "truth", lastEditor: "U0ANNA", revision: 1 });
  return {
    pages: { waiting: 1, running: 1, programs: 1 },
    waiting: of("waiting", (n) => ({ gate, link, shown: n % 2 ? { kind: "truth", draft } : promotion })),
    others: Array.from({ length: 80 }, () => ({ gate, link })),
    running: of("running", () => ({ run: aRun({ title: hostile }), link, maySteer: true })),
    programs: of("programs", () => aStanding({ drafts: 3 })),
    decisions: Array.from({ length: 5 }, () => ({ gate: aGate(decided("rejected", ["U0BEN"], hostile)), link })),
  };
}

it("a full Home of hostile texts is one that Slack takes, and mentions nobody by accident", () => {
  const view = homeView(homeBlocks(fullHome()), at);

  expect(slackProblems(view)).toEqual([]);
  const markup = JSON.stringify(view).match(/"type":"mrkdwn","text":"(?:[^"\\]|\\.)*"/g) ?? [];
  expect(markup.filter((text) => text.includes("<!channel>"))).toEqual([]);
});

it("forms of a program with many models, and of hostile fields, are ones that Slack takes", () => {
  const config = aConfig();
  const models = Object.fromEntries(Array.from({ length: 120 }, (_, n) => [`m${n}`, config.models.small])) as never;
  const programs = Array.from({ length: 120 }, (_, n) => ({ name: `p${n}`, config: { ...config, models } }));
  const field = { name: "ticket", hint: null, choices: [] };
  const about = { channel: "C1", ts: "1.2", threadTs: null, author: null };
  const given = { programs: programs.map(({ name }) => name), chosen: "p119", inputs: [field], outputs: [field] };

  expect(slackProblems(runForm({ channel: null }, programs, programs[119] as never))).toEqual([]);
  expect(slackProblems(addForm(about, { ...given, filled: { ticket: hostile } }))).toEqual([]);
});
