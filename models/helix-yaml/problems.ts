import type { z } from "zod";
import { didYouMean } from "../did-you-mean.ts";
import { found } from "./found.ts";
import type { Path, Place } from "./place.ts";

/** One mistake: where it stands, and the sentence about it. */
export type Problem = { path: Path; says: string };

/** A schema's issue in sentences: key, what was found, what is expected. */
export function problemsOf(issue: z.core.$ZodIssue, place: Place): Problem[] {
  if (issue.code === "unrecognized_keys") return unknownKeysOf(issue);
  const key = code(issue.path);
  const value = place.value(issue.path);
  if (value === undefined && key) {
    return [{ path: issue.path.slice(0, -1), says: `${key} is missing; expected ${issue.message}` }];
  }
  const what = foundBy(issue) ?? found(value, String(issue.path.findLast((part) => typeof part === "string") ?? ""));
  return [{ path: issue.path, says: `${key && `${key}: `}found ${what}, expected ${issue.message}` }];
}

function unknownKeysOf({ path, keys, message }: z.core.$ZodIssueUnrecognizedKeys): Problem[] {
  const above = path.length > 0 ? `${code(path)}: ` : "";
  return message.split("\n").map((line, index) => ({ path: [...path, keys[index] ?? ""], says: above + line }));
}

/** What a check of more than one value found; see `checked`. */
function foundBy(issue: z.core.$ZodIssue): string | null {
  const what = issue.code === "custom" ? issue.params?.found : null;
  return typeof what === "string" ? what : null;
}

/** Mistakes between keys, and in names, told even where other keys are wrong. */
export function problemsBetweenKeys(place: Place): Problem[] {
  return [...badNames(place), ...unknownModels(place), ...unreachableQuorum(place)];
}

function badNames(place: Place): Problem[] {
  return ["strategies", "models"].flatMap((group) => {
    const names = Object.keys(mappingAt(place, [group])).filter((name) => !/^[A-Za-z0-9][\w.-]*$/.test(name));
    return names.map((name) => ({
      path: [group, name],
      says: `${code([group])}: found the name ${found(name, group)}, expected letters, digits, dots and dashes`,
    }));
  });
}

function unknownModels(place: Place): Problem[] {
  const known = Object.keys(mappingAt(place, ["models"]));
  return ["task", "reflection", "draft"].flatMap((role) => {
    const path = ["roles", role];
    const name = place.value(path);
    if (typeof name !== "string" || known.length === 0 || known.includes(name)) return [];
    const says = `${code(path)}: found ${found(name, role)}, expected a model of this file; ${didYouMean(name, known)}`;
    return [{ path, says }];
  });
}

/** A user group may hold any number of people, so only lists of people can be too short. */
function unreachableQuorum(place: Place): Problem[] {
  const path = ["policy", "promotion.quorum"];
  const [quorum, ids] = [place.value(path), place.value(["approvers", "promotion"])];
  if (
    typeof quorum !== "number" ||
    !Array.isArray(ids) ||
    ids.length === 0 ||
    ids.some((id) => String(id).startsWith("S"))
  )
    return [];
  const people = new Set(ids).size;
  if (quorum <= people) return [];
  return [
    { path, says: `\`policy.promotion.quorum\`: found ${quorum}, expected at most ${people}, as many as may approve` },
  ];
}

function mappingAt(place: Place, path: Path): Record<string, unknown> {
  const value = place.value(path);
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function code(path: Path): string {
  return path.length > 0 ? `\`${path.join(".")}\`` : "";
}
