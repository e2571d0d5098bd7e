import type { State } from "./model.ts";
import { createState, type WorkspaceOptions } from "./seed.ts";

/** The teams that have installed the app; the first is the one meant when nobody says which. */
export type Teams = { first: State; all: Map<string, State> };

export function createTeams(first: State): Teams {
  return { first, all: new Map([[first.team.id, first]]) };
}

/** Another team in the same place: people, channels and a bot token of its own, the same app, clock and ids. */
export function addTeam(teams: Teams, options: WorkspaceOptions): State {
  const { first } = teams;
  const app = { ...first.app, botToken: `${first.app.botToken}-${options.team?.id}`, ...options.app };
  const own = createState(first.url, { ...options, app }, first.closing);
  const { clock, id, sockets, tickets, teams: installed } = first;
  const state = Object.assign(own, { clock, id, sockets, tickets, teams: installed });
  installed.push(state.team);
  teams.all.set(state.team.id, state);
  return state;
}

/** The team that a request of a test or the page is about: `?team=`, or the first. Undefined when there is no such team. */
export function teamNamed(teams: Teams, url: URL): State | undefined {
  const wanted = url.searchParams.get("team");
  return wanted === null ? teams.first : teams.all.get(wanted);
}

/** The team whose bot token it is, or one of whose steps has it; an unknown one is the first team's to refuse. */
export function teamOfToken(teams: Teams, token: string | undefined): State {
  const owns = ({ app, steps }: State) =>
    [app.botToken, ...[...steps.values()].map((run) => run.token)].includes(token ?? "");
  return [...teams.all.values()].find(owns) ?? teams.first;
}

/** The team that gave out a `response_url` or took a file. */
export function teamWith(teams: Teams, id: string): State {
  return [...teams.all.values()].find((one) => one.responseUrls.has(id) || one.files.has(id)) ?? teams.first;
}
