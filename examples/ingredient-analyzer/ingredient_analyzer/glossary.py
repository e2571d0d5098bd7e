"""The team's glossary: what to call the family an ingredient belongs to.

It says nothing about diets. Labels decide what is unsafe; the metric uses the glossary to word its feedback, and the
data generator draws its ingredients from it.
"""

PLAIN = {
    "meat": "beef, chicken, turkey, lamb, duck, veal, chicken stock, minced beef",
    "pork": "pork, bacon, ham, pancetta, chorizo, prosciutto, pepperoni",
    "fish": "tuna, salmon, cod, haddock, mackerel, sardines, anchovies, trout",
    "shellfish": "shrimp, prawns, crab, lobster, mussels, clams, scallops",
    "dairy": "milk, butter, cream, cheddar cheese, mozzarella, yogurt, sour cream, buttermilk, parmesan, skimmed milk powder",
    "egg": "egg, egg white, egg yolk, whole egg, dried egg",
    "gluten grains": "wheat flour, whole wheat flour, barley, rye flour, wheat gluten, breadcrumbs, wheat bran",
    "soy": "soybeans, soy protein, soy flour, tofu, soy lecithin",
    "peanuts": "peanuts, roasted peanuts",
    "nuts": "almonds, cashews, hazelnuts, walnuts, pecans, pistachios",
    "sugar": "sugar, cane sugar, brown sugar, icing sugar, corn syrup, high fructose corn syrup",
    "honey": "honey",
    "onion and garlic": "onion, garlic, onion powder, garlic powder, leeks, shallots",
    "palm oil": "palm oil, palm fat, palm kernel oil",
    "artificial colours": "artificial colour",
    "glutamate": "monosodium glutamate",
    "coffee": "coffee, espresso, instant coffee, black tea",
    "alcohol": "red wine, white wine, beer, rum",
}

HIDDEN = {
    "rendered animal fats": "lard, tallow, suet, dripping, schmaltz",
    "gelatine and collagen": "gelatine, gelatin, collagen peptides, hydrolysed collagen, aspic, E441",
    "insect derived colours and glazes": "carmine, cochineal, carminic acid, shellac, confectioner's glaze, E120, E904",
    "animal enzymes": "rennet, calf rennet, pepsin, animal lipase, trypsin",
    "bee products": "beeswax, royal jelly, propolis, E901, bee pollen",
    "milk derivatives": "casein, sodium caseinate, calcium caseinate, whey, whey powder, lactose, ghee, lactalbumin, "
    "curds, paneer, quark, kefir, mascarpone, dulce de leche",
    "egg derivatives": "albumen, ovalbumin, lysozyme, meringue, mayonnaise, aioli, hollandaise, E1105, advocaat",
    "fish based condiments": "Worcestershire sauce, bonito flakes, dashi, surimi, isinglass, garum, nam pla, caviar",
    "shellfish derivatives": "chitosan, glucosamine, krill oil, belacan, XO sauce, squid ink",
    "gluten grains under other names": "semolina, spelt, couscous, bulgur, farro, malt extract, malt vinegar, seitan, "
    "durum, freekeh, triticale, einkorn, orzo, panko, udon",
    "soy derivatives": "miso, tempeh, edamame, tamari, natto, shoyu, textured vegetable protein, yuba, hoisin sauce",
    "peanut derivatives": "groundnut oil, arachis oil, satay sauce, monkey nuts",
    "nut pastes and sweets": "marzipan, praline, gianduja, frangipane, nougat, amaretti, orgeat, persipan",
    "added sugars under other names": "dextrose, maltodextrin, agave nectar, molasses, apple juice concentrate, "
    "invert syrup, muscovado, jaggery, treacle, golden syrup, fructose, panela, glucose syrup, rice syrup",
    "fermentable fibres and polyols": "inulin, chicory root fibre, sorbitol, mannitol, isomalt, xylitol, maltitol, "
    "fructo-oligosaccharides, E420, E421",
    "palm based fats": "palmolein, ascorbyl palmitate, sodium palmitate, Elaeis guineensis oil, vanaspati, "
    "cocoa butter equivalent",
    "artificial colours under code names": "tartrazine, allura red, sunset yellow, brilliant blue, Red 40, Yellow 5, "
    "Blue 1, E102, E129, E110, E133, ponceau 4R, carmoisine",
    "glutamate sources": "yeast extract, hydrolysed vegetable protein, autolysed yeast, E621, disodium inosinate, "
    "disodium guanylate, kombu extract",
    "caffeine sources": "guarana, yerba mate, green tea extract, kola nut, matcha, guayusa",
    "alcohol used in cooking": "mirin, kirsch, brandy, sherry, marsala, sake",
}

UNCLEAR = {
    "additives of unclear origin": "mono- and diglycerides, glycerin, stearic acid, natural flavouring, enzymes, E471, "
    "L-cysteine, vitamin D3, magnesium stearate",
    "unnamed vegetable oils": "vegetable oil, vegetable fat, edible oil, margarine, shortening",
    "unnamed starches": "modified starch, starch, dextrin, cereal extract",
    "unnamed seasonings": "seasoning, spice mix, stock powder, vegetable powder, savoury flavouring",
}


def members(families: dict[str, str]) -> dict[str, list[str]]:
    """Family → its ingredients."""
    return {family: terms.split(", ") for family, terms in families.items()}


FAMILY_OF = {
    term.casefold(): family for families in (PLAIN, HIDDEN, UNCLEAR) for family, terms in members(families).items() for term in terms
}
