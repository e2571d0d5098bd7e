"""Near-duplicates of short structured records: signatures to look them up by, and an exact comparison to be sure.

A process of its own, with Helix's interpreter; nothing here knows programs, datasets or DSPy.
"""

# Raised by hand when signatures change: keys of different versions never meet.
VERSION = 1
