/** A request to rewrite instructions: what they are now, and what was said about answers given under them. */
export interface Reflection {
  instructions: string;
  examples: readonly { shown: string; feedback: string }[];
}

/** Reads a request that quotes instructions in a fence and then lists examples with feedback; null when it is none. */
export function readReflection(text: string): Reflection | null {
  const [before, current, ...rest] = text.split(/^```[ \t]*$/m);
  if (before === undefined || current === undefined || !/new instruction/i.test(text)) return null;
  return { instructions: current.trim(), examples: readExamples(rest.join("```")) };
}

function readExamples(text: string): { shown: string; feedback: string }[] {
  const blocks = text.split(/^# Example \d+$/m).slice(1);
  return blocks.map((block) => {
    const [shown = "", feedback = ""] = block.split(/^## Feedback$/m);
    return { shown, feedback: (feedback.split(/^(?:#|```)/m)[0] ?? "").trim() };
  });
}
