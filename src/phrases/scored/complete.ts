import { classesOf } from "./classes.ts";
import type { Label } from "./model.ts";
import type { Kind, Token } from "./tokens.ts";

/** What the command of a label needs, and whether words say it. */

const sides: readonly Kind[] = ["run", "candidate", "deployment", "evaluation"];

/** What acts on something has to name it, or point at it. */
export function lacks(verb: Label, tokens: readonly Token[], isInThread: boolean): boolean {
  if (verb === "why") return count(tokens, "run") === 0 && !isInThread;
  if (steering.has(verb)) return count(tokens, "run") === 0 && !(isInThread && says(tokens, verb));
  if (verb === "eval") return !says(tokens, "evaluate") && !tokens.some(({ says }) => measuring.test(says));
  if (verb === "compare" || verb === "promote") return count(tokens, ...sides) === 0 && !isInThread;
  return verb === "run" && count(tokens, "optimizer") === 0;
}

/** Whether nothing is missing: then even words without a verb are an ask. */
export function isWhole(verb: Label, tokens: readonly Token[]): boolean {
  const needed: Partial<Record<Label, () => boolean>> = {
    cancel: () => count(tokens, "run") > 0,
    pause: () => count(tokens, "run") > 0,
    resume: () => count(tokens, "run") > 0,
    promote: () => count(tokens, ...sides) > 0,
    compare: () => count(tokens, ...sides) > 0 && count(tokens, ...sides, "live") > 1,
    run: () => count(tokens, "optimizer") > 0 && (count(tokens, "program") > 0 || points(tokens)),
    eval: () =>
      tokens.some(({ says }) => classesOf(says).includes("evaluate")) && count(tokens, "program", "candidate") > 0,
    rollback: () => count(tokens, "program") > 0 && count(tokens, "optimizer") === 0,
  };
  return needed[verb]?.() ?? asksFor(tokens);
}

const steering = new Set<Label>(["cancel", "pause", "resume"]);
const measuring = /^(?:how|how's|numbers?|accura\w+|quality|good|measur\w*|performs?|performance|well|holds?)$/;

/** Whether a word of a class is among them. */
const says = (tokens: readonly Token[], name: string): boolean =>
  tokens.some(({ says }) => classesOf(says).includes(name));

const count = (tokens: readonly Token[], ...kinds: readonly Kind[]): number =>
  tokens.filter(({ is }) => kinds.includes(is)).length;

const points = (tokens: readonly Token[]): boolean => tokens.some(({ says }) => /^(?:it|that|this)$/.test(says));

const asksFor = (tokens: readonly Token[]): boolean =>
  tokens.some(({ says }) => says === "?") || asking.test(tokens.find(({ is }) => is !== "mark")?.says ?? "");
const asking =
  /^(?:status|digest|datasets?|traces|programs|runs|lineage|audit|drafts|labels|what|what's|where|how|which|who|show|tell|give|list)$/;
