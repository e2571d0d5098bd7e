import type { Changes } from "./changes.ts";
import type { Clock } from "./clock.ts";
import type { Fields } from "./fields.ts";
import type { Lacks } from "./lacks.ts";
import type { AppSocket } from "./socket/mode.ts";
import type { Call, Delivery, Fault, ResponseUrl, Timing, Trigger } from "./traffic.ts";

/** What the workspace keeps. Names on records that Slack also sends are Slack's own (`thread_ts`, `block_id`). */

export type User = {
  id: string;
  name: string;
  realName: string;
  isBot?: boolean | undefined;
  /** What they do here, in a word; shown beside the name. */
  title?: string | undefined;
  /** Removed from the workspace: sees and does nothing any more. */
  deleted?: boolean | undefined;
};
export type ChannelKind = "channel" | "group" | "im" | "mpim";
export type Channel = { id: string; name: string; kind: ChannelKind; members: string[]; archived: boolean };
export type Usergroup = { id: string; handle: string; users: string[] };
export type Team = { id: string; name: string; domain: string };
export type Bot = { userId: string; botId: string; appId: string };

/** A slash command and a shortcut as a manifest declares them. */
export type Command = { command: string; description: string; usage_hint: string };
export type Shortcut = { type: "global" | "message"; name: string; callback_id: string; description: string };

/** How the workspace reaches the app, what the app must show to be let in, and what people are offered of it. */
export type App = {
  requestUrl: string | undefined;
  signingSecret: string;
  botToken: string;
  /** For Socket Mode. */
  appToken: string;
  commands: Command[];
  shortcuts: Shortcut[];
  /** What one could say to it, as its manifest suggests. */
  prompts: Fields[];
  /** What the token may do; undefined: everything. */
  scopes: string[] | undefined;
};

/** `at` in milliseconds since 1970. The first version is the message as posted. */
export type Version = { at: number; text: string; blocks: Fields[]; metadata: Fields | undefined };

/** For each block id, for each action id, what stands in that element. */
export type StateValues = Record<string, Record<string, Fields>>;

export type Message = {
  type: "message";
  channel: string;
  ts: string;
  thread_ts?: string | undefined;
  user: string;
  bot_id?: string | undefined;
  app_id?: string | undefined;
  text: string;
  blocks: Fields[];
  attachments?: unknown[] | undefined;
  files?: Fields[] | undefined;
  metadata?: Fields | undefined;
  edited?: { user: string; ts: string } | undefined;
  broadcast?: boolean | undefined;
  /** It still grows, or did until its reader stopped it or its time was over. */
  stream?: { startedAt: number; stoppedBy: string | undefined } | undefined;
  versions: Version[];
  deleted_at?: number | undefined;
  /** Per user, what they chose in the message's selects and checkboxes. */
  chosen: Record<string, StateValues>;
  seq: number;
  cause?: string | undefined;
};

/** A message that one person sees, and nobody after them. */
export type Ephemeral = {
  ts: string;
  channel: string;
  thread_ts?: string | undefined;
  user: string;
  text: string;
  blocks: Fields[];
  versions: Version[];
  deleted_at?: number | undefined;
  chosen: Record<string, StateValues>;
  seq: number;
  /** The delivery whose ack, trigger or response_url brought it. */
  cause?: string | undefined;
};

export type View = {
  id: string;
  user: string;
  type: "modal" | "home";
  definition: Fields;
  hash: string;
  root: string;
  previous: string | null;
  values: StateValues;
  /** What the app said was wrong with the last submission, by block id. */
  errors: Record<string, string>;
  open: boolean;
  seq: number;
  cause?: string | undefined;
};

export type SharedFile = {
  id: string;
  name: string;
  title: string;
  alt: string | undefined;
  length: number;
  bytes: Buffer | undefined;
  /** Who put it into a form; the app's own files have nobody. */
  user?: string;
  shares: { channel: string; ts: string }[];
};

export type AssistantThread = {
  channel: string;
  thread_ts: string | undefined;
  status: string;
  /** When the app last said so. */
  statusAt: number;
  loading: string[];
  title: string | undefined;
  prompts: Fields[];
};

/** A run of the app's step in a workflow. */
export type StepRun = {
  id: string;
  callbackId: string;
  inputs: Fields;
  /** Good for this run's calls until it has ended. */
  token: string;
  status: "running" | "completed" | "failed";
  outputs: Fields | undefined;
  error: string | undefined;
};

export type State = {
  url: string;
  team: Team;
  /** Every team that has installed the app, this one among them. */
  teams: Team[];
  bot: Bot;
  app: App;
  lacks: Lacks;
  timing: Timing;
  events: Set<string>;
  /** Whether the app hears of its own messages, as it does in Slack. */
  echo: boolean;
  users: Map<string, User>;
  channels: Map<string, Channel>;
  usergroups: Map<string, Usergroup>;
  messages: Map<string, Message[]>;
  ephemerals: Ephemeral[];
  files: Map<string, SharedFile>;
  views: Map<string, View>;
  homes: Map<string, View>;
  assistant: Map<string, AssistantThread>;
  steps: Map<string, StepRun>;
  triggers: Map<string, Trigger>;
  responseUrls: Map<string, ResponseUrl>;
  calls: Call[];
  deliveries: Delivery[];
  faults: Fault[];
  /** Connected apps, in the order in which they get what happens next. */
  sockets: AppSocket[];
  /** When each unused ticket for a connection was issued. */
  tickets: Map<string, number>;
  clock: Clock;
  changes: Changes;
  /** Up to which `ts` somebody has read a channel, by `user:channel`. */
  read: Map<string, string>;
  /** A new id with this prefix, never the same twice. */
  id(prefix: string): string;
  /** Aborted when the workspace closes, so that nothing keeps waiting. */
  closing: AbortSignal;
};
