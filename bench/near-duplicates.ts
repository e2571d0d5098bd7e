import { join } from "node:path";
import { keepExamples } from "../jobs/datasets/keep.ts";
import { type Found, lookUp, type Seeker } from "../jobs/datasets/lookup.ts";
import { type Near, openNear } from "../jobs/datasets/near.ts";
import { exactKey, foldedKey } from "../models/canonical.ts";
import { projectRoot } from "../src/setup/binaries.ts";
import { atLeast, atMost, type Bench, type Figure, shown } from "./harness.ts";
import { type Planted, plant, plantings } from "./planted.ts";
import { Shop, type ShopRecord } from "./records.ts";
import { withStores } from "./stores.ts";

const stored = 10_000;
const planted = 3_200;
const signed = 100_000;
const scope = { team: "T0BENCH", program: "shop" };

/** Plants near-duplicates and look-alikes beside stored records and asks, as an import does, what each resembles. */
export const nearDuplicates: Bench = {
  name: "near-duplicates",
  goal: "What says the same in other spelling is found, and what says something else in the same template is not taken for it.",
  run: () => withStores(measureAll),
};

async function measureAll(): Promise<Figure[]> {
  const near = openNear({ python: join(projectRoot, ".venv/bin/python"), packages: join(projectRoot, "jobs/dspy") });
  try {
    return [...(await measurePlanted(near)), await measureSigning(near)];
  } finally {
    await near.close();
  }
}

async function measurePlanted(near: Near): Promise<Figure[]> {
  const shop = new Shop(7);
  const records = Array.from({ length: stored }, () => shop.record());
  await store(near, records);
  const pairs = records.slice(0, planted).flatMap((record, at) => {
    const kind = plantings[at % plantings.length];
    const made = kind && plant(shop, kind, record);
    return made ? [made] : [];
  });
  const began = performance.now();
  const found = await resembling(near, pairs);
  const perLook = (performance.now() - began) / pairs.length;
  return [...quality(pairs, found), shown({ what: `look-up beside ${stored} stored`, value: perLook, unit: "ms" })];
}

async function store(near: Near, records: ShopRecord[]): Promise<void> {
  const definition = { version: 1, salt: "1", train: 1, val: 0, test: 0, grouping: "near" as const };
  for (let at = 0; at < records.length; at += 500) {
    const newcomers = records.slice(at, at + 500).map((inputs) => ({ key: exactKey(inputs), inputs }));
    await keepExamples({ ...scope, definition, near }, newcomers);
  }
}

async function resembling(near: Near, pairs: Planted[]): Promise<Map<string, Found[]>> {
  const found = new Map<string, Found[]>();
  for (let at = 0; at < pairs.length; at += 500) {
    const piece = pairs.slice(at, at + 500).map(({ changed }) => changed);
    const signatures = await near.sign(piece);
    const seekers = piece.flatMap((inputs, n): Seeker[] => {
      const signature = signatures[n];
      return signature ? [{ key: exactKey(inputs), foldedKey: foldedKey(inputs), inputs, signature }] : [];
    });
    for (const [key, alike] of await lookUp(near, scope, seekers)) found.set(key, alike);
  }
  return found;
}

function quality(pairs: Planted[], found: Map<string, Found[]>): Figure[] {
  const isFound = ({ original, changed }: Planted) =>
    (found.get(exactKey(changed)) ?? []).some(({ near, example }) => near && example.key === exactKey(original));
  const same = pairs.filter(({ isSame }) => isSame);
  const other = pairs.filter(({ isSame }) => !isSame);
  const [hits, wrong] = [same.filter(isFound).length, other.filter(isFound).length];
  const share = (of: Planted[]) => of.filter(isFound).length / of.length;
  const byKind = plantings.map(({ what, isSame }) => {
    const of = pairs.filter((pair) => pair.what === what);
    return shown({
      what: `${what}: ${isSame ? "found" : "taken for the same"} (${of.length} pairs)`,
      value: share(of),
      unit: "",
    });
  });
  return [
    atLeast(0.95, { what: `recall over ${same.length} planted near-duplicates`, value: hits / same.length, unit: "" }),
    atLeast(0.99, {
      what: `precision beside ${other.length} planted look-alikes`,
      value: hits / (hits + wrong),
      unit: "",
    }),
    ...byKind,
  ];
}

async function measureSigning(near: Near): Promise<Figure> {
  const shop = new Shop(8);
  const began = performance.now();
  for (let at = 0; at < signed; at += 500) await near.sign(Array.from({ length: 500 }, () => shop.record()));
  return atMost(60, { what: `signing ${signed} records`, value: (performance.now() - began) / 1000, unit: "s" });
}
