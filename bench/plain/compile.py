"""What a team without Helix writes to run an optimizer: plain DSPy. One JSON line: the hash of the state it ends in.

Usage: compile.py <job.json>, with url, root, program, metric, optimizer, init, compile, train, val, inputs, threads, threshold.
"""

import importlib
import json
import os
import random
import sys
from pathlib import Path

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"

import dspy
from helix_dspy.rows import Types
from helix_loader.hashes import state_hash

job = json.loads(Path(sys.argv[1]).read_text())
sys.path.insert(0, job["root"])
random.seed(0)


def load(entry):
    module, _, name = entry.partition(":")
    return getattr(importlib.import_module(module), name)


class SampledLM(dspy.LM):
    """A real provider draws anew for each call; the simulated one has to be told which draw is meant."""

    def forward(self, prompt=None, messages=None, **kwargs):
        rollout = kwargs.get("rollout_id", self.kwargs.get("rollout_id"))
        headers = {} if rollout is None else {"extra_headers": {"x-helix-rollout": str(rollout)}}
        return super().forward(prompt=prompt, messages=messages, **kwargs, **headers)


def lm(model):
    return SampledLM(f"openai/{model}", api_base=f"{job['url']}", api_key="none", num_retries=0)


dspy.configure_cache(enable_disk_cache=False, enable_memory_cache=True)
task, reflection = lm("sim-flash"), lm("sim-pro")
dspy.configure(lm=task, adapter=dspy.ChatAdapter(use_json_adapter_fallback=False))
program, score = load(job["program"])(), load(job["metric"])
types = Types(program)


def examples(rows):
    typed = ({**types.read_outputs(row["label"]), **types.read_inputs(row["inputs"])} for row in rows)
    return [dspy.Example(**fields).with_inputs(*job["inputs"]) for fields in typed]


def value(example, pred, trace=None):
    number = score(example, pred).score
    return number if trace is None else number >= job["threshold"]


kinds = {
    "LabeledFewShot": (dspy.LabeledFewShot, {}),
    "BootstrapFewShot": (dspy.BootstrapFewShot, {"metric": value}),
    "BootstrapRS": (dspy.BootstrapFewShotWithRandomSearch, {"metric": value, "num_threads": job["threads"]}),
    "MIPROv2": (dspy.MIPROv2, {"metric": value, "prompt_model": reflection, "num_threads": job["threads"]}),
    "GEPA": (dspy.GEPA, {"metric": score, "reflection_lm": reflection, "num_threads": job["threads"]}),
}
kind, own = kinds[job["optimizer"]]
rows = {"trainset": examples(job["train"])}
if job["optimizer"] not in ("LabeledFewShot", "BootstrapFewShot"):
    rows["valset"] = examples(job["val"])
result = kind(**own, **job["init"]).compile(program, **rows, **job["compile"])
print(json.dumps({"state": state_hash(result)}))
