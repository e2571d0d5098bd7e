import { notYet } from "../parse/not-yet.ts";

/** Sentences that are understood and not followed: what begins like this is answered, never done. */
const refusals: { says: RegExp; planned: string }[] = [
  { says: /^(promote|deploy|ship|release|roll out|publish)\b/i, planned: "promote" },
  { says: /^(roll back|rollback|revert|undo)\b/i, planned: "rollback" },
  { says: /^((show|list|give) )?(me |us )?(the |all )*traces\b/i, planned: "traces" },
  { says: /^(show )?(me )?(the )?audit\b/i, planned: "audit" },
];

const decisions = /^(approve|reject|decide|sign off|merge)\b/i;

/** Why such a sentence is not followed; undefined for any other. */
export function refusalOf(said: string): { problem: string; paste: string | null } | undefined {
  if (decisions.test(said)) {
    return { problem: "Decisions are made with the buttons on a card, by the people its program names.", paste: null };
  }
  const found = refusals.find(({ says }) => says.test(said));
  return found && notYet(found.planned);
}

const negation =
  /\b(?:not|dont|no|nope|never|none|without|except|unless|but|instead|stop|cancel|skip|avoid|neither|nor|hold|wait|ignore|forget|rather)\b|n't\b/i;

/** Whether words that could not be placed may turn the rest into its opposite. */
export function mayNegate(words: string): boolean {
  return negation.test(words);
}

/** Whether words that could not be placed may speak of what a run costs. */
export function mayBeMoney(words: string): boolean {
  return /[$€£¢]|\b(?:dollars?|usd|euros?|cents?|bucks?|budget|cost|costs|spend|money|cheap\w*|thousand|million|per)\b/i.test(
    words,
  );
}
