import { describe, expect, it } from "vitest";
import { hear, markOf } from "./score.ts";

const right = (says: string, means: string, thread?: string) =>
  expect(markOf({ says, means, ...(thread !== undefined && { thread }) })).toBe("right");

describe("several asks in one message", () => {
  it.each([
    ["r41 on hold, r42 may go on", "/helix pause r41 ; /helix resume r42"],
    [
      "three requests: cancel r1, resume r2, and the digest please",
      "/helix cancel r1 ; /helix resume r2 ; /helix digest",
    ],
    [
      "1) cancel r12 2) start gepa on parcel-claims with swift",
      "/helix cancel r12 ; /helix run parcel-claims --optimizer gepa --model swift",
    ],
    [
      "eval parcel-claims on swift, then ingredient-analyzer on mini",
      "/helix eval parcel-claims --model swift ; /helix eval ingredient-analyzer --model mini",
    ],
    ["c7 against c9, and after that c9 against what's live", "/helix compare c7 c9 ; /helix compare c9"],
  ])("are told apart: %s", (says, means) => right(says, means));

  it.each([
    ["could you pause r12? I can't wait for r13 to start", "/helix pause r12"],
    ["c33 vs whatever's in prod, how's it looking?", "/helix compare c33"],
    ["r14 is fine. promote c7", "/helix promote c7"],
  ])("are one where the rest is only told: %s", (says, means) => right(says, means));

  it.each([
    "run gepa on parcel-claims with swift and email me",
    "evaluate parcel-claims on v3 only the soy ones",
    "cancel r12 but keep its candidates",
    "pause r12 and the queue",
    "let r33 finish, it's almost there",
    "run gepa on parcel-claims with swift tonight",
    "can I cancel r12?",
  ])("are not done where one of them is in no line: %s", (says) => expect(hear({ says, means: "" }).ok).toBe(false));

  it.each(["cancel r12 please. is parcel-claims healthy?", "pause r4, then show me the runs"])(
    "are never done by half: %s",
    (says) =>
      expect(hear({ says, means: "" })).toMatchObject({ ok: false, proposes: [expect.anything(), expect.anything()] }),
  );
});

describe("a request wrapped in courtesy", () => {
  it.each([
    [
      "I was wondering if you might find a moment to put ingredient-analyzer through simba on mini",
      "/helix run ingredient-analyzer --optimizer simba --model mini",
    ],
    ["not sure who to ask, but r22 should be cancelled please", "/helix cancel r22"],
    [
      "any chance of parcel-claims going through bootstrap-fewshot tonight?",
      "/helix run parcel-claims --optimizer bootstrap-fewshot",
    ],
    [
      "we are on d9 with parcel-claims and it is bad; d8 was fine, can we go back there?",
      "/helix rollback parcel-claims d8",
    ],
    [
      "we have now the budget for it: parcel-claims with gepa, each on swift and grand",
      "/helix run parcel-claims --optimizer gepa --model swift,grand",
    ],
    [
      "If nobody objects I'd like ingredient-analyzer optimised with gepa on gemini-flash, max 5 dollars",
      "/helix run ingredient-analyzer --optimizer gepa --model gemini-flash --budget 5",
    ],
  ])("is proposed: %s", (says, means) => right(says, means));

  it.each([
    "we decided against cancelling r44",
    "wondering whether to run gepa on parcel-claims or leave it",
    "Lena wanted to pause r12 but changed her mind",
    "once the labels are in I'll ask you for a gepa run on parcel-claims",
  ])("is none where nothing is asked for: %s", (says) => right(says, "refuse"));
});

it.each([
  ["which of my runs went belly up", "/helix runs --by me --status failed"],
  ["did any of mine finish over night?", "/helix runs --by me --status done"],
  ["runs I kicked off myself, the finished ones", "/helix runs --by me --status done"],
])("what a question about runs is narrowed by is heard: %s", (says, means) => right(says, means));
