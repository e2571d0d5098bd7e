import { goods, kinds, type Shop, type ShopRecord, wishes } from "./records.ts";

/** A record and what became of it; `isSame` says whether it still says the same. */
export interface Planted {
  what: string;
  isSame: boolean;
  original: ShopRecord;
  changed: ShopRecord;
}

export interface Planting {
  what: string;
  isSame: boolean;
  /** Null where this record has nothing to change in this way. */
  change(shop: Shop, record: ShopRecord): ShopRecord | null;
}

/** One change to one record. */
export function plant(shop: Shop, { what, isSame, change }: Planting, original: ShopRecord): Planted | null {
  const changed = change(shop, structuredClone(original));
  return changed && JSON.stringify(changed) !== JSON.stringify(original) ? { what, isSame, original, changed } : null;
}

/** Changes one of the texts, whichever the dice say. */
function inSomeText(shop: Shop, record: ShopRecord, change: (text: string) => string): ShopRecord {
  const field = shop.pick(["name", "contents", "question"] as const);
  if (field === "question") record.question = change(record.question);
  else record.product[field] = change(record.product[field]);
  return record;
}

const everywhere = (record: ShopRecord, change: (text: string) => string): ShopRecord => ({
  wishes: record.wishes.map(change),
  product: {
    name: change(record.product.name),
    maker: record.product.maker && change(record.product.maker),
    contents: change(record.product.contents),
  },
  question: change(record.question),
});

function shuffled<T>(shop: Shop, all: readonly T[]): T[] {
  return shop.some(all, all.length, all.length);
}

/** A slip anywhere in some word of five letters or more: dropped, doubled, replaced or swapped with the next. */
function withSlip(shop: Shop, text: string): string {
  const long = [...text.matchAll(/[a-z]{5,}/gi)];
  if (long.length === 0) return text;
  const word = shop.pick(long);
  const at = word.index + shop.chance.below(word[0].length - 1);
  const [before, here, next, after] = [text.slice(0, at), text[at] ?? "", text[at + 1] ?? "", text.slice(at + 2)];
  const replaced = shop.pick([..."abcdefghijklmnopqrstuvwxyz"].filter((letter) => letter !== here.toLowerCase()));
  return shop.pick([
    `${before}${next}${after}`,
    `${before}${here}${here}${next}${after}`,
    `${before}${replaced}${next}${after}`,
    `${before}${next}${here}${after}`,
  ]);
}

function withWord(shop: Shop, text: string): string {
  const parts = text.split(" ");
  parts.splice(1 + shop.chance.below(parts.length), 0, shop.pick(["really", "please", "today", "perhaps", "still"]));
  return parts.join(" ");
}

const replacedBy = (shop: Shop, all: readonly string[], not: string): string =>
  shop.pick(all.filter((each) => each !== not));

export const plantings: readonly Planting[] = [
  {
    what: "other case",
    isSame: true,
    change: (shop, record) => inSomeText(shop, record, (text) => text.toUpperCase()),
  },
  {
    what: "other punctuation and spaces",
    isSame: true,
    change: (_, record) =>
      everywhere(record, (text) => `${text.replaceAll(", ", " ; ").replaceAll("-", " ").replaceAll(" %", "%")}.`),
  },
  {
    what: "parts in another order",
    isSame: true,
    change: (shop, { wishes, product: { contents, name, maker }, question }) => ({
      question,
      product: { contents: shuffled(shop, contents.split(", ")).join(", "), maker, name },
      wishes: shuffled(shop, wishes),
    }),
  },
  {
    what: "a slip of the finger",
    isSame: true,
    change: (shop, record) => inSomeText(shop, record, (text) => withSlip(shop, text)),
  },
  {
    what: "an added word",
    isSame: true,
    change: (shop, record) => ({ ...record, question: withWord(shop, record.question) }),
  },
  {
    what: "another product in the same template",
    isSame: false,
    change: (shop, record) => {
      const good = goods.find((each) => record.product.name.includes(each)) ?? "";
      const other = replacedBy(shop, goods, good);
      return everywhere(record, (text) => text.replaceAll(good, other));
    },
  },
  {
    what: "another kind of the product",
    isSame: false,
    change: (shop, record) => {
      const kind = kinds.find((each) => record.product.name.toLowerCase().startsWith(each)) ?? "";
      const other = replacedBy(shop, kinds, kind);
      return everywhere(record, (text) => text.replace(new RegExp(kind, "gi"), other));
    },
  },
  {
    what: "a changed number",
    isSame: false,
    change: (_, record) => {
      const changed = record.product.contents.replace(/\d+/, (digits) => `${digits}0`);
      record.product.contents = changed;
      return record;
    },
  },
  {
    what: "a changed preference",
    isSame: false,
    change: (shop, record) => ({
      ...record,
      wishes: record.wishes.map((wish, n) => (n === 0 ? replacedBy(shop, wishes, wish) : wish)),
    }),
  },
  {
    what: "a preference more",
    isSame: false,
    change: (shop, record) => ({ ...record, wishes: [...record.wishes, shop.pick(wishes)] }),
  },
  {
    what: "an ingredient more",
    isSame: false,
    change: (_, record) => {
      record.product.contents += ", lupin";
      return record;
    },
  },
  {
    what: "a negation",
    isSame: false,
    change: (_, record) => ({ ...record, question: record.question.replace(/ (is|are|one|for|the) /, " $1 not ") }),
  },
  {
    what: "two numbers exchanged",
    isSame: false,
    change: (_, record) => {
      const numbers = [...record.product.contents.matchAll(/\d+/g)].map(([digits]) => digits);
      const [a, b] = numbers;
      if (!a || !b || a === b) return null;
      let n = 0;
      record.product.contents = record.product.contents.replace(/\d+/g, (digits) => [b, a][n++] ?? digits);
      return record;
    },
  },
];
