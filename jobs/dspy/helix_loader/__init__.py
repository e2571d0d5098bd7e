"""What production imports: loads a deployed program, or refuses with a sentence.

    from helix_loader import deployed

    analyze = deployed("ingredient-analyzer", directory="/srv/helix")
    prediction = analyze(product_info=…)

Importing needs the standard library only; DSPy (>=3.3,<4) is imported when a program is loaded.
"""

from .deployed import Deployed as Deployed
from .deployed import deployed as deployed
from .refused import HelixRefused as HelixRefused
