/** What a diet excludes, by group: surely (`never`) or perhaps (`maybe`). `names` are ways to say it. */
export interface Diet {
  id: string;
  names: readonly string[];
  never: string;
  maybe: string;
}

const flesh = "meat pork fish shellfish animal-fat gelatine insect enzyme fish-derivative shellfish-derivative";

export const diets: readonly Diet[] = [
  {
    id: "vegan",
    names: ["vegan", "plant based", "only plants", "no animal products", "vegan diet"],
    never: `${flesh} dairy egg honey bee milk-derivative egg-derivative`,
    maybe: "unclear-additive",
  },
  {
    id: "vegetarian",
    names: ["vegetarian", "no meat or fish", "veggie", "meat free"],
    never: flesh,
    maybe: "unclear-additive",
  },
  {
    id: "dairy",
    names: ["no dairy", "dairy free", "milk allergy", "all dairy", "avoid dairy", "no milk"],
    never: "dairy milk-derivative",
    maybe: "",
  },
  {
    id: "lactose",
    names: ["lactose intolerant", "lactose free", "no lactose"],
    never: "dairy milk-derivative",
    maybe: "",
  },
  {
    id: "gluten",
    names: ["gluten free", "coeliac", "celiac", "coeliac disease", "no gluten", "avoid gluten"],
    never: "wheat gluten-grain",
    maybe: "unnamed-starch",
  },
  { id: "egg", names: ["egg allergy", "no eggs", "egg free"], never: "egg egg-derivative", maybe: "" },
  { id: "soy", names: ["soy allergy", "no soy", "soy free", "soya allergy"], never: "soy soy-derivative", maybe: "" },
  {
    id: "nut",
    names: ["nut allergy", "no nuts", "nut and peanut allergy", "tree nut allergy", "nut free"],
    never: "nut peanut nut-derivative peanut-derivative",
    maybe: "",
  },
  {
    id: "seafood",
    names: ["no seafood", "fish and shellfish allergy", "seafood allergy", "fish allergy", "shellfish allergy"],
    never: "fish shellfish fish-derivative shellfish-derivative",
    maybe: "",
  },
  {
    id: "halal",
    names: ["halal", "halal diet", "i keep halal"],
    never: "pork alcohol spirit animal-fat gelatine",
    maybe: "unclear-additive",
  },
  {
    id: "sugar",
    names: ["no added sugar", "avoid refined sugar", "avoid sugar", "refined sugar", "added sugar"],
    never: "sugar hidden-sugar honey",
    maybe: "",
  },
  { id: "fodmap", names: ["low fodmap", "fodmap"], never: "allium fodmap", maybe: "unnamed-seasoning" },
  {
    id: "palm",
    names: ["no palm oil", "avoid palm oil", "palm oil free"],
    never: "palm palm-derivative",
    maybe: "unnamed-oil",
  },
  {
    id: "colour",
    names: ["no artificial colours", "no artificial colors", "avoid food dyes", "no food dyes"],
    never: "colour azo",
    maybe: "",
  },
  {
    id: "msg",
    names: ["avoid msg", "no msg", "sensitive to glutamate", "avoid glutamate"],
    never: "glutamate glutamate-source",
    maybe: "",
  },
  {
    id: "caffeine",
    names: ["no caffeine", "caffeine free", "avoid caffeine"],
    never: "coffee caffeine-source",
    maybe: "",
  },
  { id: "meat", names: ["no meat", "avoid meat"], never: "meat pork animal-fat gelatine", maybe: "" },
];

/** Group → how the diet sees it. */
export function exclusionsOf(diet: Diet): ReadonlyMap<string, "never" | "maybe"> {
  const list = (ids: string, how: "never" | "maybe") =>
    ids.split(" ").flatMap((id) => (id === "" ? [] : [[id, how] as const]));
  return new Map([...list(diet.maybe, "maybe"), ...list(diet.never, "never")]);
}
