"""Writes examples.jsonl: the hand-written cases, then generated ones. The same seed gives the same bytes.

Usage: python data/generate.py [--out FILE]
"""

import argparse
import json
import random
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from diets import ALLERGENS, DIET_OF, DIETS, Diet  # noqa: E402
from hard_cases import CASES  # noqa: E402
from shelf import BRANDS, FIRST, HARMLESS, SECOND  # noqa: E402

from ingredient_analyzer.glossary import FAMILY_OF, HIDDEN, PLAIN, UNCLEAR, members  # noqa: E402

SEED = 20
GENERATED = 484
TERMS = {**members(PLAIN), **members(HIDDEN), **members(UNCLEAR)}
Row = dict[str, Any]


def row(preferences: list[str], name: str, brand: str | None, ingredients: str, flags: list[Row], source: str) -> Row:
    product = {"name": name, "brand": brand, "ingredients": ingredients}
    return {"dietary_preferences": preferences, "product_info": product, "flagged_ingredients": flags, "source": source}


def flag(name: str, safety: str, preference: str) -> Row:
    return {"name": name, "safety": safety, "preference": preference}


def read_case(line: str) -> Row:
    preferences, name, brand, ingredients, label = (part.strip() for part in line.split("|"))
    return row(preferences.split(", "), name, brand or None, ingredients, read_label(label), "hand-written")


def read_label(label: str) -> list[Row]:
    flags = []
    for item in filter(None, label.split("; ")):
        name, preference = item.removeprefix("? ").split(" = ")
        flags.append(flag(name, "MaybeUnsafe" if item.startswith("? ") else "DefinitelyUnsafe", preference))
    return flags


def verdict(diet: Diet, name: str, trace: bool) -> str | None:
    """How this team labels one ingredient for one diet; what a product only may contain is never definite."""
    family = FAMILY_OF.get(name.casefold())
    if family in diet.never:
        return "MaybeUnsafe" if trace else "DefinitelyUnsafe"
    return "MaybeUnsafe" if family in diet.maybe else None


def label(preferences: list[str], listed: list[str], traces: list[str]) -> list[Row]:
    items = [(name, False) for name in listed] + [(name, True) for name in traces]
    verdicts = [(name, verdict(DIET_OF[wish], name, trace), wish) for wish in preferences for name, trace in items]
    return [flag(name, safety, wish) for name, safety, wish in verdicts if safety]


def pick_preferences(rng: random.Random) -> list[str]:
    count = rng.choices([1, 2, 3], [45, 35, 20])[0]
    chosen = rng.sample(DIETS, count)
    return [rng.choices(diet.wordings, [3, 1][: len(diet.wordings)])[0] for diet in chosen]


def conflicts(rng: random.Random, diet: Diet) -> list[str]:
    """One or two ingredients the diet minds, mostly ones that hide behind another name."""
    hidden = [family for family in diet.never if family in HIDDEN]
    plain = [family for family in diet.never if family in PLAIN]
    kinds = rng.choices([hidden, plain, diet.maybe or hidden], [42, 46, 12], k=rng.choice([1, 1, 2]))
    return [rng.choice(TERMS[rng.choice(kind)]) for kind in kinds]


def bystanders(rng: random.Random, diets: list[Diet]) -> list[str]:
    """Ingredients that only other diets mind."""
    minded = {family for diet in diets for family in (*diet.never, *diet.maybe)}
    free = sorted(set(TERMS) - minded)
    return [rng.choice(TERMS[family]) for family in rng.sample(free, rng.choice([1, 2]))]


def generate(rng: random.Random) -> Row:
    preferences = pick_preferences(rng)
    diets = [DIET_OF[wish] for wish in preferences]
    harmless = rng.random() < 0.06
    listed = rng.sample(HARMLESS, rng.randint(4, 7)) + bystanders(rng, diets)
    for diet in diets:
        if not harmless and rng.random() < 0.92:
            listed += conflicts(rng, diet)
        if rng.random() < 0.35:
            listed.append(rng.choice(diet.look_alikes))
    listed = list(dict.fromkeys(listed))
    rng.shuffle(listed)
    traces = rng.sample([name for name in ALLERGENS if name not in listed], 2) if rng.random() < 0.2 and not harmless else []
    name = f"{rng.choice(FIRST)} {rng.choice(SECOND)}"
    return row(preferences, name, rng.choice(BRANDS), sentence(listed, traces), label(preferences, listed, traces), "generated")


def sentence(listed: list[str], traces: list[str]) -> str:
    return ", ".join(listed) + (f". May contain: {', '.join(traces)}." if traces else "")


def rows() -> list[Row]:
    """All rows, each product only once."""
    rng = random.Random(SEED)
    found = [read_case(line) for line in CASES.strip().splitlines()]
    names = {row["product_info"]["name"] for row in found}
    while len(found) < CASES.strip().count("\n") + 1 + GENERATED:
        candidate = generate(rng)
        if candidate["product_info"]["name"] not in names:
            names.add(candidate["product_info"]["name"])
            found.append(candidate)
    return found


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=Path, default=HERE / "examples.jsonl")
    out = arguments.parse_args().out
    out.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in rows()), encoding="utf-8")


if __name__ == "__main__":
    main()
