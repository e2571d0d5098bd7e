import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Ephemeral, Message } from "../workspace/model.ts";
import type { Person } from "../workspace/person.ts";
import type { DemoSet } from "./set.ts";
import type { Teller } from "./tell.ts";

export const channel = "C0HELIX01";
/** For what compiles, evaluates or loads first. */
export const slow = { timeoutMs: 180_000 };
/** What is read aloud: without the marks of bold and code. */
const plain = (text: string): string => text.replaceAll(/[*`]/g, "");

/** What a real language model found is not worth shipping: that is a result, and the story is over. */
export class StoryEnds extends Error {}

/** Where the story plays: the people, what they see, and what is asserted and told about it. */
export class Stage {
  readonly set: DemoSet;
  readonly teller: Teller;
  readonly anna: Person;
  readonly ben: Person;
  readonly rita: Person;
  callsBefore = 0;
  asked: Message | undefined;

  constructor(set: DemoSet, teller: Teller) {
    this.set = set;
    this.teller = teller;
    this.anna = set.slack.as("U0ANNA");
    this.ben = set.slack.as("U0BEN");
    this.rita = set.slack.as("U0RITA");
  }

  thread(): { channel: string; thread?: string } {
    return { channel, ...(this.asked && { thread: this.asked.ts }) };
  }

  /** Waits for a message that says this, as it stands then. */
  async see(
    words: RegExp,
    place: { channel: string; thread?: string } = { channel },
    patience = { timeoutMs: 60_000 },
  ): Promise<Message> {
    const waiting = this.patient(patience);
    const failed = async () => {
      const { slack } = this.set;
      const found = await slack.messages(place.channel, place.thread ? { thread: place.thread } : {});
      const bad = found.find((message) => /: failed\./.test(message.text ?? ""));
      if (bad) throw new Error(slack.render(bad));
      return found.find((message) => words.test(plain(slack.render(message))));
    };
    return this.set.slack.waitFor(failed, waiting);
  }

  /** A real language model takes its time. */
  private patient({ timeoutMs }: typeof slow): typeof slow {
    return { timeoutMs: this.set.isReal ? timeoutMs * 20 : timeoutMs };
  }

  changed(card: Message, words: RegExp): Promise<Message> {
    const { slack } = this.set;
    const look = async () =>
      (await slack.messages(card.channel)).find(
        ({ ts, ...rest }) => ts === card.ts && words.test(plain(slack.render({ ts, ...rest }))),
      );
    return slack.waitFor(look, this.patient(slow));
  }

  show(message: Message | Ephemeral, inThread = false): void {
    this.teller.shows(this.set.slack.render(message), inThread);
  }

  does(person: Person, words: string): void {
    const name = this.set.slack.directory.users.find(({ id }) => id === person.id)?.realName ?? person.id;
    this.teller.does(words.startsWith("presses") ? `${name} ${words}` : `${name}: ${words}`);
  }

  holds(words: RegExp, message: Message | Ephemeral, fact: string): void {
    const text = plain(this.set.slack.render(message)).replace(/\s+/g, " ");
    if (!words.test(text)) throw new Error(`${fact}: “${words}” is not in\n${text}`);
    this.teller.holds(fact);
  }

  async lmCalls(): Promise<number> {
    const stats = await fetch(new URL("/control/stats", this.set.lmControl));
    return ((await stats.json()) as { calls: number }).calls;
  }

  /** How often the language model was sent the messages with this hash. */
  async requests(prompt: string): Promise<number> {
    const answer = await fetch(new URL("/control/requests", this.set.lmControl));
    return ((await answer.json()) as { prompt: string }[]).filter((seen) => seen.prompt === prompt).length;
  }

  async lock(): Promise<{ digest: string }> {
    return JSON.parse(
      await readFile(join(this.set.deployDirectory, "ingredient-analyzer/current/helix.lock.json"), "utf8"),
    );
  }
}
