import { mongo } from "mongoose";
import { exactKey } from "./canonical.ts";

/** MongoDB nests 100 levels; what holds the value takes a few. */
const deepest = 90;
/** MongoDB keeps documents up to 16 MB; examples and answers have to share theirs with more. */
const largest = 4 * 1024 * 1024;

/** Why MongoDB would refuse this value (from a trace, a model, a file), in words; null when it can be stored. */
export function whyUnstorable(value: Record<string, unknown>): string | null {
  if (depthOf(value) > deepest) return `it is nested more than ${deepest} levels deep`;
  try {
    const { length } = mongo.BSON.serialize(value);
    return length > largest ? `it is larger than ${largest / 1024 / 1024} MB` : null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The same for what has an identity: it must come back as it went in, or its hash would not be its own. */
export function whyNotKept(value: Record<string, unknown>): string | null {
  const why = whyUnstorable(value);
  if (why) return why;
  // Mongoose drops such a field in silence.
  if (JSON.stringify(value).includes('"__proto__":')) return "it has a field named __proto__";
  try {
    exactKey(value);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Level by level, so that no depth overflows the stack. */
function depthOf(value: unknown): number {
  let level: unknown[] = [value];
  let depth = 0;
  while (level.length > 0 && depth <= deepest) {
    level = level.flatMap((each) => (typeof each === "object" && each !== null ? Object.values(each) : []));
    depth += 1;
  }
  return depth;
}
