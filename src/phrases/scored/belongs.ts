import type { Verb } from "../../../models/intent/words.ts";
import { bareQuestion, greeting, has, joining } from "./joining.ts";
import { wordsOf } from "./mentions.ts";
import type { Label } from "./model.ts";
import type { Token } from "./tokens.ts";

/** The same once more counts where it is about something else. */
export function isAnother(verb: Label, left: readonly Token[], right: readonly Token[]): boolean {
  if (verb === "run") return differs("program", left, right) && has(left, "optimizer") && has(right, "optimizer");
  if (verb === "eval") return differs("program", left, right) && has(left, "model") && has(right, "model");
  if (verb === "compare") return right.filter(({ is }) => sides.has(is) || is === "live").length >= 2;
  return (verb === "runs" || verb === "datasets") && differs("program", left, right);
}
const sides = new Set(["run", "candidate", "deployment", "evaluation"]);
const differs = (kind: string, left: readonly Token[], right: readonly Token[]): boolean => {
  const named = new Set(left.flatMap(({ is, says }) => (is === kind ? [says] : [])));
  return named.size > 0 && right.some(({ is, says }) => is === kind && !named.has(says));
};

const takesBackOrStops = new Set<Label>(["rollback", "cancel", "pause", "resume", "promote"]);
const isAsking = (tokens: readonly Token[]): boolean =>
  tokens.some(({ says }) => says === "?" || bareQuestion.test(says)) ||
  isQuestion(tokens) ||
  /\b(?:like|want|need|love) to (?:know|see|hear|understand)\b/.test(wordsOf(tokens));
const isQuestion = (tokens: readonly Token[]): boolean =>
  /^(?:what|which|who|where|when|why|how|what's|who's|how's|show|tell|give|list|check)$/.test(
    tokens.find(({ is, says }) => is !== "mark" && !joining.test(says) && !greeting.test(says))?.says ?? "",
  );

/** What is said of the result of a run is part of the run. */
export function belongsTo(verb: Label, next: Label, right: readonly Token[], left: readonly Token[]): boolean {
  const its = right.some(({ says }) =>
    /^(?:it|it's|its|them|they|both|this|that|result|results|each|when)$/.test(says),
  );
  const own = right.filter(({ is }) => sides.has(is)).length > (next === "compare" && its ? 1 : 0);
  const parts: Partial<Record<Verb, Label[]>> = {
    run: own ? [] : ["compare", "promote", "eval", "status", "why"],
    eval: own ? [] : ["compare", "promote"],
    compare: own || has(left, "candidate") ? [] : ["run", "promote"],
    why: own && next === "compare" ? [] : ["compare", "status", "datasets"],
    runs: ["programs"],
    rollback: own ? [] : ["why"],
  };
  if (verb === "refuse") return false;
  // "Simba for P, and hold it against production"
  if (verb === "run" && next === "pause" && !has(right, "run") && right.some(({ is }) => is === "live")) return true;
  if (verb === "compare" && next === "promote" && !isAsking(left) && won.test(wordsOf(left))) return true;
  if (next === "help" && /\brecommend/.test(wordsOf(right))) return true;
  if (verb === "help" || next === "help") return !aboutUse.test(wordsOf(verb === "help" ? left : right));
  // "Pause it. I'll continue after lunch": when it goes on is told, and not asked for.
  if (verb === "pause" && next === "resume") return !has(right, "run") && goesOnLater.test(wordsOf(right));
  // "c33 against what's live, how's it looking?", "the lineage of P, dataset and approver included"
  if (verb === "compare" && next === "status")
    return (
      (its || /\b(?:winner|wins|won|better|best)\b/.test(wordsOf(right))) &&
      !has(right, "run") &&
      !has(right, "program")
    );
  if (verb === "lineage" && (next === "datasets" || next === "status" || next === "runs"))
    return !has(right, "program") && !own && !isQuestion(right) && !/\b(?:all|every) .*dataset\b/.test(wordsOf(right));
  if (verb === "status" && next === "eval" && !has(right, "program") && !has(right, "candidate")) return true;
  // "Is it getting any better? c2 against c9 please", "how many versions are there and what came in with each"
  if (verb === "status" && next === "compare") return left.some(({ says }) => /^(?:better|worse|best)$/.test(says));
  // "P in prod is bad. Roll it back": what is only told is the reason.
  if (verb === "status" && (takesBackOrStops.has(next) || next === "run") && !isAsking(left)) return true;
  if (verb === "datasets" && next === "lineage" && !own && !(has(left, "program") && has(right, "live"))) return true;
  const ofThem = /^(?:each|them|they|those|these|ones?)$/;
  if (verb === "datasets" && right.some(({ says }) => ofThem.test(says)) && !has(right, "live")) return true;
  if (
    next === "status" &&
    verb === "run" &&
    !/\b(?:better|beats?|than|against|compar\w*|gain\w*|improv\w*|over|ahead|relative)\b/.test(wordsOf(right))
  )
    return !has(right, "live") && (its || !isAsking(right));
  return parts[verb]?.includes(next) ?? false;
}
const aboutUse = /\b(?:help|how|explain|usage|commands?|manual|syntax|you)\b/;
/** "c3 beats c4, so promote it" */
const won = /\b(?:beats?|better|wins|won|prefer|outperforms?|ahead)\b/;
const goesOnLater =
  /\b(?:i|we|you|it|they) (?:will|can|should|may|could|would)\b|\b(?:i'll|we'll|until|later|tomorrow|after|once|when|as soon as)\b/;
