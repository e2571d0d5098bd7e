"""What a text is made of, for comparing: chunks of tokens, and which tokens carry meaning that must not be lost."""

import re
import unicodedata
from functools import lru_cache

# A sign counts only where it stands at a number and not inside a word or a range: "-5 °C", not "B-12" or "5-10".
_TOKEN = re.compile(
    r"(?P<number>(?:(?<![\w.,])[-−+±<>≤≥~]\s?)?\d+(?:[.,]\d+)*(?:\s?[%‰°])?)|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)|(?P<symbol>[$€£¥+=<>≤≥])"
)
_CHUNK = re.compile(r"[;:!?|()\[\]{}\n]+|[.,](?!\d)|(?<!\d)[.,]|\s[-–—/]\s")

_NOT = "no not non nor neither never none nothing without cannot free less minus except excluding but unless only"
_SHORT = "aint arent cant couldnt didnt doesnt dont hadnt hasnt havent isnt mustnt neednt shouldnt wasnt werent wont wouldnt"
_HEDGE = "may might maybe must more most fewer least before after over under above below from to than versus vs into"
_FOREIGN = "nicht kein keine keinen ohne nie sans pas jamais sin nunca senza mai"
CRITICAL = frozenset(f"{_NOT} {_SHORT} {_HEDGE} {_FOREIGN}".split())
# From here on a letter is a word, or half of one: another letter is another word.
_NO_ALPHABET = "\u2e80"
# These say something about the word before them: "gluten free"; the others about the word after: "without gluten".
_LOOKS_BACK = frozenset({"free", "less"})


# A few records at a time are looked at from several sides; texts may be long, so no more are kept.
@lru_cache(maxsize=256)
def chunks(text: str) -> tuple[tuple[str, ...], ...]:
    """The tokens of a text, cut at commas, sentence ends and the like. Case, accents' form and punctuation are gone."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    found = (tuple(_tokens(part)) for part in _CHUNK.split(plain))
    return tuple(chunk for chunk in found if chunk)


def _tokens(part: str):
    for match in _TOKEN.finditer(part):
        token = match.group()
        if match.lastgroup == "number":
            yield re.sub(r"\s", "", token).replace(",", ".").replace("−", "-")
        elif match.lastgroup == "word":
            yield from _split_free(re.sub(r"['’]", "", token))
        else:
            yield token


def _split_free(word: str):
    """`glutenfree` is `gluten free`: the second half must be seen."""
    if len(word) > 7 and word.endswith("free"):
        yield word[:-4]
        yield "free"
    else:
        yield word


def is_number(token: str) -> bool:
    return token[-1].isdigit() or token[-1] in "%‰°"


def is_critical(token: str) -> bool:
    """Numbers, symbols, negations, hedges and directions: texts that differ in one of these say different things."""
    return token in CRITICAL or not token.isalpha()


def contexts(chunk: tuple[str, ...]):
    """Each critical token with the ordinary words it is about: a number's neighbours, what a negation denies."""
    for at, token in enumerate(chunk):
        if not is_critical(token):
            continue
        before = chunk[at - 1] if at > 0 else ""
        after = chunk[at + 1] if at + 1 < len(chunk) else ""
        if token in _LOOKS_BACK:
            yield token, (before,)
        elif is_number(token):
            yield token, (before, after)
        else:
            yield token, (after,)


def is_typo(a: str, b: str) -> bool:
    """One slip of the finger in a word long enough for it, two in a long one."""
    short, long = sorted((len(a), len(b)))
    if short < 4 or long - short > 2 or is_critical(a) or is_critical(b):
        return False
    if max(a + b) >= _NO_ALPHABET or not _may_begin_alike(a, b):
        return False
    slips = _distance(a, b)
    if slips == 1:
        # In a word of four letters a replaced one makes another word more often than not: beef, beet, beer.
        return short >= 5 or long > short or sorted(a) == sorted(b)
    return slips == 2 and short >= 8


def _may_begin_alike(a: str, b: str) -> bool:
    """A replaced first letter makes another word (toasted, roasted); swapped, or dropped from a long word, it hardly does."""
    if a[0] == b[0] or (a[0] == b[1] and a[1] == b[0]):
        return True
    short, long = sorted((a, b), key=len)
    return len(short) >= 5 and long[1:] == short and long[0] != "a"


def _distance(a: str, b: str) -> int:
    """Optimal string alignment: inserted, dropped, replaced and swapped neighbouring letters count one each."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, left in enumerate(a, 1):
        earlier, before, row = before, row, [i]
        for j, right in enumerate(b, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == b[j - 2] and a[i - 2] == right:
                best = min(best, earlier[j - 2] + 1)
            row.append(best)
    return row[-1]
