import { holds, type Mind } from "../food/mind.ts";
import { phrase } from "../food/words.ts";
import type { Reflection } from "../prompt/reflection.ts";
import { addRules, isRule } from "./rules.ts";
import { sentencesOf } from "./sentences.ts";

const heading = "Rules learned from reviewed answers:";
/** Longest rule list, in characters: a longer prompt costs more than it teaches. */
const limit = 3_200;

/** New instructions: the current ones plus the rules that the feedback in this very request states. Fenced. */
export function reflect(request: Reflection, mind: Mind): string {
  const [base = "", list = ""] = request.instructions.split(heading);
  const known = sentencesOf(list);
  const rules = addRules(known, newRules(request, mind));
  const body = rules.length === 0 ? base.trim() : `${base.trim()}\n\n${heading}\n${bulleted(rules)}`;
  return `The feedback states ${rules.length - known.length} new rules.\n\n\`\`\`\n${body}\n\`\`\``;
}

/** Rules in the feedback; none where most of it is about something else than its example, for then it cannot be trusted. */
function newRules({ examples }: Reflection, mind: Mind): string[] {
  const supported = examples.filter(({ shown, feedback }) => isSupported(feedback, shown));
  if (supported.length <= examples.length / 2) return [];
  const read = (sentence: string) => holds(mind, mind.skill.reflect, "reflect", sentence);
  return supported.flatMap(({ feedback }) =>
    sentencesOf(feedback).filter((sentence) => isRule(sentence) && read(sentence)),
  );
}

/** Feedback is about an example when all it quotes stands there. */
function isSupported(feedback: string, shown: string): boolean {
  const quoted = [...feedback.matchAll(/"([^"]+)"/g)].map(([, text = ""]) => phrase(text));
  const words = phrase(shown);
  return quoted.every((text) => words.includes(text));
}

/** One line each, the newest kept when there are too many. */
function bulleted(rules: readonly string[]): string {
  const lines: string[] = [];
  let length = 0;
  for (const rule of [...rules].reverse()) {
    length += rule.length + 3;
    if (length > limit) break;
    lines.unshift(`- ${rule}`);
  }
  return lines.join("\n");
}
