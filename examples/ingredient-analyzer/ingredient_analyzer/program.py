"""The ingredient analyzer: which ingredients of a product conflict with what a person eats."""

from typing import Literal

import dspy
from pydantic import BaseModel


class ProductInfo(BaseModel):
    name: str | None = None
    brand: str | None = None
    ingredients: str


class FlaggedIngredient(BaseModel):
    name: str
    safety: Literal["DefinitelyUnsafe", "MaybeUnsafe"]
    preference: str


class AnalyzeIngredients(dspy.Signature):
    """Flag the ingredients of a food product that conflict with the dietary preferences."""

    dietary_preferences: list[str] = dspy.InputField()
    product_info: ProductInfo = dspy.InputField()
    flagged_ingredients: list[FlaggedIngredient] = dspy.OutputField()


class IngredientAnalyzer(dspy.Module):
    """One call; `analyze` is the predictor that optimizers improve."""

    def __init__(self, predictor: type[dspy.Module] = dspy.Predict) -> None:
        super().__init__()
        self.analyze = predictor(AnalyzeIngredients)

    def forward(self, dietary_preferences: list[str], product_info: ProductInfo) -> dspy.Prediction:
        return self.analyze(dietary_preferences=dietary_preferences, product_info=product_info)


def build() -> dspy.Module:
    """The program as it is evaluated and deployed."""
    return IngredientAnalyzer()


def build_cot() -> dspy.Module:
    """The variant that reasons before it answers."""
    return IngredientAnalyzer(dspy.ChainOfThought)
