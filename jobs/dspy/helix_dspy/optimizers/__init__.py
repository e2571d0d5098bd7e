"""The optimizers Helix offers, with what DSPy leaves open: metric, seed, threads, and where candidates appear."""

from collections.abc import Callable

from .bed import BadOptimizer, Bed
from .copro import copro
from .few_shot import bootstrap_few_shot, bootstrap_rs, labeled_few_shot
from .gepa import gepa
from .mipro import miprov2
from .simba import simba

OPTIMIZERS: dict[str, Callable[[Bed], None]] = {
    "LabeledFewShot": labeled_few_shot,
    "BootstrapFewShot": bootstrap_few_shot,
    "BootstrapRS": bootstrap_rs,
    "MIPROv2": miprov2,
    "GEPA": gepa,
    "SIMBA": simba,
    "COPRO": copro,
}

__all__ = ["OPTIMIZERS", "BadOptimizer", "Bed"]
