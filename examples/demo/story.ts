import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { projectRoot } from "../../src/setup/binaries.ts";
import type { Ephemeral, Message } from "../workspace/model.ts";
import type { Person } from "../workspace/person.ts";
import { runToEnd } from "./processes.ts";
import type { DemoSet } from "./set.ts";
import type { Teller } from "./tell.ts";
import { addTraces } from "./traces.ts";

/** A step of the story that did not hold, by name. */
export class StoryFailed extends Error {}

const channel = "C0HELIX01";
const sentence =
  "Run ingredient-analyzer with GEPA on gemini-flash, compare it against what is deployed, and prepare a recommendation if the trade-offs are good.";
/** What is read aloud: without the marks of bold and code. */
const plain = (text: string): string => text.replaceAll(/[*`]/g, "");
const slow = { timeoutMs: 180_000 };

/** One turn of the loop, every step asserted; each figure comes from the run itself. */
export async function playStory(set: DemoSet, teller: Teller): Promise<void> {
  const story = new Story(set, teller);
  await story.step(0, "The program is added", () => story.firstEvaluation());
  await story.step(1, "Traces wait", () => story.digest());
  await story.step(2, "People say what is true", () => story.review());
  await story.step(3, "Dataset v2, and what is deployed is measured on it", () => story.newVersion());
  await story.step(4, "Somebody asks, in one sentence", () => story.ask());
  await story.step(5, "Plan, progress, result", () => story.result());
  await story.step(6, "The requester is refused, an approver approves", () => story.promotion());
  await story.step(7, "Loaded, checked, moved", () => story.deployed());
  await story.step(8, "Production answers with it", () => story.production());
  await story.step(9, "Where it comes from", () => story.lineage());
  await story.step(10, "The audit chain holds", () => story.audit());
}

class Story {
  private readonly set: DemoSet;
  private readonly teller: Teller;
  private readonly anna: Person;
  private readonly ben: Person;
  private readonly rita: Person;
  private callsBefore = 0;
  private asked: Message | undefined;

  constructor(set: DemoSet, teller: Teller) {
    this.set = set;
    this.teller = teller;
    this.anna = set.slack.as("U0ANNA");
    this.ben = set.slack.as("U0BEN");
    this.rita = set.slack.as("U0RITA");
  }

  async step(n: number, title: string, play: () => Promise<void>): Promise<void> {
    this.teller.step(n, title);
    try {
      await play();
    } catch (error) {
      throw new StoryFailed(
        `step ${n} (${title}) did not hold: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  async firstEvaluation(): Promise<void> {
    const message = await this.see(/First evaluation of ingredient-analyzer.*done/s);
    this.show(message);
    this.holds(/Deployed on test of v1 .*: 0\.\d{3}/, message, "what is deployed has a score on the test split");
  }

  async digest(): Promise<void> {
    const added = await addTraces(this.set.langfuse);
    this.does(this.anna, "/helix digest");
    await this.anna.command(channel, "/helix digest");
    const message = await this.see(/Digest of ingredient-analyzer[\s\S]*new traces/);
    this.show(message);
    this.holds(
      new RegExp(`${added} new traces \\(1 exact repetition\\), ${added - 1} new label drafts`),
      message,
      `${added} traces, and the one that repeats is counted once`,
    );
  }

  async review(): Promise<void> {
    this.does(this.anna, "/helix review");
    await this.anna.command(channel, "/helix review");
    const root = await this.see(/3 labels to review in this thread/);
    this.show(root);
    const thread = { channel, thread: root.ts };
    const wine = await this.see(/isinglass/, thread);
    const crumbs = await this.see(/caseinate/, thread);
    const mix = await this.see(/house seasoning/, thread);
    for (const card of [wine, crumbs, mix]) this.show(card, true);
    this.callsBefore = await this.lmCalls();
    await this.approve(crumbs);
    await this.edit(wine);
    await this.reject(mix);
  }

  private async approve(card: Message): Promise<void> {
    this.does(this.ben, "presses Approve on the crumb coating");
    await this.ben.presses(card, { text: "Approve" });
    this.show(await this.changed(card, /Approved by/), true);
  }

  private async edit(card: Message): Promise<void> {
    this.does(this.anna, "presses Edit on the wine, and adds what was missed");
    const form = await (await this.anna.presses(card, { text: "Edit" })).view();
    this.teller.shows(this.set.slack.renderView(form), true);
    const label = [{ name: "isinglass", safety: "DefinitelyUnsafe", preference: "Vegan" }];
    const saved = await this.anna.submits({ flagged_ingredients: JSON.stringify(label) });
    if (saved.errors) throw new Error(JSON.stringify(saved.errors));
    this.show(await this.changed(card, /Approved by/), true);
  }

  private async reject(card: Message): Promise<void> {
    this.does(this.ben, "presses Reject on the party mix: cannot tell");
    await (await this.ben.presses(card, { text: "Reject" })).view();
    await this.ben.submits({ "Why?": "cannot tell", "In your words": "Nobody knows what the house seasoning is." });
    this.show(await this.changed(card, /Rejected by/), true);
  }

  async newVersion(): Promise<void> {
    const message = await this.see(/Dataset v2 of ingredient-analyzer[\s\S]*Deployed on test of v2/);
    this.show(message);
    const text = this.set.slack.render(message);
    const inTest = Number(/(\d+) of them in the test split/.exec(text)?.[1]);
    const said = Number(/(\d+) new LM calls? for (\d+) new answers?/.exec(text)?.[1]);
    const made = (await this.lmCalls()) - this.callsBefore;
    if (!(inTest >= 1 && said === inTest && made === inTest))
      throw new Error(`${inTest} new test examples, ${said} calls said, ${made} calls made`);
    this.teller.holds(
      `${made} LM call(s) for ${inTest} new test example(s): all else was known, and the message says so`,
    );
  }

  async ask(): Promise<void> {
    this.does(this.rita, `@helix ${sentence}`);
    this.asked = await this.rita.says(channel, `@helix ${sentence}`);
    const plan = await this.see(/GEPA for ingredient-analyzer on gemini-flash/, this.thread());
    this.show(plan, true);
    this.holds(/spent .* of at most \$5/, plan, "one message holds the plan and the limit");
  }

  async result(): Promise<void> {
    const comparison = await this.see(/Comparison x\d+/, this.thread(), slow);
    const run = await this.see(/GEPA for ingredient-analyzer on gemini-flash/, this.thread());
    this.show(run, true);
    this.show(comparison, true);
    const edits = run.versions.length;
    this.teller.holds(`the run's one message was edited ${edits - 1} times`);
    this.holds(/Comparison x\d+: better/, comparison, "GEPA's release is better on the test split, with its interval");
    this.holds(/improved, \d+ regressed/, comparison, "changed examples are counted and shown");
  }

  async promotion(): Promise<void> {
    const card = await this.see(/Promote c\d+ of ingredient-analyzer to production\?/, this.thread());
    this.show(card, true);
    this.holds(/policy: at most \d[\d.]*×/, card, "the card prints the policy's ratios");
    this.does(this.rita, "presses Approve");
    const refusal = await (await this.rita.presses(card, { text: "Approve" })).ephemeral();
    this.show(refusal, true);
    this.holds(/someone else has to approve it/, refusal, "the requester is refused, though she is on the list");
    this.does(this.anna, "presses Approve");
    await this.anna.presses(card, { text: "Approve" });
    this.show(await this.changed(card, /d1 is live/), true);
  }

  async deployed(): Promise<void> {
    const message = await this.see(/Deploy ingredient-analyzer[\s\S]*is live/, this.thread(), slow);
    this.show(message, true);
    const lock = await this.lock();
    this.holds(
      new RegExp(lock.digest.slice(0, 12)),
      message,
      `current holds the artifact ${lock.digest.slice(0, 12)} that the message names`,
    );
  }

  async production(): Promise<void> {
    const golden = JSON.parse(
      await readFile(join(this.set.deployDirectory, "ingredient-analyzer/current/golden.json"), "utf8"),
    );
    const [{ inputs, calls }] = golden;
    const python = join(projectRoot, ".venv/bin/python");
    const args = [
      "-m",
      "helix_loader",
      "run",
      "--directory",
      this.set.deployDirectory,
      "--name",
      "ingredient-analyzer",
    ];
    this.teller.does('a fresh process: helix_loader.deployed("ingredient-analyzer", directory=…) answers one input');
    const env = { ...this.set.env, PYTHONPATH: join(projectRoot, "jobs/dspy") };
    const ran = await runToEnd(
      python,
      [...args, "--root", this.set.programRoot, "--input", JSON.stringify(inputs)],
      env,
      this.set.logFile,
    );
    const answered = JSON.parse(ran.out.trim());
    this.teller.shows(
      `input       ${JSON.stringify(inputs)}\nprediction  ${JSON.stringify(answered.prediction)}\nartifact    ${answered.digest}\nprompt      ${answered.prompts?.[0]}`,
    );
    const { digest } = await this.lock();
    const [prompt] = answered.prompts ?? [];
    if (ran.code !== 0 || answered.digest !== digest) throw new Error(`the loader answered ${ran.out.slice(0, 300)}`);
    if (prompt !== calls[0].prompt) throw new Error(`it sent ${prompt}, and ${calls[0].prompt} was evaluated`);
    const sent = await this.requests(prompt);
    if (sent < 2) throw new Error(`the language model saw this prompt ${sent} time(s)`);
    this.teller.holds("it names the digest, and the model was sent byte for byte the prompt that was evaluated");
  }

  async lineage(): Promise<void> {
    this.does(this.ben, "/helix lineage");
    const answer = await (await this.ben.command(channel, "/helix lineage")).ephemeral();
    this.show(answer);
    for (const link of [
      /d1 deployed/,
      /gate g\d+ approved by/,
      /comparison x\d+: better/,
      /evaluation e\d+/,
      /candidate c\d+/,
      /run r\d+, asked for by/,
      /dataset v2/,
      /2 labels reviewed/,
    ])
      this.holds(link, answer, `it names ${String(link).slice(1, -1).replaceAll("\\d+", "…")}`);
  }

  async audit(): Promise<void> {
    this.teller.does("npm run audit -- verify");
    const ran = await runToEnd(
      process.execPath,
      ["--import", "tsx", "src/audit.ts", "verify"],
      { ...this.set.env, HELIX_ANCHOR: join(this.set.env.HELIX_HOME ?? "", "audit.anchor") },
      this.set.logFile,
    );
    this.teller.shows(ran.out.trim());
    if (ran.code !== 0) throw new Error("the chain does not hold");
    this.teller.holds("every decision, import, refusal and pointer move is in the chain");
  }

  private thread(): { channel: string; thread?: string } {
    return { channel, ...(this.asked && { thread: this.asked.ts }) };
  }

  /** Waits for a message that says this, as it stands then. */
  private async see(
    words: RegExp,
    place: { channel: string; thread?: string } = { channel },
    patience = { timeoutMs: 60_000 },
  ): Promise<Message> {
    const failed = async () => {
      const { slack } = this.set;
      const found = await slack.messages(place.channel, place.thread ? { thread: place.thread } : {});
      const bad = found.find((message) => /: failed\./.test(message.text ?? ""));
      if (bad) throw new Error(slack.render(bad));
      return found.find((message) => words.test(plain(slack.render(message))));
    };
    return this.set.slack.waitFor(failed, patience);
  }

  private changed(card: Message, words: RegExp): Promise<Message> {
    const { slack } = this.set;
    const look = async () =>
      (await slack.messages(card.channel)).find(
        ({ ts, ...rest }) => ts === card.ts && words.test(plain(slack.render({ ts, ...rest }))),
      );
    return slack.waitFor(look, slow);
  }

  private show(message: Message | Ephemeral, inThread = false): void {
    this.teller.shows(this.set.slack.render(message), inThread);
  }

  private does(person: Person, words: string): void {
    const name = this.set.slack.directory.users.find(({ id }) => id === person.id)?.realName ?? person.id;
    this.teller.does(words.startsWith("presses") ? `${name} ${words}` : `${name}: ${words}`);
  }

  private holds(words: RegExp, message: Message | Ephemeral, fact: string): void {
    const text = plain(this.set.slack.render(message)).replace(/\s+/g, " ");
    if (!words.test(text)) throw new Error(`${fact}: “${words}” is not in\n${text}`);
    this.teller.holds(fact);
  }

  private async lmCalls(): Promise<number> {
    const stats = await fetch(new URL("/control/stats", this.set.lmControl));
    return ((await stats.json()) as { calls: number }).calls;
  }

  /** How often the language model was sent the messages with this hash. */
  private async requests(prompt: string): Promise<number> {
    const answer = await fetch(new URL("/control/requests", this.set.lmControl));
    return ((await answer.json()) as { prompt: string }[]).filter((seen) => seen.prompt === prompt).length;
  }

  private async lock(): Promise<{ digest: string }> {
    return JSON.parse(
      await readFile(join(this.set.deployDirectory, "ingredient-analyzer/current/helix.lock.json"), "utf8"),
    );
  }
}
