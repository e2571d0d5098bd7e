import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { sha256 } from "../canonical.ts";

/** A source of chance that repeats itself for an equal seed. */
export type Chance = {
  below(n: number): number;
  /** Eight coins, one a bit. */
  eightCoins(): number;
};

const warmUp = 64;

/** Seeds are 32-bit integers. */
export function chanceFrom(seed: number): Chance {
  const fill = wordsFrom(seed);
  const words = new Uint32Array(64);
  let used = words.length;
  const next = (): number => {
    if (used === words.length) {
      fill(words);
      used = 0;
    }
    return words[used++] as number;
  };
  let [word, left] = [0, 0];
  return {
    below: (n) => Math.floor((next() / 2 ** 32) * n),
    // A number gives 24 coins: the lowest bits of this generator are the weak ones, so they are left out.
    eightCoins: () => {
      if (left === 0) [word, left] = [next() >>> 8, 3];
      left -= 1;
      const coins = word & 255;
      word >>>= 8;
      return coins;
    },
  };
}

/** Fills arrays with 32-bit numbers, one after the other: xoroshiro128+ (Blackman, Vigna 2018) with its state in registers. */
export function wordsFrom(seed: number): (into: Uint32Array) => void {
  const seeded = xoroshiro128plus(seed);
  // The first numbers are thrown away, because near seeds start alike.
  for (let i = 0; i < warmUp; i++) seeded.next();
  let state = seeded.getState() as [number, number, number, number];
  return (into) => {
    let [s01, s00, s11, s10] = state;
    for (let i = 0; i < into.length; i++) {
      into[i] = (s00 + s10) | 0;
      const a0 = s10 ^ s00;
      const a1 = s11 ^ s01;
      const b0 = (s00 << 24) ^ (s01 >>> 8) ^ a0 ^ (a0 << 16);
      s01 = (s01 << 24) ^ (s00 >>> 8) ^ a1 ^ ((a1 << 16) | (a0 >>> 16));
      s00 = b0;
      s10 = (a1 << 5) ^ (a0 >>> 27);
      s11 = (a0 << 5) ^ (a1 >>> 27);
    }
    state = [s01, s00, s11, s10];
  };
}

/** A 32-bit seed from a text such as the ids of what is compared. */
export function seedFrom(text: string): number {
  return Number.parseInt(sha256(text).slice(0, 8), 16) | 0;
}
