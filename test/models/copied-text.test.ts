import { expect, it } from "vitest";
import { CopyCheck } from "../../models/copied-text.ts";

const ticket = "My order 4711 came with a broken lid and I want my money back before Friday";

function copied(before: string, after: string, inputs: Record<string, unknown>): string[] {
  const check = new CopyCheck(before, after);
  check.see({ key: "k1", inputs });
  return check.found().map(({ key, words }) => `${key}: ${words}`);
}

it.each<[string, string, string, Record<string, unknown>, string[]]>([
  ["a whole input", "", `Example: ${ticket}!`, { ticket }, [`k1: ${ticket.toLowerCase()}`]],
  [
    "part of an input, in other case and punctuation",
    "",
    "When ORDER 4711 came; with a broken lid, and I want help, say so.",
    { ticket },
    ["k1: order 4711 came with a broken lid and i want"],
  ],
  ["an input deep in a list", "", `Mind: ${ticket}`, { threads: [{ text: ticket }] }, [`k1: ${ticket.toLowerCase()}`]],
  ["a phrase of seven words", "", "came with a broken lid and I", { ticket }, []],
  ["what the old instructions said already", `See: ${ticket}`, `Now see: ${ticket}`, { ticket }, []],
  ["an input that is not quoted", "", "Say how urgent the ticket is, in one word out of three.", { ticket }, []],
])("of train inputs, %s", (_what, before, after, inputs, found) => {
  expect(copied(before, after, inputs)).toEqual(found);
});

it("keeps the three longest copies, each once", () => {
  const texts = [10, 14, 12, 16].map((size) => Array.from({ length: size }, (_, n) => `w${size}x${n}`).join(" "));
  const check = new CopyCheck("", texts.join(". "));

  for (const [n, text] of [...texts, ...texts].entries()) check.see({ key: `k${n}`, inputs: { text } });

  expect(check.found().map(({ key, words }) => [key, words.split(" ").length])).toEqual([
    ["k3", 16],
    ["k1", 14],
    ["k2", 12],
  ]);
});
