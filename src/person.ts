import type { Person } from "../models/may-decide.ts";

/** Who acted, by Slack's signed payload: always text, whatever was signed. */
export const personOf = ({ user, team }: { user: { id: string }; team: { id: string } | null }): Person => ({
  user: String(user.id),
  team: String(team?.id ?? ""),
});
