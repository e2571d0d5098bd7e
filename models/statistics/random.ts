import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { sha256 } from "../canonical.ts";

/** A source of chance that repeats itself for an equal seed. */
export type Chance = {
  below(n: number): number;
  /** Eight coins, one a bit. */
  eightCoins(): number;
};

const warmUp = 64;

/** Seeds are 32-bit integers; the first numbers are thrown away, because near seeds start alike. */
export function chanceFrom(seed: number): Chance {
  const generator = xoroshiro128plus(seed);
  for (let i = 0; i < warmUp; i++) generator.next();
  let [word, left] = [0, 0];
  return {
    below: (n) => Math.floor(((generator.next() >>> 0) / 2 ** 32) * n),
    // A number gives 24 coins: the lowest bits of this generator are the weak ones, so they are left out.
    eightCoins: () => {
      if (left === 0) [word, left] = [generator.next() >>> 8, 3];
      left -= 1;
      const coins = word & 255;
      word >>>= 8;
      return coins;
    },
  };
}

/** A 32-bit seed from a text such as the ids of what is compared. */
export function seedFrom(text: string): number {
  return Number.parseInt(sha256(text).slice(0, 8), 16) | 0;
}
