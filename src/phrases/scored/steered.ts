import { bareId, everyMention, mentions, type Sentence, wordsOf } from "./mentions.ts";
import type { Token } from "./tokens.ts";

/** Which runs are to be stopped, paused or taken up again. */

/** "Pause r12, I can't wait for r13": what a run gives way to is not meant, where another is. */
export function runsMeant(sentences: readonly Sentence[], left = kept): string[] {
  const own = sentences.map(({ tokens, weight }) => ({
    weight,
    tokens: tokens.filter(
      ({ is, says }, n) =>
        is !== "run" ||
        !(
          says.endsWith("'s") ||
          [givingWay, left].some((each) => each.test(wordsOf(tokens.slice(0, n)))) ||
          isReason(tokens, n)
        ),
    ),
  }));
  const meant = everyMention(own, ["run"]);
  const around = saidAround(sentences);
  if (around !== null) return [around];
  return meant.length > 0 ? meant : everyMention(sentences, ["run"]);
}
/** "R20 has cost 5 dollars and r21 only 1, so r20 has to die": what the message begins with and comes back to. */
function saidAround(sentences: readonly Sentence[]): string | null {
  const said = sentences.flatMap(({ tokens }) =>
    tokens.flatMap(({ is, says }) => (is === "run" ? [bareId(says)] : [])),
  );
  const [first] = said;
  return first !== undefined && said.length === 3 && said[2] === first && said[1] !== first ? first : null;
}

/** "Pause r7 so r8 gets the quota" */
const isReason = (tokens: readonly Token[], n: number): boolean =>
  (/\b(?:so|so that|now that|as|while|replacement|successor) $/.test(wordsOf(tokens.slice(0, n))) &&
    /^(?:stays?|gets?|is|has|can|needs?|will|keeps?|continues?|goes|runs|starts?|takes)$/.test(
      tokens[n + 1]?.says ?? "",
    )) ||
  /\b(?:because|since|cause) $/.test(wordsOf(tokens.slice(0, n)));
/** "Keep r40 running but halt r41"; and of what is to go on: "stop r40, r41 may continue". */
const kept = /\b(?:keep|leave|let|(?:don't|not) touch) (?:run )?$/;
export const stopped = /\b(?:stop|halt|cancel|kill|pause|hold) (?:run )?$/;
const givingWay =
  /\b(?:wait(?:ing)? for|room for|before|after|because of|due to|behind|than|unlike|(?:copy|clone|duplicate|version|repeat) of|same (?:as|thing as)|(?:identical|similar) to) $/;

/** "Forget r40", "we don't need r40, cancel it": said against a run, it is what ends it. */
export function givenUp(sentences: readonly Sentence[]): string[] {
  const meant = runsMeant(sentences);
  if (meant.length > 0) return meant;
  const words = sentences.map(({ tokens }) => wordsOf(tokens)).join("");
  if (
    !/^(?:please |ok |just )*(?:forget|drop|skip)\b|\b(?:don't|do not|doesn't|no longer|nobody|no one) (?:really |even |actually )?(?:need|needs|want|wants)\b|\b(?:cancel|kill|stop|end|drop|abort|scrap|bin) (?:it|this|that)\b/.test(
      words,
    )
  )
    return [];
  const run = sentences.flatMap(({ tokens }) => tokens).find(({ is }) => is === "run");
  return run === undefined ? [] : [bareId(run.says)];
}

/** The deployment to go back to: the one behind "back to", else one that is said to have been fine. */
export function wayBack(sentences: readonly Sentence[]): string[] {
  const [meant] = [isTarget, wasFine, isOpen]
    .map((is) => mentions(sentences.map(onlyWhere(is)), "deployment"))
    .filter((each) => each.length > 0);
  return (meant ?? []).slice(0, 1).map(bareId);
}

type Is = (tokens: readonly Token[], n: number) => boolean;
const onlyWhere =
  (is: Is) =>
  ({ tokens, weight }: Sentence): Sentence => ({
    weight,
    tokens: tokens.filter((token, n) => token.is !== "deployment" || is(tokens, n)),
  });

const isTarget: Is = (tokens, n) =>
  /^(?:(?:has|needs|ought) to|must|should|can|may|shall|in|back|again) (?:(?!not\b)\S+ )?/.test(
    wordsOf(tokens.slice(n + 1, n + 3)),
  ) ||
  /\b(?:back|revert|reverted|return|restore|rollback|roll|downgrade) (?:\S+ ){0,3}?to (?:the |deployment )*$/.test(
    wordsOf(tokens.slice(0, n)),
  );
const wasFine: Is = (tokens, n) =>
  /^(?:was|worked|works|did|ran|performed|is|had) (?!(?:\S+ ){0,2}(?:mistake|regression|problem|dud|failure|bad|broken|wrong|error|worse|worst|disaster|buggy|garbage|trash|terrible|awful|failing|premature|mess|poor|faulty|no|not|live|out)\b)/.test(
    wordsOf(tokens.slice(n + 1, n + 6)),
  );
/** "Since d9 it is a mess", "whatever it was before d14", "d15 is broken": what is to be left names no way back. */
const isOpen: Is = (tokens, n) =>
  !/^(?:since|before|from|after|than|off|past|approving|approved|releasing|deploying|regret)$/.test(
    tokens[n - 1]?.says ?? "",
  ) &&
  (wasFine(tokens, n) ||
    !/^(?:is|was|has|had|out|must|should|broke|breaks|fails|failed|keeps)$/.test(tokens[n + 1]?.says ?? ""));
