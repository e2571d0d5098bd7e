import type { Target } from "./deliver/actions.ts";
import type { RawRequest } from "./deliver/raw.ts";
import type { Act } from "./deliver/result.ts";
import type { FaultWish } from "./faults.ts";
import type { Fields } from "./fields.ts";
import type { App, Bot, Call, Channel, Delivery, Ephemeral, Message, Team, User, Usergroup } from "./model.ts";
import { hasWords, patiently, type Waiting } from "./patience.ts";
import { Press } from "./press.ts";
import { renderMessage, renderThread, renderView } from "./text.ts";

/** What the control API shows of a view: the view as Slack sends it, and what was wrong with its last submission. */
export type SeenView = Fields & {
  id: string;
  blocks: Fields[];
  errors: Record<string, string>;
  seq: number;
  cause?: string;
};
export type Directory = { team: Team; bot: Bot; users: User[]; channels: Channel[]; usergroups: Usergroup[] };
type Place = { channel?: string; thread?: string };

/** A workspace as tests and the demo use it: over HTTP, so that it may run in another process. */
export class Workspace {
  readonly url: string;
  readonly directory: Directory;

  private constructor(url: string, directory: Directory) {
    this.url = url;
    this.directory = directory;
  }

  static async connect(url: string): Promise<Workspace> {
    return new Workspace(url, await fetched<Directory>(`${url}/control/directory`));
  }

  /** Somebody who can act, by user id. */
  as(user: string): Person {
    return new Person(this, user);
  }

  get<T>(path: string, query: Record<string, string | number | undefined> = {}): Promise<T> {
    const given = new URLSearchParams();
    for (const [key, value] of Object.entries(query)) if (value !== undefined) given.set(key, String(value));
    return fetched<T>(`${this.url}/control/${path}?${given}`);
  }

  post<T>(path: string, body: object): Promise<T> {
    return fetched<T>(`${this.url}/control/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  }

  /** Where the app listens, and the secrets it shows. `requestUrl: null` takes the app away. */
  setApp(app: { requestUrl?: string | null; signingSecret?: string; botToken?: string }): Promise<App> {
    return this.post<App>("app", app);
  }

  /** Messages that are still there, oldest first: everywhere, in a channel, or in a thread. */
  messages(channel?: string, { thread }: { thread?: string } = {}): Promise<Message[]> {
    return this.get<Message[]>("messages", { channel, thread });
  }

  ephemerals(user?: string): Promise<Ephemeral[]> {
    return this.get<Ephemeral[]>("ephemerals", { user });
  }

  /** Every Web API and response_url call, in order, with its outcome. */
  calls(method?: string): Promise<Call[]> {
    return this.get<Call[]>("calls", { method });
  }

  /** Every request to the app, in the order in which they ended. */
  deliveries(): Promise<Delivery[]> {
    return this.get<Delivery[]>("deliveries");
  }

  /** Asks for trouble. @throws when there is no such fault */
  async fault(wish: FaultWish): Promise<void> {
    const { problem } = await this.post<{ problem?: string }>("faults", wish);
    if (problem !== undefined) throw new Error(problem);
  }

  async clearFaults(): Promise<void> {
    await this.post("faults/clear", {});
  }

  /** Moves the workspace's clock forward: triggers and response_urls age. */
  async advance(ms: number): Promise<void> {
    await this.post("clock", { ms });
  }

  /** Adds or changes users, channels and user groups, by id. */
  async setPeople(people: {
    users?: User[];
    channels?: (Partial<Channel> & { id: string })[];
    usergroups?: Usergroup[];
  }): Promise<void> {
    Object.assign(this.directory, await this.post<Directory>("people", people));
  }

  /** Sends any body to the app, rightly signed or not. */
  raw(request: RawRequest): Promise<Act & { body: string }> {
    return this.post("raw", request);
  }

  /** Whether the app answers Slack's url_verification. */
  async verifies(): Promise<boolean> {
    return (await this.post<{ ok: boolean }>("verify", {})).ok;
  }

  /** Suggested prompts and statuses of the app's threads. */
  assistant(): Promise<Fields[]> {
    return this.get<Fields[]>("assistant");
  }

  /**
   * Waits until a message or ephemeral says something, or until `probe` finds what it looks for. Woken by every change.
   * @throws after `timeoutMs` (10 s unless told), with what was said last
   */
  waitFor(said: string | RegExp, options?: Place & Waiting): Promise<Message | Ephemeral>;
  waitFor<T>(probe: (slack: Workspace) => Promise<T | undefined | null | false>, options?: Waiting): Promise<T>;
  waitFor<T>(
    wanted: string | RegExp | ((slack: Workspace) => Promise<T | undefined | null | false>),
    options: Place & Waiting = {},
  ): Promise<T | Message | Ephemeral> {
    if (typeof wanted === "function") return patiently(this, () => wanted(this), options, wanted.toString());
    return patiently(this, () => this.said(wanted, options), options, `"${wanted}"`);
  }

  private async said(words: string | RegExp, { channel, thread }: Place): Promise<Message | Ephemeral | undefined> {
    const messages = await this.messages(channel, thread === undefined ? {} : { thread });
    const ephemerals = thread === undefined ? await this.ephemerals() : [];
    const here = ephemerals.filter((one) => channel === undefined || one.channel === channel);
    return [...messages, ...here].find((one) => hasWords(this.render(one), words));
  }

  /** What a person sees. */
  render(message: Message | Ephemeral): string {
    return renderMessage("type" in message ? message : { ...message, user: this.directory.bot.userId }, this.names());
  }

  renderThread(messages: Message[]): string {
    return renderThread(messages, this.names());
  }

  renderView(view: Fields): string {
    return renderView(view, this.names());
  }

  private names(): Record<string, string> {
    const { users, channels, usergroups } = this.directory;
    const named = [
      ...users.map(({ id, realName }) => [id, realName]),
      ...channels.map(({ id, name }) => [id, name]),
      ...usergroups.map(({ id, handle }) => [id, handle]),
    ];
    return Object.fromEntries(named);
  }
}

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

async function fetched<T>(url: string, init?: RequestInit): Promise<T> {
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${init?.method ?? "GET"} ${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}
