import type { SectionBlock } from "@slack/types";
import { limits } from "../limits.ts";
import { joined, type Words } from "./markup.ts";
import { marked } from "./objects.ts";

/** Lines in as many sections as they need: a section holds 3,000 characters, and no line that fits into one is halved. */
export function wholeLines(lines: Words[]): SectionBlock[] {
  const parts: Words[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    const { length } = joined([line], "").text;
    if (size + 1 + length > limits.sectionText) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)?.push(line);
    size += 1 + length;
  }
  return parts.map((part) => ({
    type: "section",
    text: marked(joined(part, "\n"), limits.sectionText),
    expand: true,
  }));
}
