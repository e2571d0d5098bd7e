/** Words that make a sentence an instruction or a fact worth keeping, not a report about one answer. */
const general =
  /\b(?:flag|list|do not|don.?t|never|always|should|must|counts? as|comes? from|made from|treat|means|only when)\b/i;
const report = /^(?:missed|false alarm|wrong|score|correct|right|your|you|this|the answer|the assistant|every)\b/i;

/** Whether a sentence states something that holds beyond the answer it comments on. */
export function isRule(sentence: string): boolean {
  return general.test(sentence) && !report.test(sentence) && sentence.length <= 400;
}

/** Puts two rules that differ in one stretch only into one sentence: "flag whey", "flag casein" → "flag whey or casein". Else null. */
export function merge(a: string, b: string): string | null {
  const [left, right] = [a.split(" "), b.split(" ")];
  const start = sharedStart(left, right);
  const end = sharedStart(left.slice(start).reverse(), right.slice(start).reverse());
  const [one, two] = [left.slice(start, left.length - end), right.slice(start, right.length - end)];
  if (one.length === 0 || two.length === 0) return one.length === two.length ? a : null;
  if (start + end < 0.5 * Math.min(left.length, right.length) || one.length + two.length > 40) return null;
  if (/\bnot\b|Unsafe/.test([...one, ...two].join(" "))) return null;
  return [...left.slice(0, start), joined(one, two), ...left.slice(left.length - end)].join(" ");
}

function sharedStart(a: readonly string[], b: readonly string[]): number {
  const differs = a.findIndex((word, i) => word !== b[i]);
  return differs === -1 ? Math.min(a.length, b.length) : Math.min(differs, b.length);
}

/** "a or b" and "c" → "a or b or c"; a comma or full stop stays at the end; what is there already is not repeated. */
function joined(one: readonly string[], two: readonly string[]): string {
  const ending = /[,.]$/.exec(one.at(-1) ?? "")?.[0] ?? "";
  const parts = [one, two].flatMap((each) => each.join(" ").replace(/[,.]$/, "").split(" or "));
  return [...new Set(parts)].join(" or ") + ending;
}

/** Adds rules to a list, merging where two say nearly the same. */
export function addRules(rules: readonly string[], more: readonly string[]): string[] {
  const list = [...rules];
  for (const rule of more) {
    const at = list.findIndex((each) => merge(each, rule) !== null);
    const merged = at === -1 ? null : merge(list[at] ?? "", rule);
    if (merged === null) list.push(rule);
    else list[at] = merged;
  }
  return list;
}
