import type { RawRequest } from "./deliver/raw.ts";
import type { Act } from "./deliver/result.ts";
import type { FaultWish } from "./faults.ts";
import { fetched } from "./fetched.ts";
import type { Fields } from "./fields.ts";
import type { Lacks } from "./lacks.ts";
import type { App, Channel, Command, Ephemeral, Message, Shortcut, StepRun, Team, User, Usergroup } from "./model.ts";
import { hasWords, patiently, type Waiting } from "./patience.ts";
import { Person } from "./person.ts";
import { type Directory, Remote } from "./remote.ts";
import type { WorkspaceOptions } from "./seed.ts";
import { renderMessage, renderThread, renderView } from "./text.ts";
import type { Call, Delivery, Timing } from "./traffic.ts";

type AppSettings = {
  requestUrl?: string | null;
  signingSecret?: string;
  botToken?: string;
  appToken?: string;
  commands?: Command[];
  shortcuts?: Shortcut[];
  /** What the token may do; everything unless told. */
  scopes?: string[];
  events?: string[];
  echo?: boolean;
  lacks?: Partial<Lacks>;
  timing?: Partial<Timing>;
};
type Place = { channel?: string; thread?: string };

/** A workspace as tests and the demo use it: over HTTP, so that it may run in another process. */
export class Workspace extends Remote {
  /** @param team which of several; the first unless told */
  static async connect(url: string, team?: string): Promise<Workspace> {
    const which = team === undefined ? "" : `?team=${team}`;
    return new Workspace(url, await fetched<Directory>(`${url}/control/directory${which}`));
  }

  /** Installs the app in another team, with people, channels and a bot token of its own. */
  async addTeam(options: Omit<WorkspaceOptions, "port">): Promise<{ slack: Workspace; botToken: string }> {
    const { team, botToken } = await this.post<{ team: Team; botToken: string }>("teams", options);
    return { slack: await Workspace.connect(this.url, team.id), botToken };
  }

  /** Somebody who can act, by user id. */
  as(user: string): Person {
    return new Person(this, user);
  }

  /** Where the app listens, its secrets, subscriptions, time to answer, and what this Slack lacks. `requestUrl: null` takes it away. */
  setApp(app: AppSettings): Promise<App> {
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

  /** Has every app that is connected over Socket Mode reconnect, as Slack does every few hours. */
  async refreshSockets(): Promise<void> {
    await this.post("sockets/refresh", {});
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

  /** Runs the app's step of a workflow; how it ends is among `steps`. */
  runStep(callbackId: string, inputs: Fields): Promise<StepRun> {
    return this.post<StepRun>("steps", { callbackId, inputs });
  }

  /** Every run of a step so far. */
  steps(): Promise<StepRun[]> {
    return this.get<StepRun[]>("steps");
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
    if ("type" in message) return renderMessage(message, this.names());
    const { userId: user, botId: bot_id } = this.directory.bot;
    return renderMessage({ ...message, user, bot_id, onlyTo: message.user }, this.names());
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
