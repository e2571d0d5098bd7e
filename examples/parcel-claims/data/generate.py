"""Writes claims.csv, the same bytes every time: 360 claims, each label a matter of the house rules below.

The carrier pays for breakage when the parcel was insured or the wrapping is said to be whole; for a disappearance always;
for a delay of more than five days; for a mix-up only when the customer sent the other parcel back; never for a return.
"""

import csv
import json
import random
from pathlib import Path

ITEMS = (
    "teapot,desk lamp,violin strings,rain jacket,chess set,espresso cups,router,field guide,wool blanket,camera lens,"
    "garden shears,picture frame,board game,hiking boots,vinyl record,baking stone,sleeping bag,alarm clock,watercolours,"
    "headphones,salad bowl,bike pump,model train,reading glasses,fountain pen,yoga mat,kettle,telescope,puzzle,mirror"
).split(",")
PLACES = (
    "Linz,Porto,Ghent,Tartu,Bergen,Nantes,Graz,Malmö,Sibiu,Cork,Delft,Parma,Vigo,Aarhus,Split,Lublin,Bari,Leeds,Turku,Basel"
).split(",")
ROOMS = "porch,office,hall,shop,studio,kitchen,garage,reception".split(",")
NAMES = "Ilse,Marek,Aino,Tiago,Greta,Milan,Noor,Pavel,Siri,Ugo,Vera,Wim,Yara,Zoe,Otto,Lea".split(",")

OPENINGS = (
    "Good morning, this is about the {item} I sent to {place}.",
    "I ordered a {item} from {place} and have to complain.",
    "{name} in {place} was waiting for a {item}.",
    "My parcel with the {item} left {place} on the {day}th.",
    "It is about consignment {number} from {place}.",
    "Hello, {name} here, from the {room} in {place}.",
    "We run a small {room} in {place} and sell things like this {item}.",
)

STORIES = {
    "breakage": (
        "When I opened it the {item} lay in pieces.",
        "There was a crack through the whole {item}, and splinters in the box.",
        "Something heavy must have stood on it: the {item} is bent and dented.",
        "It rattled already at the door, and the {item} was shattered.",
        "One corner was crushed and the {item} does not work any more.",
    ),
    "disappearance": (
        "Tracking stopped in {place} and nobody knows where it is.",
        "It was scanned once, at the depot, and never seen again.",
        "The app says delivered to the {room}, but no one there has seen anything.",
        "For weeks now there has been no trace of it.",
        "The driver swears he had it in the van, then it was gone.",
    ),
    "delay": (
        "It came {days} days after the date you promised.",
        "I waited {days} days longer than your website said.",
        "The birthday was over when it arrived, {days} days behind schedule.",
        "Promised for Monday, it took another {days} days.",
        "It sat in the depot for {days} days before anybody moved it.",
    ),
    "mix_up": (
        "In the box was a {other} instead, addressed to {name}.",
        "Your driver handed me somebody else's {other}.",
        "The label was mine but inside I found a {other}.",
        "I was given a {other} that belongs to a stranger in {place}.",
        "Two labels must have been swapped: I unpacked a {other}.",
    ),
    "return_to_sender": (
        "It went straight back to the shop, 'address unknown', though I live here.",
        "Nobody rang, and the next day it was on its way home to the sender.",
        "The card says I turned it away, which I never did.",
        "The locker was full, so you shipped it back where it came from.",
        "It was sent back because the house number was smudged.",
    ),
}

INSURED = ("I had paid for the insurance.", "It was an insured shipment.", "The cover up to 500 was booked.")
UNINSURED = ("I had not booked any cover.", "No insurance, I thought it would be fine.", "It went as a plain parcel.")
WHOLE = ("The carton itself was untouched.", "Outside there was not a scratch on the wrapping.")
TORN = ("The wrapping was one thin bag.", "I had used an old shoe box without padding.")
GAVE_BACK = ("I took the wrong one to your counter the same day.", "The stranger's parcel is back with your driver.")
KEPT = ("The wrong one still stands in my {room}.", "I have kept the other thing until you answer.")
CLOSINGS = (
    "Please tell me what you will do.",
    "{name} would like to know what happens now.",
    "I expect an answer by the {day}th.",
    "This is the second time this year.",
    "Otherwise I was always content with you.",
    "I enclose the receipt number {number}.",
    "",
)


def a_claim(rng: random.Random, cause: str) -> dict[str, str]:
    item, other = rng.sample(ITEMS, 2)
    days = rng.choice([2, 3, 4, 5, 6, 8, 9, 11, 14])
    aside, pays = circumstances(rng, cause, days)
    words = {"item": item, "other": other, "days": days, "place": rng.choice(PLACES), "room": rng.choice(ROOMS)}
    words |= {"name": rng.choice(NAMES), "day": rng.randint(4, 20), "number": rng.randint(10_000, 99_999)}
    sentences = [rng.choice(OPENINGS), rng.choice(STORIES[cause]), aside, rng.choice(CLOSINGS)]
    message = " ".join(each.format(**words) for each in sentences if each)
    contents = [item, *rng.sample([each for each in ITEMS if each not in (item, other)], rng.randint(0, 2))]
    return {"message": message, "contents": json.dumps(contents), "cause": cause, "pays": str(pays).lower()}


def circumstances(rng: random.Random, cause: str, days: int) -> tuple[str, bool]:
    """A sentence that matters for who pays, and who does."""
    if cause == "breakage":
        is_insured, is_whole = rng.random() < 0.5, rng.random() < 0.5
        cover, wrapping = rng.choice(INSURED if is_insured else UNINSURED), rng.choice(WHOLE if is_whole else TORN)
        return f"{cover} {wrapping}", is_insured or is_whole
    if cause == "mix_up":
        is_back = rng.random() < 0.5
        return rng.choice(GAVE_BACK if is_back else KEPT), is_back
    aside = rng.choice([*INSURED, *UNINSURED])
    return aside, {"disappearance": True, "delay": days > 5, "return_to_sender": False}[cause]


def main() -> None:
    rng = random.Random(20)
    causes = list(STORIES)
    claims: dict[str, dict[str, str]] = {}
    while len(claims) < 360:
        claim = a_claim(rng, causes[len(claims) % len(causes)])
        claims.setdefault(claim["message"], claim)
    path = Path(__file__).with_name("claims.csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["claim", "message", "contents", "cause", "pays"], lineterminator="\n")
        writer.writeheader()
        for number, claim in enumerate(claims.values(), 1):
            writer.writerow({"claim": f"PC-{number:04}", **claim})


if __name__ == "__main__":
    main()
