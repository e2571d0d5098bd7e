import { ErrorCode } from "@slack/web-api";

interface Words {
  what: string;
  why: string;
  next: string;
}

const refused = "Slack did not do what Helix asked of it";
const doctor = "tell whoever runs Helix: `npm run doctor` says what to mend";
const tooLate = {
  what: "Nothing was opened",
  why: "Slack opens a form only within three seconds of the click, and they were over",
  next: "press it again",
};
const gone = { what: "Nothing was changed", why: "the message it was about is gone", next: "look for its newest card" };
const noToken = { what: refused, why: "it does not take Helix's token any more", next: doctor };
const notThere = (why: string, next: string): Words => ({ what: "Nothing can be shown there", why, next });
const noMember = notThere("Helix is not in that channel", "invite it with `/invite @helix`, then ask again");
const noPerson = {
  what: refused,
  why: "that person is not, or not any more, in this workspace",
  next: "name somebody else",
};

const words: Record<string, Words> = {
  ...{
    expired_trigger_id: tooLate,
    exchanged_trigger_id: tooLate,
    trigger_expired: tooLate,
    trigger_exchanged: tooLate,
  },
  ...{ not_in_channel: noMember, channel_not_found: noMember },
  is_archived: notThere("that channel is archived", "unarchive it, or ask in another one"),
  ...{ user_not_found: noPerson, user_disabled: noPerson, users_not_found: noPerson },
  ...{ message_not_found: gone, thread_not_found: gone },
  ...{ token_revoked: noToken, account_inactive: noToken, invalid_auth: noToken, token_expired: noToken },
};

interface Thrown {
  code?: string;
  data?: { error?: string; needed?: string };
  retryAfter?: number;
}

/** What Slack's refusal means to the person who asked; null for an error that is not one. */
export function slackTrouble(error: unknown): Words | null {
  const { code, data, retryAfter } = (typeof error === "object" && error !== null ? error : {}) as Thrown;
  switch (code) {
    case ErrorCode.PlatformError:
      return platformTrouble(data?.error ?? "unknown_error", data?.needed);
    case ErrorCode.RateLimitedError:
      return { what: refused, why: "it asks Helix to slow down", next: `try again in ${retryAfter ?? 30} seconds` };
    case ErrorCode.RequestError:
    case ErrorCode.HTTPError:
      return { what: refused, why: "it does not answer", next: "try again in a minute" };
    default:
      return null;
  }
}

function platformTrouble(code: string, needed: string | undefined): Words {
  if (code === "missing_scope")
    return { what: refused, why: `the app lacks the scope ${needed ?? "for it"}`, next: doctor };
  if (Object.hasOwn(words, code)) return words[code] as Words;
  return { what: refused, why: `it said “${code}”`, next: "try again; if it lasts, tell whoever runs Helix" };
}
