/** What production was asked and answered, invented for the demo; the last repeats the first. */
const eatenToday = [
  {
    inputs: {
      dietary_preferences: ["Vegan"],
      product_info: {
        name: "Cellar Red",
        brand: "Hill & Vine",
        ingredients: "red grapes, isinglass, potassium metabisulphite",
      },
    },
    outputs: { flagged_ingredients: [] },
  },
  {
    inputs: {
      dietary_preferences: ["No dairy", "Gluten-free"],
      product_info: {
        name: "Crisp Crumb Coating",
        brand: "Larder & Co",
        ingredients: "rice flour, sodium caseinate, barley malt, paprika",
      },
    },
    outputs: { flagged_ingredients: [{ name: "barley malt", safety: "DefinitelyUnsafe", preference: "Gluten-free" }] },
  },
  {
    inputs: {
      dietary_preferences: ["No nuts"],
      product_info: { name: "Party Mix", brand: null, ingredients: "pretzels, house seasoning, oil" },
    },
    outputs: { flagged_ingredients: [] },
  },
];

const answered = [...eatenToday, ...eatenToday.slice(0, 1)];

/** What comes in after the story, for people to review themselves. */
const eatenLater = [
  {
    inputs: {
      dietary_preferences: ["Vegetarian"],
      product_info: {
        name: "Berry Gums",
        brand: "Sweet Lane",
        ingredients: "glucose syrup, gelatine, carmine, citric acid",
      },
    },
    outputs: { flagged_ingredients: [{ name: "gelatine", safety: "DefinitelyUnsafe", preference: "Vegetarian" }] },
  },
  {
    inputs: {
      dietary_preferences: ["No dairy"],
      product_info: { name: "Salt Crisps", brand: null, ingredients: "potatoes, oil, whey powder, salt" },
    },
    outputs: { flagged_ingredients: [] },
  },
  {
    inputs: {
      dietary_preferences: ["Vegan", "Gluten-free"],
      product_info: { name: "Amber Ale", brand: "North Quay", ingredients: "water, barley malt, hops, yeast, finings" },
    },
    outputs: { flagged_ingredients: [{ name: "barley malt", safety: "DefinitelyUnsafe", preference: "Gluten-free" }] },
  },
];

const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

/** Puts the story's traces into the trace server. */
export const addTraces = (langfuse: string): Promise<number> => add(langfuse, answered, 60);

/** Puts those for after the story into it. */
export const addLaterTraces = (langfuse: string): Promise<number> => add(langfuse, eatenLater, 5);

async function add(langfuse: string, calls: typeof eatenToday, minutes: number): Promise<number> {
  for (const [index, call] of calls.entries()) {
    const response = await fetch(`${langfuse}/control/traces`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ inputs: call.inputs, outputs: call.outputs, startedAt: minutesAgo(minutes - index) }),
    });
    if (!response.ok) throw new Error(`the trace server answered ${response.status}: ${await response.text()}`);
  }
  return calls.length;
}
