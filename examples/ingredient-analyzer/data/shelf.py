"""Harmless ingredients, and the words product names are made of."""

HARMLESS = """water, sea salt, rice flour, sunflower oil, rapeseed oil, olive oil, tomato puree, potato flakes, carrots,
spinach, basil, oregano, black pepper, turmeric, cinnamon, ginger, lemon juice, lime juice, citric acid, ascorbic acid,
sodium bicarbonate, corn flour, polenta, quinoa, millet, tapioca, arrowroot, xanthan gum, guar gum, locust bean gum,
pumpkin seeds, sunflower seeds, chia seeds, flax seeds, cucumber, courgette, red pepper, kale, blueberries,
strawberries, raspberries, orange zest, pineapple, kiwi, banana flakes, vanilla pods, cardamom, cumin, coriander, mint,
thyme, rosemary, bay leaf, dill, parsley, capers, olives, rice vinegar, potassium chloride, calcium carbonate, iron,
zinc, niacin, riboflavin, potatoes, brown rice, amaranth, lentil sprouts, bell pepper, radish, fennel seed,
star anise, lemongrass, tamarind, sumac, saffron, cranberries, papaya, guava, rhubarb, parsnip, aubergine, okra,
bamboo shoots, lotus root, seaweed, white rice, psyllium husk, sodium citrate, tocopherols""".replace("\n", " ").split(", ")

FIRST = """Golden, Old Mill, Garden, Harbour, Sunrise, Velvet, Rustic, Crisp, Hearty, Meadow, Coastal, Northern, Smoky, Sweet,
Wild, Little, Copper, Amber, Stone Oven, Valley, Lighthouse, Orchard, Midnight, Market, Homestead, Silver""".replace("\n", " ").split(", ")

SECOND = """Crunch Bar, Noodle Bowl, Vegetable Soup, Breakfast Bites, Party Mix, Lasagne, Curry Pot, Cookie, Yoghurt Drink, Pie,
Crackers, Stir-Fry Sauce, Trail Mix, Granola, Ravioli, Dumplings, Pudding, Energy Drink, Dip, Spread, Salad Kit, Burger,
Stew, Wafer, Instant Broth, Snack Roll, Mousse, Tart, Chilli, Risotto""".replace("\n", " ").split(", ")

BRANDS = [None, None, "Fernhill Foods", "Tidewater", "Bramble & Co", "Casa Lumo", "Nordlys", "Pepperlane", "Oak & Ember", "Mirabel"]
