import type { Form } from "../../models/outbox.ts";

/**
 * `refused`: given up. `unknown`: given up, and it may be there. `locked`: it waits until Helix's access is mended.
 * `plain`: it is there in a simpler form.
 */
export type ProblemKind = "refused" | "unknown" | "locked" | "plain";

/** Why a message is not in Slack as wanted, in words for people; the foreign error is its `cause`. */
export class OutboxProblem extends Error {
  override name = "OutboxProblem";
  readonly kind: ProblemKind;

  constructor(kind: ProblemKind, message: string, options: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

const sentences: Record<string, (channel: string) => string> = {
  not_in_channel: (channel) => `Helix is not a member of channel ${channel}: invite it there with /invite @helix`,
  channel_not_found: (channel) =>
    `Slack shows Helix no channel ${channel}: it was deleted, or it is private and Helix has to be invited`,
  is_archived: (channel) => `Channel ${channel} is archived: unarchive it, or name another channel`,
  thread_not_found: (channel) => `The thread in channel ${channel} that this belongs to is gone`,
  restricted_action: (channel) => `This workspace does not let Helix post in channel ${channel}: ask an admin`,
  messages_tab_disabled: () => "The app's messages tab is switched off: switch it on in the app's settings",
};

/** Slack will not take this message: what has to change. */
export function refusedProblem(code: string, channel: string): string {
  const sentence = sentences[code] ?? sentences[code.replace(/_(thread|read_only|non_threadable).*$/, "")];
  return sentence ? `${sentence(channel)} (Slack: ${code}).` : `Slack refused the message with "${code}".`;
}

/** Slack takes nothing from Helix at the moment. */
export function lockedProblem(code: string, [needed]: readonly string[]): string {
  const sentence =
    code === "missing_scope"
      ? `The app lacks the scope ${needed ?? "for this"}: compare its scopes with manifest.json and install it again`
      : code.startsWith("HTTP")
        ? "What answers at Slack's address is not Slack: check the address and any proxy"
        : "Slack does not accept Helix's token: check it and restart Helix";
  return `${sentence} (Slack: ${code}). Messages wait until then.`;
}

/** The blocks were refused, so plain ones or the text alone were sent. */
export function plainProblem(code: string, details: readonly string[], next: Form): string {
  const why = details.length > 0 ? `: ${details.slice(0, 3).join("; ")}` : "";
  const instead = next === "plain" ? "so plain ones are shown" : "so only the text is shown";
  return `Slack refused the blocks (${code}${why}), ${instead}.`;
}

/** The text alone was refused, too. */
export function unpostableProblem(code: string): string {
  return `Slack refused the blocks and then the text alone, too (${code}).`;
}

/** Nobody can tell whether the message is there, and posting it twice would be worse than asking. */
export function unknownProblem(because: string): string {
  return `Attempted, unknown: Slack did not answer, and ${because}. It was not posted again; look whether it is there.`;
}
