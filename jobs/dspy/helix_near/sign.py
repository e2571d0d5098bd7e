"""Signatures: a few whole numbers per record. Records that share one are worth comparing; near-duplicates share one."""

from hashlib import blake2b
from typing import Any

from rensa import RMinHash

from . import VERSION
from .record import guard, shingles

# 16 bands of 4: two records of similarity 0.8 share one with 0.9998, of 0.75 with 0.998.
BANDS, ROWS = 16, 4
# Wider nets, without the guard: what is alike but differs in a number, say, is shown to people as a neighbour.
WIDE, WIDE_ROWS = 6, 3
_SEED = 20_240_101


def sign(inputs: Any) -> dict[str, list[int]]:
    """`near`: keys that a near-duplicate shares; `wide`: keys that anything alike shares. Equal in every process."""
    found = shingles(inputs)
    minhash = RMinHash(num_perm=BANDS * ROWS, seed=_SEED)
    minhash.update(sorted(found) or ["nothing"])
    digest = minhash.digest()
    kept = guard(inputs)
    near = [_key("near", at, digest[at * ROWS : (at + 1) * ROWS], kept) for at in range(BANDS)]
    wide = [_key("wide", at, digest[at * WIDE_ROWS : (at + 1) * WIDE_ROWS], "") for at in range(WIDE)]
    return {"near": near, "wide": wide}


def _key(kind: str, at: int, band: list[int], kept: str) -> int:
    """52 bits: a whole number that JSON and JavaScript hold exactly."""
    text = f"{VERSION} {kind} {at} {band} {kept}"
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") >> 12
