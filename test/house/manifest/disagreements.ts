/** What an app listens to, as it was told to Bolt. */
export interface Heard {
  commands: string[];
  shortcuts: { type: "shortcut" | "message_action"; callback_id: string }[];
  events: string[];
}

interface Manifest {
  features: { slash_commands: { command: string }[]; shortcuts: { type: string; callback_id: string }[] };
  settings: { event_subscriptions: { bot_events: string[] } };
}

const kinds = { shortcut: "global", message_action: "message" };

/** Every name that only one of the two has, in words. */
export function disagreements({ features, settings }: Manifest, heard: Heard): string[] {
  // Bolt knows messages as one event; which kinds of conversation are meant stands in the manifest alone.
  const events = settings.event_subscriptions.bot_events.map((event) => event.replace(/^message\..*$/, "message"));
  const shortcuts = features.shortcuts.map(({ type, callback_id: id }) => `${type} ${id}`);
  return [
    ...between(
      "command",
      features.slash_commands.map(({ command }) => command),
      heard.commands,
    ),
    ...between(
      "shortcut",
      shortcuts,
      heard.shortcuts.map(({ type, callback_id: id }) => `${kinds[type]} ${id}`),
    ),
    ...between("event", events, heard.events),
  ];
}

const between = (what: string, wanted: string[], heard: string[]): string[] => [
  ...wanted.filter((name) => !heard.includes(name)).map((name) => `nothing listens to the ${what} ${name}`),
  ...heard.filter((name) => !wanted.includes(name)).map((name) => `the manifest has no ${what} ${name}`),
];
