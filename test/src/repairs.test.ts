import { expect, it } from "vitest";
import { intentToLine } from "../../models/intent/line.ts";
import { readPhrase } from "../../src/phrases.ts";
import { known } from "../words/score.ts";

const linesOf = (says: string) => {
  const heard = readPhrase(says, known, "U0HELIX");
  return { isDone: heard.ok, lines: (heard.ok ? heard.intents : heard.proposes).map(intentToLine) };
};

it.each([
  ["run gepa on parcel-claims with swift, no wait, simba", "--optimizer simba --model swift"],
  ["run gepa on parcel-claims with swift, sorry, grand, because swift is slow", "--optimizer gepa --model grand"],
  [
    "run gepa on parcel-claims with swift for 4 dollars, make that 5 dollars",
    "--optimizer gepa --model swift --budget 5",
  ],
  ["run gepa on parcel-claims, I said swift but meant grand", "--optimizer gepa --model grand"],
  ["swift is too slow, so run gepa on parcel-claims with grand", "--optimizer gepa --model grand"],
  ["run jeppa on partial claims with swift", "--optimizer gepa --model swift"],
])("%s: the run that is meant is proposed and not started", (says, options) => {
  expect(linesOf(says)).toEqual({ isDone: false, lines: [expect.stringMatching(`parcel-claims ${options}$`)] });
});

it.each([
  ["pause r12, sorry, r13", ["/helix pause r13"]],
  ["compare c2 to c3. My mistake: c2 to c5.", ["/helix compare c2 c5"]],
  ["c14 vs c9... typo, c14 vs c8", ["/helix compare c14 c8"]],
])("%s: what is taken back is left out, and nothing else", (says, lines) => {
  expect(linesOf(says)).toEqual({ isDone: false, lines });
});

it("a model that reflects is no setting of the optimizer", () => {
  const { lines } = linesOf("gepa for parcel-claims on swift, reflection_lm=grand");

  expect(lines).toEqual([expect.stringContaining("--reflection grand")]);
});
