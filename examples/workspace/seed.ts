import { createChanges } from "./changes.ts";
import { createClock } from "./clock.ts";
import { type Kept, putBack } from "./keep.ts";
import { type Lacks, lacksNothing } from "./lacks.ts";
import type { App, Bot, Channel, State, Team, User, Usergroup } from "./model.ts";
import type { Timing } from "./traffic.ts";

export type WorkspaceOptions = {
  port?: number;
  team?: Team;
  bot?: Bot;
  app?: Partial<App>;
  users?: User[];
  channels?: Channel[];
  usergroups?: Usergroup[];
  timing?: Partial<Timing>;
  /** What it does not have, as an older or another Slack does not; it has everything unless told. */
  lacks?: Partial<Lacks>;
  /** Event subscriptions, as a manifest names them: `app_mention`, `message.channels`, `message.im` … */
  events?: string[];
  /** Whether the app hears of its own messages, as it does in Slack; off unless asked for. */
  echo?: boolean;
  /** What an earlier process left, and the file in which this one goes on keeping it. */
  keep?: { file: string; kept: Kept | undefined };
};

export const defaultBotToken = "xoxb-loopback";
export const defaultAppToken = "xapp-loopback";
export const defaultSigningSecret = "loopback-signing-secret";

const team: Team = { id: "T0HELIX", name: "Helix", domain: "helix" };
const bot: Bot = { userId: "U0HELIX", botId: "B0HELIX", appId: "A0HELIX" };
const people: User[] = [
  { id: "U0ANNA", name: "anna", realName: "Anna", title: "approver" },
  { id: "U0BEN", name: "ben", realName: "Ben", title: "approver" },
  { id: "U0RITA", name: "rita", realName: "Rita", title: "requester" },
  { id: "U0GUEST", name: "guest", realName: "Guest", title: "guest" },
];
const members = ["U0ANNA", "U0BEN", "U0RITA", "U0HELIX"];
const channels: Channel[] = [
  { id: "C0HELIX01", name: "ingredient-analyzer", kind: "channel", members, archived: false },
  { id: "C0OTHER01", name: "other", kind: "channel", members: ["U0ANNA", "U0BEN"], archived: false },
];
const subscribed = [
  "app_mention",
  "message.channels",
  "message.groups",
  "message.im",
  "message.mpim",
  "app_home_opened",
];
const timing: Timing = {
  ackTimeoutMs: 3_000,
  retryDelaysMs: [100, 1_000, 5_000],
  triggerMs: 3_000,
  responseUrlMs: 30 * 60_000,
  fileShareMs: 100,
  streamMs: 5 * 60_000,
};

const unknownApp: App = {
  requestUrl: undefined,
  signingSecret: defaultSigningSecret,
  botToken: defaultBotToken,
  appToken: defaultAppToken,
  commands: [],
  shortcuts: [],
  prompts: [],
  scopes: undefined,
};

const byId = <T extends { id: string }>(items: T[]): Map<string, T> => new Map(items.map((item) => [item.id, item]));

/** A workspace with its people and channels and nothing said yet. */
export function createState(url: string, options: WorkspaceOptions, closing: AbortSignal): State {
  const kept = options.keep?.kept;
  let ids = kept ? kept.lastId + 1 : 0;
  const helix = options.bot ?? bot;
  const itself: User = { id: helix.userId, name: "helix", realName: "Helix", isBot: true };
  const state: State = {
    url,
    team: options.team ?? team,
    teams: [options.team ?? team],
    bot: helix,
    app: { ...unknownApp, ...options.app },
    lacks: { ...lacksNothing, ...options.lacks },
    timing: { ...timing, ...options.timing },
    events: new Set(options.events ?? subscribed),
    echo: options.echo ?? false,
    users: byId([itself, ...(options.users ?? people)]),
    channels: byId(structuredClone(options.channels ?? channels)),
    usergroups: byId(structuredClone(options.usergroups ?? [])),
    messages: new Map(),
    ephemerals: [],
    files: new Map(),
    views: new Map(),
    homes: new Map(),
    assistant: new Map(),
    steps: new Map(),
    triggers: new Map(),
    responseUrls: new Map(),
    calls: [],
    deliveries: [],
    faults: [],
    sockets: [],
    tickets: new Map(),
    clock: createClock(),
    changes: createChanges(kept?.changes),
    read: new Map(),
    id: (prefix) => `${prefix}${(ids++).toString(36).toUpperCase().padStart(6, "0")}`,
    closing,
  };
  if (kept) putBack(state, kept);
  return state;
}
