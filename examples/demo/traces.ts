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

const startedAt = (index: number): string => new Date(Date.now() - (60 - index) * 60_000).toISOString();

/** Puts the day's traces into the trace server. */
export async function addTraces(langfuse: string): Promise<number> {
  for (const [index, call] of answered.entries()) {
    const response = await fetch(`${langfuse}/control/traces`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ inputs: call.inputs, outputs: call.outputs, startedAt: startedAt(index) }),
    });
    if (!response.ok) throw new Error(`the trace server answered ${response.status}: ${await response.text()}`);
  }
  return answered.length;
}
