"""What a team without Helix runs: `dspy.Evaluate` on the same rows. One JSON line: when it ended, and every score."""

import json
import sys
import time

import dspy
from tickets.metric import score
from tickets.program import build

url, rows_path, threads = sys.argv[1:]
dspy.configure_cache(enable_disk_cache=False, enable_memory_cache=False)
dspy.configure(
    lm=dspy.LM("openai/bench", api_base=f"{url}/v1", api_key="none", temperature=0.0, cache=False),
    adapter=dspy.ChatAdapter(use_json_adapter_fallback=False),
)
with open(rows_path, encoding="utf-8") as lines:
    rows = [json.loads(line) for line in lines]
devset = [dspy.Example(**row["inputs"], **row["label"]).with_inputs(*row["inputs"]) for row in rows]
evaluate = dspy.Evaluate(devset=devset, metric=score, num_threads=int(threads), display_progress=False)
result = evaluate(build())
ended = time.time() * 1000
scores = {row["id"]: each[2] for row, each in zip(rows, result.results, strict=True)}
print(json.dumps({"ended": ended, "scores": scores}))
