import type { Group } from "./groups.ts";

/** Groups that may or may not break a diet, depending on what the maker does not say. */
export const unclearGroups: readonly Group[] = [
  {
    id: "unclear-additive",
    names: ["additives of unclear origin", "additives that may come from animals"],
    terms:
      "mono and diglycerides, glycerin, glycerol, stearic acid, natural flavouring, natural flavoring, natural flavour, enzymes, e471, l cysteine, vitamin d3, magnesium stearate, e472e, e920, polysorbate 80",
  },
  {
    id: "unnamed-oil",
    names: ["unnamed vegetable oils", "vegetable oils without a name", "unnamed oils and fats"],
    terms:
      "vegetable oil, vegetable fat, edible oil, margarine, shortening, vegetable shortening, frying oil, hydrogenated vegetable fat",
  },
  {
    id: "unnamed-starch",
    names: ["unnamed starches", "starches of unnamed grain"],
    terms:
      "modified starch, starch, dextrin, modified food starch, thickener, cereal extract, cereal binder, oats, rolled oats",
  },
  {
    id: "unnamed-seasoning",
    names: ["unnamed seasonings", "seasonings without a list"],
    terms:
      "seasoning, spices, spice mix, bouillon powder, stock powder, vegetable powder, savoury flavouring, seasoning mix, curry paste",
  },
];
