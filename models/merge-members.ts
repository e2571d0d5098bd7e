import type { Member } from "./dataset.ts";

export interface Merged {
  /** In the parent's order, the new ones after them. */
  members: Member[];
  added: string[];
  relabelled: string[];
  /** Known with another label, which stays. */
  kept: string[];
  /** Known just so. */
  unchanged: string[];
}

/**
 * A parent version's members and what an import or a batch of reviewed labels brings. A known example keeps its split, and
 * its label too unless `replace`.
 */
export function mergeMembers(parent: readonly Member[], coming: Iterable<Member>, replace: boolean): Merged {
  const members = new Map(parent.map((member) => [member.key, member]));
  const merged: Omit<Merged, "members"> = { added: [], relabelled: [], kept: [], unchanged: [] };
  for (const member of coming) {
    const known = members.get(member.key);
    const fate = fateOf(known, member, replace);
    merged[fate].push(member.key);
    if (fate === "added") members.set(member.key, member);
    if (fate === "relabelled" && known) members.set(member.key, { ...known, label: member.label });
  }
  return { members: [...members.values()], ...merged };
}

function fateOf(known: Member | undefined, { label }: Member, replace: boolean) {
  if (!known) return "added";
  if (known.label === label) return "unchanged";
  return replace ? "relabelled" : "kept";
}
