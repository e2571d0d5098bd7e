import type { Diet } from "./diets.ts";
import { type Evidence, type Given, givenPair, isAbout } from "./evidence.ts";
import { groupOfTerm, opennessOf } from "./groups.ts";
import type { Ingredient } from "./ingredients.ts";
import { excludes, findMeanings, type Meaning } from "./lexicon.ts";
import { holds, type Mind } from "./mind.ts";
import type { Preference } from "./preference.ts";
import type { Safety, Statement } from "./statement.ts";
import { phrase } from "./words.ts";

interface Case {
  mind: Mind;
  evidence: Evidence;
  item: Ingredient;
  preference: Preference;
  given: Given | null;
}

/** The model's verdict on one ingredient for one preference: a safety, or null when it does not flag. */
export function judge(mind: Mind, evidence: Evidence, item: Ingredient, preference: Preference): Safety | null {
  const given = givenPair(evidence, item, preference);
  const doubt = { mind, evidence, item, preference, given };
  if (!isSeen(doubt) || !isFlagged(doubt)) return null;
  return safetyOf(doubt);
}

/** Attention: anything can be overlooked, more easily in a long or contradictory prompt. */
function isSeen({ mind, evidence, item, preference }: Case): boolean {
  const confused = evidence.lessons.filter((lesson) => lesson.confused).length / Math.max(1, evidence.lessons.length);
  const slip = (evidence.long ? mind.skill.slipLong : mind.skill.slip) + 0.1 * confused;
  return !holds(mind, slip, "slip", item.name, preference.text);
}

function isFlagged(doubt: Case): boolean {
  const { mind, item, preference, given } = doubt;
  const believed = believes(doubt);
  if (given === null) return believed;
  const trusts = holds(mind, mind.skill.pairGiven, "given", phrase(item.name), preference.phrase);
  return trusts ? given.flag : believed;
}

/** What the model would say by itself, with the groups that the prompt names or shows in mind. */
function believes(doubt: Case): boolean {
  const { item, preference } = doubt;
  const meanings = findMeanings(item.name).map((found) => [found.phrase, found.value] as const);
  if (preference.diets.some((diet) => meanings.some(([term, meaning]) => suspects(doubt, term, meaning, diet))))
    return true;
  return preference.avoids.some((avoided) => phrase(item.name).includes(` ${avoided} `));
}

function suspects(doubt: Case, term: string, meaning: Meaning, diet: Diet): boolean {
  if (meaning.kind === "term") return knows(doubt, term, meaning.group, diet);
  const { mistakenFor, is } = meaning.lookAlike;
  if (is.some((group) => excludes(diet, group) !== undefined))
    return is.some((group) => knows(doubt, term, group, diet));
  return (
    mistakenFor.some((group) => excludes(diet, group)) &&
    holds(doubt.mind, doubt.mind.skill.alarm, "alarm", term, diet.id)
  );
}

function knows(doubt: Case, term: string, group: string, diet: Diet): boolean {
  if (excludes(diet, group) === undefined) return false;
  const { mind, evidence, item } = doubt;
  if (item.trace && !heedsTraces(doubt)) return false;
  const care = (evidence.alert ? 0.12 : 0) + (evidence.reasons ? 0.05 : 0);
  const p = opennessOf.get(group) === "plain" ? mind.skill.plain : hiddenOdds(doubt, group, diet) + care;
  return holds(mind, p * trustIn(doubt, group), "knows", term, diet.id);
}

/** Being told to leave one member of a group makes the model doubt the others: half as sure with every one. */
function trustIn({ evidence, preference }: Case, group: string): number {
  const against = evidence.statements.filter((each) => each.negative && isAbout(each, preference));
  const spared = against.flatMap((each) => [...each.terms]).filter((term) => groupOfTerm.get(term) === group);
  return 0.5 ** spared.length;
}

function hiddenOdds({ mind, evidence, preference }: Case, group: string, diet: Diet): number {
  const { skill } = mind;
  const naming = evidence.statements.filter((each) => each.groups.has(group) && !each.negative);
  const odds = [skill.hidden];
  if (naming.some((each) => isAbout(each, preference))) odds.push(skill.groupNamed);
  if (naming.length > 0) odds.push(skill.groupNamedElsewhere);
  if (evidence.lessons.some((lesson) => lesson.groups.has(`${group}|${diet.id}`))) odds.push(skill.groupShown);
  if (evidence.lessons.some((lesson) => lesson.diets.has(diet.id))) odds.push(skill.dietShown);
  return Math.max(...odds);
}

function heedsTraces(doubt: Case): boolean {
  const { skill } = doubt.mind;
  const p = { unaided: skill.traces, told: skill.tracesTold, shown: skill.tracesShown }[hintOfTraces(doubt.evidence)];
  return holds(doubt.mind, p, "trace", doubt.item.name, doubt.preference.phrase);
}

function safetyOf(doubt: Case): Safety {
  const { mind, item, preference, given } = doubt;
  if (!item.trace && given?.safety) return given.safety;
  if (!item.trace && !isUnclear(doubt)) return "DefinitelyUnsafe";
  const { maybe, maybeTold, maybeShown } = mind.skill;
  const p = { unaided: maybe, told: maybeTold, shown: maybeShown }[hintOfDoubt(doubt)];
  return holds(mind, p, "maybe", phrase(item.name), preference.phrase) ? "MaybeUnsafe" : "DefinitelyUnsafe";
}

function groupsOf(item: Ingredient): string[] {
  return findMeanings(item.name).flatMap(({ value }) =>
    value.kind === "term" ? [value.group] : [...value.lookAlike.is],
  );
}

function isUnclear({ item, preference }: Case): boolean {
  return preference.diets.some((diet) => groupsOf(item).some((group) => excludes(diet, group) === "maybe"));
}

/** Where the prompt helps: its instructions tell, or a demo shows. */
type Hint = "unaided" | "told" | "shown";

function hintOfTraces({ statements, lessons }: Evidence): Hint {
  if (statements.some((each) => each.aboutTraces && !each.negative)) return "told";
  return lessons.some((each) => each.traces) ? "shown" : "unaided";
}

function hintOfDoubt({ evidence, item }: Case): Hint {
  if (item.trace) return hintOfTraces(evidence);
  const groups = groupsOf(item);
  const says = (each: Statement) => each.safety === "MaybeUnsafe" && groups.some((group) => each.groups.has(group));
  if (evidence.statements.some(says)) return "told";
  return evidence.lessons.some((each) => groups.some((group) => each.maybeGroups.has(group))) ? "shown" : "unaided";
}
