"""Cases written by hand: what a first draft of the program gets wrong.

One line each: preferences | product | brand | ingredients | label. A label's items are `name = preference`, with `?`
in front where the right answer is MaybeUnsafe; an empty label means that nothing is wrong.
"""

CASES = """
Gluten-free | Soba Noodles | Hoshi | buckwheat flour, water, sea salt |
Gluten-free | Mochi Balls | | glutinous rice, water, potato flakes, matcha |
Gluten-free | Morning Flakes | Tidewater | corn flour, malt extract, sea salt, niacin | malt extract = Gluten-free
Gluten-free | Fish Finger Crumbs | | rice flour, panko, sunflower oil, paprika extract | panko = Gluten-free
Gluten-free | Roasted Vegetable Grains | Casa Lumo | freekeh, carrots, red pepper, olive oil | freekeh = Gluten-free
Coeliac disease | Pickled Gherkins | | cucumber, water, malt vinegar, dill, sea salt | malt vinegar = Coeliac disease
Coeliac disease | Stuffed Peppers | Mirabel | bell pepper, bulgur, tomato puree, mint | bulgur = Coeliac disease
Coeliac disease | Polenta Chips | | polenta, sunflower oil, modified starch, rosemary | ? modified starch = Coeliac disease
Gluten-free | Tamale Pie | | corn flour, corn gluten, lentil sprouts, cumin |
No dairy | Thai Green Curry | Tidewater | coconut milk, lemongrass, ginger, basil, lime juice |
No dairy | Dark Truffles | Nordlys | cocoa butter, vanilla pods, sea salt |
No dairy | Meringue Kit | | egg white, cream of tartar, sugar, vanilla pods |
No dairy | Winter Soup | Fernhill Foods | butternut squash, water, ginger, calcium lactate |
Milk allergy | Protein Shake | | water, sodium caseinate, banana flakes, guar gum | sodium caseinate = Milk allergy
Milk allergy | Tablet Sweetener | | stevia, lactose, calcium carbonate | lactose = Milk allergy
Milk allergy | Dal Tadka | | lentil sprouts, ghee, turmeric, cumin | ghee = Milk allergy
No dairy | Palak | Casa Lumo | spinach, paneer, coriander, ginger | paneer = No dairy
No dairy | Barista Blend | | oat milk, rapeseed oil, calcium carbonate |
No dairy, Vegan | Beans in Tomato | | butter beans, tomato puree, basil, olive oil |
Vegan | Red Velvet Icing | Mirabel | icing sugar, water, carmine, vanilla pods | carmine = Vegan
Vegan | Shiny Sweets | | sugar, corn flour, shellac, citric acid | shellac = Vegan
Vegan | Lip-Smacking Jelly | | water, sugar, gelatine, raspberries | gelatine = Vegan
Vegan | Fortified Rice Drink | | water, brown rice, vitamin D3, calcium carbonate | ? vitamin D3 = Vegan
Vegan | Soft Tortilla | | corn flour, water, mono- and diglycerides, sea salt | ? mono- and diglycerides = Vegan
Vegan | Fruit Salad | Orchard Lane | honeydew melon, kiwi, mint, lime juice |
Vegan | Moussaka | | eggplant, tomato puree, olive oil, cinnamon |
Vegan | Herbal Lozenges | Pepperlane | mint, propolis, glucose syrup | propolis = Vegan
Vegan | Kimchi Style Slaw | | kale, radish, lactic acid, ginger, sea salt |
Vegan | Noodle Broth | | water, bonito flakes, seaweed, ginger | bonito flakes = Vegan
Vegan | Caesar Style Dressing | | rapeseed oil, albumen, lemon juice, capers | albumen = Vegan
Vegetarian | Mature Wheel | Oak & Ember | milk, calf rennet, sea salt | calf rennet = Vegetarian
Vegetarian | Young Wheel | Oak & Ember | milk, microbial rennet, sea salt |
Vegetarian | Bloody Mary Mix | | tomato puree, Worcestershire sauce, black pepper | Worcestershire sauce = Vegetarian
Vegetarian | Refried Beans | | lentil sprouts, lard, cumin, sea salt | lard = Vegetarian
Vegetarian | Forest Skewers | | chicken of the woods, bell pepper, thyme, olive oil |
Vegetarian | Tomato Carpaccio | Casa Lumo | beefsteak tomatoes, capers, olive oil, basil |
No meat or fish | Panna Cotta | | cream, sugar, aspic, vanilla pods | aspic = No meat or fish
No meat or fish | Strawberry Milk | | milk, sugar, cochineal, strawberries | cochineal = No meat or fish
Egg allergy | Glazed Carrots | | carrots, eggplant, thyme, olive oil |
Egg allergy | Lemon Cloud | | meringue, lemon juice, corn flour | meringue = Egg allergy
Egg allergy | Grated Hard Cheese | | milk, sea salt, lysozyme | lysozyme = Egg allergy
No eggs | Potato Salad | Fernhill Foods | potatoes, mayonnaise, dill, chives | mayonnaise = No eggs
Soy allergy | Ramen Kit | | rice flour, miso, seaweed, ginger | miso = Soy allergy
Soy allergy | Seed Spread | | sunflower seeds, sunflower lecithin, sea salt |
Soy allergy | Dipping Sauce | Hoshi | coconut aminos, lime juice, lemongrass |
No soy | Chunky Chilli | | textured vegetable protein, tomato puree, cumin | textured vegetable protein = No soy
Nut and peanut allergy | Eggnog Spice | | nutmeg, cinnamon, star anise |
Nut and peanut allergy | Stir-Fry Greens | | water chestnuts, bamboo shoots, ginger |
Nut and peanut allergy | Bakewell Slice | | rice flour, frangipane, raspberries | frangipane = Nut and peanut allergy
Nut and peanut allergy | Crisps | | potatoes, arachis oil, sea salt | arachis oil = Nut and peanut allergy
No nuts | Seed Bar | Nordlys | pumpkin seeds, chia seeds, cranberries. May contain: almonds, peanuts. | ? almonds = No nuts; ? peanuts = No nuts
No seafood | Mushroom Bake | | oyster mushrooms, potatoes, thyme, parsley |
No seafood | Crumble | | crab apples, cinnamon, quinoa |
Fish and shellfish allergy | Joint Support Gummies | | pectin, glucosamine, citric acid | glucosamine = Fish and shellfish allergy
Fish and shellfish allergy | Clear Lager Batter | | rice flour, isinglass, water | isinglass = Fish and shellfish allergy
Halal | Salad Dressing | | olive oil, wine vinegar, thyme, sea salt |
Halal | Teriyaki Style Glaze | | water, mirin, ginger, corn flour | mirin = Halal
Halal | Gummy Bears | | glucose syrup, gelatin, citric acid | gelatin = Halal
I keep halal | Sponge Fingers | | egg, sugar, E471, rice flour | ? E471 = I keep halal
No added sugar | Spring Greens | | sugar snap peas, mint, lemon juice |
No added sugar | Ketchup | | tomato puree, apple juice concentrate, sea salt | apple juice concentrate = No added sugar
Avoid refined sugar | Sports Powder | | maltodextrin, citric acid, potassium chloride | maltodextrin = Avoid refined sugar
Avoid refined sugar | Tea Sweetener | | stevia, tapioca |
Low FODMAP | Green Oil Pasta Sauce | | garlic infused oil, chives, basil, olive oil |
Low FODMAP | Gut Health Cereal | | corn flour, inulin, cinnamon | inulin = Low FODMAP
Low FODMAP | Mint Gum | | sorbitol, mint, glycerin | sorbitol = Low FODMAP
No palm oil | Heart Salad | Casa Lumo | hearts of palm, lime juice, coriander |
No palm oil | Biscuit Cream | | sugar, palmolein, vanilla pods | palmolein = No palm oil
No artificial colours | Pink Lemonade | | water, lemon juice, beetroot red |
No artificial colours | Green Icing | | icing sugar, tartrazine, brilliant blue | tartrazine = No artificial colours; brilliant blue = No artificial colours
Avoid MSG | Sourdough Crackers | | rice flour, bakers yeast, sea salt |
Avoid MSG | Cup Soup | Harbourside | water, yeast extract, carrots, parsley | yeast extract = Avoid MSG
No caffeine | Morning Roast Style | | roasted chicory, carob, water |
No caffeine | Energy Shot | | water, guarana, ginger | guarana = No caffeine
Vegan, Gluten-free, No palm oil | Filled Wafer | Mirabel | spelt, whey powder, vegetable fat, sugar | whey powder = Vegan; spelt = Gluten-free; ? vegetable fat = No palm oil
Halal, No nuts | Festive Cake | | marzipan, brandy, egg, rice flour | brandy = Halal; marzipan = No nuts
No dairy, Egg allergy, Soy allergy | Sandwich Filling | | tofu, mayonnaise, curds, chives | curds = No dairy; mayonnaise = Egg allergy; tofu = Soy allergy
Vegan, Avoid MSG, Low FODMAP | Instant Noodles | Hoshi | rice flour, garlic powder, E621, dashi, spice mix | dashi = Vegan; E621 = Avoid MSG; garlic powder = Low FODMAP; ? spice mix = Low FODMAP
Milk allergy, Gluten-free | Dark Bar | | cocoa butter, dextrin, vanilla pods. May contain: milk. | ? milk = Milk allergy; ? dextrin = Gluten-free
"""
