import type { Message } from "../../examples/simulated-lm/prompt/message.ts";

const item = {
  type: "object",
  properties: {
    name: { type: "string" },
    safety: { type: "string", enum: ["DefinitelyUnsafe", "MaybeUnsafe"] },
    preference: { type: "string" },
  },
  required: ["name", "safety", "preference"],
};

export interface Product {
  preferences: readonly string[];
  ingredients: string;
}

export interface Flag {
  name: string;
  safety: string;
  preference: string;
}

/** A prompt for the ingredient task as DSPy's ChatAdapter lays it out. */
export function foodPrompt(
  product: Product,
  instructions = "Flag the ingredients.",
  demos: [Product, Flag[]][] = [],
): Message[] {
  const schema = JSON.stringify({ type: "array", items: item });
  const system = systemOf(
    ["1. `dietary_preferences` (list[str]):", "2. `product_info` (ProductInfo):"],
    ["1. `flagged_ingredients` (list[FlaggedIngredient]):"],
    `{flagged_ingredients}        # note: the value you produce must adhere to the JSON schema: ${schema}`,
    instructions,
  );
  const turns = demos.flatMap(([shown, flags]) => [
    { role: "user", content: inputsOf(shown) },
    {
      role: "assistant",
      content: `[[ ## flagged_ingredients ## ]]\n${JSON.stringify(flags)}\n\n[[ ## completed ## ]]\n`,
    },
  ]);
  const asked = `${inputsOf(product)}\n\nRespond with the corresponding output fields.`;
  return [{ role: "system", content: system }, ...turns, { role: "user", content: asked }];
}

/** A prompt for a task about letters, of which the model knows nothing. */
export function letterPrompt(letter: string, demos: [string, { urgency: string; tags: string[] }][] = []): Message[] {
  const tags = JSON.stringify({ type: "array", items: { type: "string" } });
  const system = systemOf(
    ["1. `letter` (str):"],
    ["1. `urgency` (Literal['alpha', 'omega']):", "2. `tags` (list[str]):"],
    `{urgency}        # note: the value you produce must exactly match (no extra characters) one of: alpha; omega\n{tags}        # note: the value you produce must adhere to the JSON schema: ${tags}`,
    "Sort the letter.",
  );
  const turns = demos.flatMap(([text, answer]) => [
    { role: "user", content: `[[ ## letter ## ]]\n${text}` },
    {
      role: "assistant",
      content: `[[ ## urgency ## ]]\n${answer.urgency}\n\n[[ ## tags ## ]]\n${JSON.stringify(answer.tags)}\n\n[[ ## completed ## ]]`,
    },
  ]);
  return [{ role: "system", content: system }, ...turns, { role: "user", content: `[[ ## letter ## ]]\n${letter}` }];
}

/** A request to rewrite instructions, as GEPA words it in outline. */
export function reflectionPrompt(instructions: string, examples: { inputs: string; feedback: string }[]): Message[] {
  const blocks = examples.map(
    ({ inputs, feedback }, i) => `# Example ${i + 1}\n## Inputs\n${inputs}\n\n## Feedback\n${feedback}\n`,
  );
  const parts = ["These are the instructions:", "```", instructions, "```", "Examples:", "```", ...blocks, "```"];
  return [{ role: "user", content: [...parts, "Write a new instruction."].join("\n") }];
}

/** The flags in an answer of the chat layout. */
export function flagsIn(answer: string): Flag[] {
  const text = /\[\[ ## flagged_ingredients ## \]\]\n(.*)/.exec(answer)?.[1] ?? "";
  return JSON.parse(text) as Flag[];
}

function systemOf(inputs: string[], outputs: string[], layout: string, instructions: string): string {
  const lists = ["Your input fields are:", ...inputs, "Your output fields are:", ...outputs];
  const intro = "All interactions will be structured in the following way.";
  return [
    ...lists,
    intro,
    "",
    layout,
    "",
    "In adhering to this structure, your objective is: ",
    `        ${instructions}`,
  ].join("\n");
}

function inputsOf({ preferences, ingredients }: Product): string {
  const product = JSON.stringify({ name: "Test", brand: null, ingredients });
  return `[[ ## dietary_preferences ## ]]\n${JSON.stringify(preferences)}\n\n[[ ## product_info ## ]]\n${product}`;
}
