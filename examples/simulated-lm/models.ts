import type { Model } from "./model.ts";
import { flash, pro } from "./models/pair.ts";
import { grand, lite, mini, swift } from "./models/quartet.ts";

/** The models this server offers, by the id a request names. */
export const models: ReadonlyMap<string, Model> = new Map(
  [flash, pro, swift, lite, mini, grand].map((model) => [model.id, model]),
);
