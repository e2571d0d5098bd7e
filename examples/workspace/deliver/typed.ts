import type { State, User } from "../model.ts";

/** What a person types, as Slack passes it on. */

/** Slack escapes these three in everything people type (docs.slack.dev, "Formatting message text"). */
export function escaped(words: string): string {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** `@anna` becomes a mention when somebody has that name; anything else stays as typed. */
export function withMentions(state: State, words: string, mention: (user: User) => string): string {
  const byName = new Map([...state.users.values()].map((user) => [user.name, user]));
  return words.replace(/(?<![\w.])@([\w-]+)/g, (typed, name: string) => {
    const user = byName.get(name.toLowerCase());
    return user ? mention(user) : typed;
  });
}
