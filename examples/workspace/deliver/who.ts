import type { Channel, State } from "../model.ts";

/** The parts that every payload about a person in a place has. */

export function userPart(state: State, user: string): Record<string, unknown> {
  const name = state.users.get(user)?.name ?? user;
  return { id: user, username: name, name, team_id: state.team.id };
}

export function teamPart(state: State): Record<string, unknown> {
  return { id: state.team.id, domain: state.team.domain };
}

export function channelPart(channel: Channel): Record<string, unknown> {
  return { id: channel.id, name: channel.kind === "im" ? "directmessage" : channel.name };
}

/** Common to block_actions, view_submission, view_closed and shortcuts. `token` is the deprecated one, never checked. */
export function envelope(state: State, user: string): Record<string, unknown> {
  return {
    user: userPart(state, user),
    team: teamPart(state),
    api_app_id: state.bot.appId,
    token: "deprecated",
    is_enterprise_install: false,
    enterprise: null,
  };
}
