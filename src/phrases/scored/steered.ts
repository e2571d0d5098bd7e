import { bareId, everyMention, mentions, type Sentence, wordsOf } from "./mentions.ts";
import type { Token } from "./tokens.ts";

/** Which runs are to be stopped, paused or taken up again. */

/** "Pause r12, I can't wait for r13": what a run gives way to is not meant, where another is. */
export function runsMeant(sentences: readonly Sentence[], left = kept): string[] {
  const own = sentences.map(({ tokens, weight }) => ({
    weight,
    tokens: tokens.filter(
      ({ is }, n) =>
        is !== "run" ||
        !([givingWay, left].some((each) => each.test(wordsOf(tokens.slice(0, n)))) || isReason(tokens, n)),
    ),
  }));
  const meant = everyMention(own, ["run"]);
  return meant.length > 0 ? meant : everyMention(sentences, ["run"]);
}
/** "Pause r7 so r8 gets the quota" */
const isReason = (tokens: readonly Token[], n: number): boolean =>
  /\b(?:so|so that|now that|because|since|as|while|replacement|successor) $/.test(wordsOf(tokens.slice(0, n))) &&
  /^(?:stays?|gets?|is|has|can|needs?|will|keeps?|continues?|goes|runs|starts?|takes)$/.test(tokens[n + 1]?.says ?? "");
/** "Keep r40 running but halt r41"; and of what is to go on: "stop r40, r41 may continue". */
const kept = /\b(?:keep|leave|let|(?:don't|not) touch) (?:run )?$/;
export const stopped = /\b(?:stop|halt|cancel|kill|pause|hold) (?:run )?$/;
const givingWay = /\b(?:wait(?:ing)? for|room for|before|after|because of|due to|behind|than|unlike) $/;

/** "Forget r40", "we don't need r40, cancel it": said against a run, it is what ends it. */
export function givenUp(sentences: readonly Sentence[]): string[] {
  const meant = runsMeant(sentences);
  if (meant.length > 0) return meant;
  const words = sentences.map(({ tokens }) => wordsOf(tokens)).join("");
  if (
    !/^(?:please |ok |just )*(?:forget|drop|skip)\b|\b(?:cancel|kill|stop|end|drop|abort|scrap|bin) (?:it|this|that)\b/.test(
      words,
    )
  )
    return [];
  const run = sentences.flatMap(({ tokens }) => tokens).find(({ is }) => is === "run");
  return run === undefined ? [] : [bareId(run.says)];
}

/** The deployment to go back to: "d5 was fine" is meant before any that only is. */
export function wayBack(sentences: readonly Sentence[]): string[] {
  const were = sentences.map(({ tokens, weight }) => ({
    weight,
    tokens: tokens.filter(({ is }, n) => is === "deployment" && tokens[n + 1]?.says === "was"),
  }));
  const [meant] = [were, sentences.map(withoutLeft)]
    .map((each) => mentions(each, "deployment"))
    .filter((each) => each.length > 0);
  return (meant ?? []).slice(0, 1).map(bareId);
}

/** "Since d9 it is a mess", "whatever it was before d14": what is to be left names no way back. */
const withoutLeft = ({ tokens, weight }: Sentence): Sentence => ({
  weight,
  tokens: tokens.filter(({ is }, n) => is !== "deployment" || !leaving.test(tokens[n - 1]?.says ?? "")),
});
const leaving = /^(?:since|before|from|after|than|off|past)$/;
