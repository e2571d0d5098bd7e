import type { WebClient } from "@slack/web-api";
import type { GateKind } from "../models/gate.ts";
import type { Program } from "../models/program.ts";

/** The people a program's list names, user groups resolved now; null when Slack does not say who is in a group. */
export async function approversOf(program: Program, kind: GateKind, client: WebClient): Promise<string[] | null> {
  const listed = program.config.approvers[kind];
  const people = listed.filter((id) => !id.startsWith("S"));
  const groups = listed.filter((id) => id.startsWith("S"));
  try {
    const members = await Promise.all(groups.map((usergroup) => client.usergroups.users.list({ usergroup })));
    return [...new Set([...people, ...members.flatMap(({ users }) => users ?? [])])];
  } catch {
    return null;
  }
}

/** The same, asked at the moment it is needed. */
export const approversBy = (client: WebClient) => (program: Program, kind: GateKind) =>
  approversOf(program, kind, client);
