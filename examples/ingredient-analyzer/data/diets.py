"""What each diet excludes, as this team labels it, and the ways people say it."""

from dataclasses import dataclass

FLESH = [
    "meat",
    "pork",
    "fish",
    "shellfish",
    "rendered animal fats",
    "gelatine and collagen",
    "insect derived colours and glazes",
    "animal enzymes",
    "fish based condiments",
    "shellfish derivatives",
]


@dataclass(frozen=True)
class Diet:
    wordings: list[str]  # the first is the usual one
    never: list[str]
    maybe: list[str]
    look_alikes: list[str]  # harmless for this diet, whatever they sound like


DIETS = [
    Diet(
        ["Vegan", "Plant-based"],
        [*FLESH, "dairy", "egg", "honey", "bee products", "milk derivatives", "egg derivatives"],
        ["additives of unclear origin"],
        ["coconut milk", "cocoa butter", "butter beans", "eggplant", "lactic acid", "beefsteak tomatoes", "honeydew melon"],
    ),
    Diet(
        ["Vegetarian", "No meat or fish"],
        FLESH,
        ["additives of unclear origin"],
        ["beefsteak tomatoes", "chicken of the woods", "oyster mushrooms", "coconut bacon", "agar", "microbial rennet"],
    ),
    Diet(
        ["No dairy", "Milk allergy"],
        ["dairy", "milk derivatives"],
        [],
        ["coconut milk", "oat milk", "cocoa butter", "shea butter", "butternut squash", "cream of tartar", "calcium lactate"],
    ),
    Diet(
        ["Gluten-free", "Coeliac disease"],
        ["gluten grains", "gluten grains under other names"],
        ["unnamed starches"],
        ["buckwheat flour", "glutinous rice", "corn gluten"],
    ),
    Diet(["Egg allergy", "No eggs"], ["egg", "egg derivatives"], [], ["eggplant", "egg fruit"]),
    Diet(["Soy allergy", "No soy"], ["soy", "soy derivatives"], [], ["sunflower lecithin", "coconut aminos", "rapeseed lecithin"]),
    Diet(
        ["Nut and peanut allergy", "No nuts"],
        ["nuts", "peanuts", "nut pastes and sweets", "peanut derivatives"],
        [],
        ["nutmeg", "coconut", "water chestnuts", "tiger nuts", "butternut squash"],
    ),
    Diet(
        ["No seafood", "Fish and shellfish allergy"],
        ["fish", "shellfish", "fish based condiments", "shellfish derivatives"],
        [],
        ["oyster mushrooms", "crab apples", "fish mint"],
    ),
    Diet(
        ["Halal", "I keep halal"],
        ["pork", "alcohol", "alcohol used in cooking", "rendered animal fats", "gelatine and collagen"],
        ["additives of unclear origin"],
        ["wine vinegar", "ginger ale", "root beer extract", "agar", "coconut bacon"],
    ),
    Diet(
        ["No added sugar", "Avoid refined sugar"],
        ["sugar", "honey", "added sugars under other names"],
        [],
        ["sugar snap peas", "sugar kelp", "stevia", "sugar pumpkin"],
    ),
    Diet(
        ["Low FODMAP"],
        ["onion and garlic", "fermentable fibres and polyols"],
        ["unnamed seasonings"],
        ["garlic infused oil", "chives", "spring onion greens"],
    ),
    Diet(
        ["No palm oil"],
        ["palm oil", "palm based fats"],
        ["unnamed vegetable oils"],
        ["hearts of palm", "palmyra fruit", "peach palm fruit"],
    ),
    Diet(
        ["No artificial colours", "Avoid food dyes"],
        ["artificial colours", "artificial colours under code names"],
        [],
        ["beetroot red", "paprika extract", "annatto", "blue spirulina"],
    ),
    Diet(["Avoid MSG"], ["glutamate", "glutamate sources"], [], ["bakers yeast", "sodium gluconate"]),
    Diet(["No caffeine"], ["coffee", "caffeine sources"], [], ["carob", "rooibos", "roasted chicory", "dandelion coffee"]),
]

DIET_OF = {wording: diet for diet in DIETS for wording in diet.wordings}

ALLERGENS = "milk, egg, soybeans, almonds, hazelnuts, peanuts, wheat flour, shrimp, salmon".split(", ")
