import { type Chance, chanceFrom } from "../models/statistics/random.ts";

/** Short structured records as teams have them, made from a seed: for measuring near-duplicates and imports. */

export interface ShopRecord extends Record<string, unknown> {
  wishes: string[];
  product: { name: string; maker: string | null; contents: string };
  question: string;
}

const words = (text: string): string[] => text.trim().split(/\s+/);

export const wishes = words(
  "vegan vegetarian gluten-free lactose-free halal kosher nut-free low-sugar low-salt organic palm-oil-free soy-free",
);
export const goods = words(`
  noodles crackers granola pesto chutney hummus pancakes dumplings lasagne risotto muesli brownies waffles gnocchi
  tortillas bagels pretzels yoghurt pudding sausages meatballs croquettes falafel tempeh marmalade mustard ketchup
  vinegar lemonade smoothie porridge ramen ravioli couscous polenta stew broth sorbet custard nougat`);
export const kinds = words(`
  smoked roasted spicy creamy crunchy seeded wild mild sweet sour frozen dried pickled toasted salted fermented
  braised grilled marbled whipped`);
export const contents = words(`
  wheat barley oats rice maize lentils chickpeas almonds hazelnuts walnuts cashews sesame soybeans milk butter cream
  cheese eggs gelatine honey sugar salt pepper paprika turmeric garlic onions tomatoes carrots celery mustard-seed
  sunflower-oil rapeseed-oil coconut lecithin pectin vanilla cocoa cinnamon yeast malt`);
const makers = words("Hollow Tarn Brightmill Quayside Oldfen Lumo Castell Norbury Whin Saltmarsh Emberly Torrin");
const templates = [
  "May somebody who keeps {wish} eat the {good} from the {kind} range",
  "Is there a {kind} version of these {good} that is {wish}",
  "My daughter had the {kind} {good} yesterday and felt ill afterwards",
  "Please tell me which of the {good} in your {kind} line are {wish}",
  "I bought {n} packs of {kind} {good} and one of them was open",
  "Do the {kind} {good} contain traces of anything that is not {wish}",
];

/** Shops sell the same kinds of things: thousands of records that share a template, and next to none that are the same. */
export class Shop {
  readonly chance: Chance;

  constructor(seed: number) {
    this.chance = chanceFrom(seed);
  }

  /** From 0 (included) to 1 (not). */
  roll(): number {
    return this.chance.below(2 ** 30) / 2 ** 30;
  }

  pick<T>(all: readonly T[]): T {
    const one = all[this.chance.below(all.length)];
    if (one === undefined) throw new Error("there is nothing to pick from");
    return one;
  }

  some<T>(all: readonly T[], least: number, most: number): T[] {
    const count = least + this.chance.below(most - least + 1);
    const left = [...all];
    return Array.from({ length: count }, () => left.splice(this.chance.below(left.length), 1)[0] as T);
  }

  record(): ShopRecord {
    const [good, kind, wish] = [this.pick(goods), this.pick(kinds), this.pick(wishes)];
    const n = String(2 + this.chance.below(20));
    const parts = this.some(contents, 4, 9).map((part) =>
      this.roll() < 0.3 ? `${part} ${1 + this.chance.below(40)} %` : part,
    );
    return {
      wishes: this.some(wishes, 1, 2),
      product: {
        name: `${kind} ${good}`.replace(/^./, (letter) => letter.toUpperCase()),
        maker: this.roll() < 0.7 ? this.pick(makers) : null,
        contents: parts.join(", "),
      },
      question: this.pick(templates)
        .replace("{good}", good)
        .replace("{kind}", kind)
        .replace("{wish}", wish)
        .replace("{n}", n),
    };
  }
}
