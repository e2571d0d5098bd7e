"""`python -m helix_dspy <spec.json>`: fd 3 belongs to the events before anything of DSPy is imported."""

import sys

from .channel import Channel, open_channel


def main() -> None:
    channel: Channel = open_channel()
    from .job import run

    run(sys.argv[1:], channel)


main()
