import type { Group } from "./groups.ts";

/** Groups whose members say themselves what they are. */
export const plainGroups: readonly Group[] = [
  {
    id: "meat",
    names: ["meat", "poultry"],
    terms:
      "beef, chicken, turkey, lamb, duck, veal, venison, goose, meat, mutton, rabbit, chicken stock, beef stock, chicken fat, meatballs, steak",
  },
  {
    id: "pork",
    names: ["pork", "pork products"],
    terms: "pork, bacon, ham, pancetta, chorizo, prosciutto, pepperoni, salami, speck, pork sausage, pork rind",
  },
  {
    id: "fish",
    names: ["fish"],
    terms:
      "fish, tuna, salmon, cod, haddock, mackerel, sardines, anchovies, anchovy, trout, herring, pollock, tilapia, fish oil, fish sauce",
  },
  {
    id: "shellfish",
    names: ["shellfish", "crustaceans", "molluscs"],
    terms: "shellfish, shrimp, prawns, crab, lobster, mussels, clams, oysters, scallops, squid, crayfish, oyster sauce",
  },
  {
    id: "dairy",
    names: ["dairy", "dairy products"],
    terms:
      "milk, butter, cream, cheese, cheddar cheese, mozzarella, parmesan, yogurt, yoghurt, sour cream, buttermilk, skimmed milk powder, milk powder, whole milk, condensed milk, ricotta, cream cheese, feta, milk chocolate",
  },
  {
    id: "egg",
    names: ["egg", "eggs"],
    terms: "egg, eggs, egg white, egg yolk, whole egg, dried egg, egg powder, egg noodles",
  },
  {
    id: "wheat",
    names: ["wheat", "gluten", "wheat barley and rye", "gluten grains"],
    terms:
      "wheat, wheat flour, whole wheat flour, wheat gluten, gluten, wheat starch, barley, pearl barley, rye, rye flour, breadcrumbs, wheat bran, barley malt",
  },
  {
    id: "soy",
    names: ["soy", "soya"],
    terms: "soy, soya, soybeans, soybean oil, soy protein, soy flour, soy sauce, soy milk, soy lecithin, tofu",
  },
  { id: "peanut", names: ["peanuts"], terms: "peanuts, peanut butter, peanut oil, roasted peanuts" },
  {
    id: "nut",
    names: ["nuts", "tree nuts"],
    terms:
      "nuts, almonds, cashews, hazelnuts, walnuts, pecans, pistachios, macadamia nuts, brazil nuts, almond flour, almond milk, hazelnut paste",
  },
  {
    id: "sugar",
    names: ["sugar", "sugars", "refined sugar"],
    terms:
      "sugar, cane sugar, brown sugar, icing sugar, raw sugar, powdered sugar, coconut sugar, sugar syrup, beet sugar, corn syrup, high fructose corn syrup, glucose fructose syrup",
  },
  { id: "honey", names: ["honey"], terms: "honey, acacia honey, honey powder" },
  {
    id: "allium",
    names: ["onion and garlic", "onion", "garlic", "onions"],
    terms: "onion, onions, garlic, onion powder, garlic powder, shallots, leeks, garlic puree, fried onions",
  },
  {
    id: "palm",
    names: ["palm oil", "palm"],
    terms: "palm oil, palm fat, palm kernel oil, palm stearin, palm kernel fat",
  },
  {
    id: "colour",
    names: ["artificial colours", "artificial colors"],
    terms: "artificial colour, artificial colours, artificial color, artificial colors",
  },
  { id: "glutamate", names: ["msg", "glutamate"], terms: "monosodium glutamate, msg, monopotassium glutamate" },
  {
    id: "coffee",
    names: ["coffee", "caffeine"],
    terms: "coffee, espresso, caffeine, coffee extract, instant coffee, black tea",
  },
  { id: "alcohol", names: ["alcohol"], terms: "wine, red wine, white wine, beer, rum, alcohol, vodka, whisky" },
];
