"""Near-duplicates of short records: what may differ, what may not, and that signatures are the same everywhere."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from helix_near.alike import compare
from helix_near.sign import sign

PACKAGES = Path(__file__).parents[2] / "jobs" / "dspy"


def note(text, **more):
    return {"note": text, "wishes": ["Vegan", "No nuts"], "stock": 3, **more}


@pytest.mark.parametrize(
    "what, a, b",
    [
        ("case", "Oat drink, contains 2 % fat", "OAT DRINK, contains 2 % fat"),
        ("punctuation and spaces", "Oat drink, contains 2 % fat", "oat  drink; contains 2% fat."),
        ("a decimal comma", "Holds 1.5 litres", "Holds 1,5 litres"),
        ("parts in another order", "2 % fat, 20 % sugar, water", "water, 20 % sugar, 2 % fat"),
        ("a slip in a word", "Please send the invoice again", "Please send the invocie again"),
        ("a dropped letter", "Please send the invoice again", "Please send the invoce again"),
        ("the first two letters swapped", "Please send the invoice again", "Please send the nivoice again"),
        ("the first letter dropped", "Please send the invoice again", "Please send the nvoice again"),
        ("a word between a negation and its word", "this is not vegan food, I think", "this is not really vegan food, I think"),
        ("an added word", "Please send the invoice again", "Please send the invoice again today"),
        ("one word written as two", "A glutenfree bread for breakfast", "A gluten-free bread for break fast"),
    ],
)
def test_is_a_near_duplicate(what, a, b):
    assert compare(note(a), note(b))["near"]
    assert compare(note(b), note(a))["near"]
    assert set(sign(note(a))["near"]) & set(sign(note(b))["near"]), "it would never be proposed"


@pytest.mark.parametrize(
    "what, a, b",
    [
        ("a changed number", "contains 2 % fat", "contains 20 % fat"),
        ("a changed sign", "store at -5 degrees please", "store at 5 degrees please"),
        ("exchanged numbers", "2 % fat, 20 % sugar", "20 % fat, 2 % sugar"),
        ("a unit", "a bottle of 2 g salt", "a bottle of 2 kg salt"),
        ("a negation", "this is not safe to eat", "this is safe to eat"),
        ("a contraction", "the shop doesn't deliver here", "the shop does deliver here"),
        ("a negated word", "sweetened with sugar today", "unsweetened with sugar today"),
        ("a negating first letter", "a perfectly typical case", "a perfectly atypical case"),
        ("another first letter", "three toasted almonds left", "three roasted almonds left"),
        ("what is negated, in one breath", "without milk with nuts", "without nuts with milk"),
        ("what is negated", "without milk, with nuts", "with milk, without nuts"),
        ("what is free of it", "gluten free bread, milk", "gluten bread, milk free"),
        ("a direction", "move it from Berlin to Paris", "move it from Paris to Berlin"),
        ("another product", "Is the tomato soup of today vegan", "Is the lentil soup of today vegan"),
        ("an item more", "corn flour, malt, sea salt, niacin, rice", "corn flour, malt, sea salt, niacin, rice, milk"),
        ("a word like another", "a stew with beef and rice", "a stew with beet and rice"),
        ("another script without word breaks", "这个产品含有牛奶和鸡蛋成分", "这个产品含有花生和鸡蛋成分"),
        ("nothing", "", "something"),
    ],
)
def test_is_none(what, a, b):
    assert not compare(note(a), note(b))["near"]
    assert not compare(note(b), note(a))["near"]


@pytest.mark.parametrize(
    "what, change",
    [
        ("a wish more", {"wishes": ["Vegan", "No nuts", "Halal"]}),
        ("another wish", {"wishes": ["Vegetarian", "No nuts"]}),
        ("another plain number", {"stock": 30}),
        ("a number as a text", {"stock": "3"}),
        ("true for one", {"stock": True}),
        ("a field more", {"extra": None}),
    ],
)
def test_fields_count_by_themselves(what, change):
    assert not compare(note("Oat drink"), note("Oat drink", **change))["near"]


def test_a_list_has_no_order_and_its_items_keep_their_fields_together():
    parts = [{"name": "salt", "grams": 2}, {"name": "sugar", "grams": 20}]
    swapped = [{"name": "salt", "grams": 20}, {"name": "sugar", "grams": 2}]

    assert compare({"parts": parts}, {"parts": parts[::-1]})["near"]
    assert not compare({"parts": parts}, {"parts": swapped})["near"]


def test_a_text_moved_to_another_field_is_another_record():
    assert not set(sign({"a": "oat drink", "b": ""})["near"]) & set(sign({"a": "", "b": "oat drink"})["near"])


def test_long_texts_and_tables_take_no_time():
    numbers = ", ".join(f"part {n} {n * 7} mm" for n in range(1_500))
    moved = numbers.replace("7 mm", "70 mm", 1).replace("70 mm", "7 mm", 1) + ", end"
    begun = time.monotonic()

    sign(note("x" * 200_000 + " " + numbers))
    compare(note(numbers), note(moved))
    compare(note(" ".join(f"a{n}b word" for n in range(5_000))), note(" ".join(f"word c{n}d" for n in range(5_000))))

    assert time.monotonic() - begun < 10


def test_signatures_are_the_same_in_every_process_and_a_bad_question_does_not_end_it():
    asked = [{"sign": [note("Oat drink", wishes=[])]}, {"compare": [[1]]}, {"sign": [note("Oat drink", wishes=[])]}]
    lines = "".join(json.dumps(question) + "\n" for question in asked)

    done = subprocess.run(
        [sys.executable, "-m", "helix_near"],
        input=lines,
        capture_output=True,
        text=True,
        timeout=30,
        env={"PYTHONPATH": str(PACKAGES), "PYTHONHASHSEED": "7"},
    )

    first, problem, again = map(json.loads, done.stdout.splitlines())
    assert first == again == {"signed": [sign(note("Oat drink", wishes=[]))]}
    assert problem["error"].startswith("ValueError")
