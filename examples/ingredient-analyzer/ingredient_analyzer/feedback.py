"""What a reviewer would say: each missed, wrong or needless flag with the rule behind it."""

import re
from typing import Any

from ingredient_analyzer.glossary import FAMILY_OF
from ingredient_analyzer.matching import Flag, Match, fold, part


def explain(example: Any, found: Match) -> str:
    """One line per mistake; the rule is read off the label, the family's name off the glossary."""
    traces = trace_words(example)
    lines = [f'Missed "{flag.name}". {rule_to_flag(flag, traces)}' for flag in found.missed]
    lines += [f'False alarm on "{flag.name}". {rule_to_leave(flag)}' for flag in found.extra]
    lines += [
        f'Wrong safety for "{want.name}". {rule_to_flag(want, traces)}' for want, got in found.pairs if want.safety != got.safety
    ]
    return "\n".join(lines) or "Every flag agrees with the reviewed label."


def rule_to_flag(flag: Flag, traces: str) -> str:
    if flag.safety == "MaybeUnsafe" and fold(flag.name) in traces:
        return f'For "{flag.preference}", flag what a product may contain as MaybeUnsafe.'
    family = FAMILY_OF.get(flag.name.casefold())
    what = flag.name if family is None else f"{family} such as {flag.name}"
    return f'For "{flag.preference}", flag {what} as {flag.safety}.'


def rule_to_leave(flag: Flag) -> str:
    return f'For "{flag.preference}", do not flag {flag.name}.'


def trace_words(example: Any) -> str:
    """The product's "may contain" sentence, folded; empty when it has none."""
    product = example.get("product_info") if hasattr(example, "get") else None
    text = str(part(product, "ingredients") or "") if product is not None else ""
    notice = re.search(r"may contain.*", text, re.IGNORECASE | re.DOTALL)
    return fold(notice.group()) if notice else ""
