import type { Group } from "./groups.ts";

/** Groups whose members hide behind another name: a reader has to know, or to be told to look. */
export const hiddenGroups: readonly Group[] = [
  {
    id: "animal-fat",
    names: ["animal fats", "rendered fats", "rendered animal fats"],
    terms: "lard, tallow, suet, dripping, schmaltz, bone marrow, oleo stock, leaf fat, rendered fat",
  },
  {
    id: "gelatine",
    names: ["gelatine and collagen", "gelatin", "gelatine", "collagen"],
    terms: "gelatine, gelatin, collagen, collagen peptides, hydrolysed collagen, aspic, e441, elastin, marshmallows",
  },
  {
    id: "insect",
    names: ["insect derived colours and glazes", "insect products", "insects"],
    terms:
      "carmine, cochineal, carminic acid, shellac, confectioners glaze, e120, e904, lac resin, natural red 4, crimson lake",
  },
  {
    id: "enzyme",
    names: ["animal enzymes", "enzymes from animals"],
    terms: "rennet, calf rennet, pepsin, animal lipase, trypsin, pancreatin, chymosin",
  },
  {
    id: "bee",
    names: ["bee products", "products of bees"],
    terms: "beeswax, royal jelly, propolis, e901, bee pollen, mead, honeycomb",
  },
  {
    id: "milk-derivative",
    names: ["milk derivatives", "milk proteins", "dairy derivatives"],
    terms:
      "casein, sodium caseinate, calcium caseinate, caseinate, whey, whey powder, whey protein, lactose, ghee, lactalbumin, curds, paneer, quark, kefir, dulce de leche, lactoglobulin, mascarpone, creme fraiche, skyr, nonfat solids",
  },
  {
    id: "egg-derivative",
    names: ["egg derivatives", "egg products under other names"],
    terms:
      "albumen, albumin, ovalbumin, lysozyme, meringue, mayonnaise, aioli, hollandaise, e1105, advocaat, eggnog, ovomucoid, tartare sauce, vitellin",
  },
  {
    id: "fish-derivative",
    names: ["fish based condiments", "fish derivatives"],
    terms:
      "worcestershire sauce, bonito flakes, dashi, surimi, isinglass, garum, nam pla, caviar, nuoc mam, katsuobushi, caesar dressing, bottarga, colatura",
  },
  {
    id: "shellfish-derivative",
    names: ["shellfish derivatives", "crustacean derivatives"],
    terms: "chitosan, glucosamine, krill oil, belacan, xo sauce, chitin, squid ink, shrimp paste, bagoong, terasi",
  },
  {
    id: "gluten-grain",
    names: ["gluten grains under other names", "hidden gluten", "wheat varieties"],
    terms:
      "semolina, spelt, couscous, bulgur, farro, malt extract, malt vinegar, seitan, durum, freekeh, triticale, kamut, einkorn, matzo meal, orzo, panko, graham flour, emmer, malted milk, maltose syrup, udon",
  },
  {
    id: "soy-derivative",
    names: ["soy derivatives", "fermented soy", "soy foods under other names"],
    terms:
      "miso, tempeh, edamame, tamari, natto, shoyu, okara, textured vegetable protein, yuba, teriyaki sauce, hoisin sauce, doenjang, e322, kinako",
  },
  {
    id: "peanut-derivative",
    names: ["peanut derivatives", "peanuts under other names"],
    terms: "groundnut oil, arachis oil, satay sauce, groundnuts, goober paste, monkey nuts",
  },
  {
    id: "nut-derivative",
    names: ["nut pastes and sweets", "nut derivatives"],
    terms:
      "marzipan, praline, gianduja, frangipane, nougat, amaretti, orgeat, noisette, persipan, turron, dukkah, pesto",
  },
  {
    id: "hidden-sugar",
    names: ["added sugars under other names", "hidden sugars", "syrups and sweeteners that are sugars"],
    terms:
      "dextrose, maltodextrin, agave nectar, agave syrup, molasses, apple juice concentrate, grape juice concentrate, invert syrup, muscovado, jaggery, treacle, golden syrup, fructose, panela, demerara, turbinado, glucose syrup, sucrose, rice syrup, evaporated cane juice, maple syrup, caramel",
  },
  {
    id: "fodmap",
    names: ["fermentable fibres and polyols", "polyols", "fermentable fibres"],
    terms:
      "inulin, chicory root fibre, chicory root, sorbitol, mannitol, isomalt, xylitol, maltitol, fructo oligosaccharides, e420, e421, e953, oligofructose, apple puree, chickpeas, lactitol",
  },
  {
    id: "palm-derivative",
    names: ["palm based fats", "palm derivatives"],
    terms:
      "palmolein, ascorbyl palmitate, sodium palmitate, elaeis guineensis oil, vanaspati, cocoa butter equivalent, palmitic acid, e304, retinyl palmitate",
  },
  {
    id: "azo",
    names: ["artificial colours under code names", "synthetic dyes", "azo dyes"],
    terms:
      "tartrazine, allura red, sunset yellow, brilliant blue, red 40, yellow 5, yellow 6, blue 1, e102, e129, e110, e133, ponceau 4r, carmoisine, erythrosine, e124, quinoline yellow, patent blue",
  },
  {
    id: "glutamate-source",
    names: ["glutamate sources", "hidden glutamates"],
    terms:
      "yeast extract, hydrolysed vegetable protein, hydrolyzed vegetable protein, autolysed yeast, autolyzed yeast, e621, disodium inosinate, disodium guanylate, kombu extract, hydrolysed corn protein, e627, e631",
  },
  {
    id: "caffeine-source",
    names: ["caffeine sources", "stimulant plants"],
    terms:
      "guarana, yerba mate, green tea extract, kola nut, matcha, guayusa, theine, mate extract, cola extract, cocoa mass, dark chocolate",
  },
  {
    id: "spirit",
    names: ["alcohol used in cooking", "cooking alcohol"],
    terms: "mirin, kirsch, brandy, sherry, marsala, sake, cognac, grand marnier, cooking wine, vermouth",
  },
];
