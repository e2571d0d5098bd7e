const wait = "Messages wait until then";
const reinstall = "install the app again, put its bot token into SLACK_BOT_TOKEN and restart Helix";

/** What each of Slack's refusals of the token means. */
const lost: Record<string, string> = {
  token_revoked: "it was revoked",
  account_inactive: "the app was removed from the workspace, or the workspace itself was deactivated",
  invalid_auth: "it is not, or not any more, a token of this workspace",
  token_expired: "it has expired, and Helix does not rotate tokens: switch token rotation off",
  not_authed: "it is empty",
  user_removed_from_team: "the app's user was removed from the workspace",
  team_access_not_granted: "the app may not act in this workspace of the organisation",
  org_login_required: "the workspace is being moved into an organisation",
  ekm_access_denied: "an administrator suspended the workspace's keys",
};

/** Why Slack refuses a token with this code; null for any other answer. */
export const whyRefused = (code: string): string | null => (Object.hasOwn(lost, code) ? (lost[code] ?? null) : null);

/** The sentence for a refusal of the token at work; null for any other answer. */
export function lostToken(code: string): string | null {
  const why = whyRefused(code);
  return why && `Slack does not take Helix's token any more (${code}): ${why}. Next: ${reinstall}. ${wait}.`;
}

/** Slack told by an event that the app was taken out of the workspace. */
export const uninstalled = (event: string): string =>
  `Helix was taken out of this workspace (${event}). Next: ${reinstall}. ${wait}.`;

/** What is missing, by a key, and the sentence: Slack names the scope that would have been enough. */
export const missingScope = (scope: string, method: string): [key: string, words: string] => [
  `scope ${scope}`,
  `The app lacks the scope ${scope}, which ${method} needs. Next: compare the app's scopes with manifest.json, add it under OAuth & Permissions, and install the app again.`,
];

/** Why no requests come by Socket Mode. */
export const notConnected = (code: string): string =>
  /^(invalid_auth|not_authed|account_inactive|token_revoked|not_allowed_token_type)$/.test(code)
    ? `Slack does not take SLACK_APP_TOKEN (${code}): it has to be an app-level token (xapp-…) of this app with the scope connections:write. Next: make one under Basic Information and restart Helix.`
    : `Socket Mode is not connected (${code}), so nothing that people say or press reaches Helix. Next: nothing, it is tried again; if it lasts, see whether Socket Mode is enabled in the app's settings and this host reaches Slack.`;
