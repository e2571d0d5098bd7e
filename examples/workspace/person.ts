import type { Target } from "./deliver/actions.ts";
import type { Act } from "./deliver/result.ts";
import type { Suggested } from "./deliver/suggestions.ts";
import type { Fields } from "./fields.ts";
import type { Ephemeral, Message } from "./model.ts";
import type { Workspace } from "./people.ts";
import { Press } from "./press.ts";

/** What the control API shows of a view: the view as Slack sends it, and what was wrong with its last submission. */
export type SeenView = Fields & {
  id: string;
  blocks: Fields[];
  errors: Record<string, string>;
  seq: number;
  cause?: string;
};

/** A person in the workspace. What they do is sent to the app; each returns when the app has acknowledged it. */
export class Person {
  readonly id: string;
  private readonly slack: Workspace;

  constructor(slack: Workspace, id: string) {
    this.slack = slack;
    this.id = id;
  }

  private async does(name: string, args: object): Promise<Press> {
    const act = await this.slack.post<Act>(`acts/${name}`, { user: this.id, ...args });
    return new Press(this.slack, this.id, act);
  }

  /** Types a slash command, such as `/helix status`. */
  command(channel: string, text: string): Promise<Press> {
    return this.does("command", { channel, text });
  }

  /** Says something in a channel, a thread, or with no channel to the app itself. Events are sent without waiting. */
  async says(channel: string | undefined, text: string, { thread }: { thread?: string } = {}): Promise<Message> {
    const said = await this.slack.post<Message | Act>("acts/say", { user: this.id, channel, text, thread });
    if (!("ts" in said)) throw new Error(said.problem);
    return said;
  }

  /** Presses a button, or with `choose`, chooses from a menu, on a message or a view. */
  presses(on: { channel: string; ts: string } | { id: string }, target: Target): Promise<Press> {
    const surface = "ts" in on ? { channel: on.channel, ts: on.ts } : { viewId: on.id };
    return this.does("press", { ...surface, target });
  }

  /** Types into a menu whose options come from the app. Returns what the app offers. */
  async isOffered(
    on: { channel: string; ts: string } | { id: string },
    target: Target,
    typed: string,
  ): Promise<Suggested> {
    const surface = "ts" in on ? { channel: on.channel, ts: on.ts } : { viewId: on.id };
    return this.slack.post<Suggested>("acts/suggest", { user: this.id, ...surface, target, typed });
  }

  /** Chooses a file for a form; its id is what the field is then submitted with. */
  async uploads(name: string, content: string | Uint8Array<ArrayBuffer>): Promise<string> {
    const { id } = await this.slack.upload(this.id, name, content);
    return id;
  }

  /** Fills in the modal on top and submits it; fields by block id, action id or label. */
  submits(values: Fields, { view }: { view?: string } = {}): Promise<Press> {
    return this.does("submit", { viewId: view, values });
  }

  /** Closes the modal on top, or the one named. */
  closes({ view }: { view?: string } = {}): Promise<Press> {
    return this.does("close", { viewId: view });
  }

  /** Chooses a shortcut, global or of a message. */
  chooses(callbackId: string, on?: { channel: string; ts: string }): Promise<Press> {
    return this.does("shortcut", { callbackId, ...(on && { channel: on.channel, ts: on.ts }) });
  }

  /** Opens the app's Home, or its messages. */
  opensHome(tab: "home" | "messages" = "home"): Promise<Press> {
    return this.does("home", { tab });
  }

  /** What only this person was shown, oldest first. */
  ephemerals(): Promise<Ephemeral[]> {
    return this.slack.ephemerals(this.id);
  }

  /** This person's open modals, the top one last. */
  views(): Promise<SeenView[]> {
    return this.slack.get<SeenView[]>("views", { user: this.id });
  }

  /** The modal on top, if any is open. */
  async view(): Promise<SeenView | undefined> {
    return (await this.views()).at(-1);
  }

  /** The app's Home as this person sees it, if it was published. */
  async home(): Promise<SeenView | undefined> {
    return (await this.slack.get<{ home: SeenView | null }>("home", { user: this.id })).home ?? undefined;
  }
}
