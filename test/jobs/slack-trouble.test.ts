import { ErrorCode } from "@slack/web-api";
import { expect, it } from "vitest";
import { inWords } from "../../jobs/trouble.ts";

const platform = (error: string, more: object = {}) => ({
  code: ErrorCode.PlatformError,
  data: { ok: false, error, ...more },
});

it.each([
  ["an expired trigger", platform("expired_trigger_id"), /within three seconds of the click.*press it again/],
  ["a trigger that was used", platform("exchanged_trigger_id"), /press it again/],
  ["a missing scope", platform("missing_scope", { needed: "im:write" }), /lacks the scope im:write.*npm run doctor/],
  ["a revoked token", platform("token_revoked"), /does not take Helix's token any more.*npm run doctor/],
  ["a channel without Helix", platform("not_in_channel"), /not in that channel.*\/invite @helix/],
  ["an archived channel", platform("is_archived"), /archived.*unarchive it/],
  ["somebody who was removed", platform("user_disabled"), /not any more, in this workspace/],
  ["a deleted message", platform("message_not_found"), /is gone.*newest card/],
  ["something new", platform("brand_new"), /it said “brand_new”/],
  ["a rate limit", { code: ErrorCode.RateLimitedError, retryAfter: 7 }, /slow down.*in 7 seconds/],
  ["no answer", { code: ErrorCode.RequestError }, /does not answer.*in a minute/],
])("of %s people are told what, why, and what to do next", (_what, error, words) => {
  const { what, why, next } = inWords(error);

  expect(`${what}: ${why}; ${next}`).toMatch(words);
});
