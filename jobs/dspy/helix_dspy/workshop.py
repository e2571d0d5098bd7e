"""Sets DSPy up for a job and does the work: describe, evaluate or compile."""

import os
from pathlib import Path
from typing import Any

import dspy
from helix_loader.hashes import EVAL_CONTRACT, source_hash, state_hash
from helix_loader.programs import ImportFailed, build_adapter, build_program, load_object, put_first
from helix_loader.refused import HelixRefused
from helix_loader.source import closure
from helix_loader.state import load_state, pinned_predictors, secrets_in, unsaved_predictors

from .adapter import whole_failures
from .adopt import adopt_state
from .bars import keep_bars_apart
from .caller import METRIC
from .channel import Channel
from .compile import Compile, NoRows
from .contract import ContractBroken
from .data import examples_of
from .describe import GOLD_ROWS, field_schemas, packages, try_metric
from .ending import Ending
from .evaluate import Bench
from .forks import Standing
from .guard import Guard
from .job import Refused, versions
from .language_models import language_models
from .limiter import Limiter
from .lm import MissingKey
from .measuring import measure
from .metric import Metric
from .metric_tree import load_metric
from .optimizers import BadOptimizer
from .own_models import OwnModels, asks_models, makes_models
from .row_file import RowFile
from .rows import BadInput, Types, read_rows
from .views import Origins, program_fields
from .warm import warm_up


class Workshop:
    """A program, its metric and its language models, ready to work."""

    def __init__(
        self, spec: dict[str, Any], channel: Channel, guard: Guard, ending: Ending, limiter: Limiter
    ) -> None:
        self.spec = spec
        self.limiter = limiter
        self.channel = channel
        self.guard = guard
        self.ending = ending
        self.root = Path(spec["root"])

    def work(self) -> None:
        """Does the job. Raises Refused with a reason, or HelixAbort at a stop."""
        try:
            self._prepare()
            {"describe": self._describe, "evaluate": self._evaluate, "compile": self._compile}[self.spec["kind"]]()
        except ImportFailed as error:
            raise Refused("import", str(error)) from error
        except HelixRefused as error:
            raise Refused("program", str(error)) from error
        except MissingKey as error:
            raise Refused("key", str(error)) from error
        except (BadInput, ContractBroken, NoRows) as error:
            raise Refused("rows", str(error)) from error
        except BadOptimizer as error:
            raise Refused("optimizer", str(error)) from error

    def _prepare(self) -> None:
        spec = self.spec
        self.standing = Standing()
        put_first(self.root)
        self.program_source = source_hash(spec["program"], self.root, spec["files"])
        self.metric_root = Path(spec.get("metric_root") or self.root)
        self.metric_source = source_hash(spec["metric"], self.metric_root) if spec["metric"] else None
        self.lms = language_models(spec, self.channel, self.guard, self.ending, self.limiter)
        self.own_models = OwnModels(self.lms, self.guard)
        self.own_models.install()
        self.program = build_program(spec["program"], self.root)
        self.metric = self._load_metric() if spec["metric"] else None
        self._check_program()
        self.adapter = build_adapter(spec["adapter"])
        self._configure()
        self._announce()

    def _check_program(self) -> None:
        if pinned := pinned_predictors(self.program):
            raise HelixRefused(
                f"{', '.join(pinned)} brings its own language model; remove it, the run chooses the model"
            )
        if self.spec["state"] is not None:
            load_state(self.program, self.spec["state"])

    def _load_metric(self) -> Metric:
        function = self._metric_function()
        try:
            return Metric(function)
        except (TypeError, ValueError) as error:
            raise HelixRefused(f"{self.spec['metric']}: {error}") from error

    def _metric_function(self) -> Any:
        entry, program = self.spec["metric"], self.spec["program"]
        if self.metric_root == self.root:
            return load_object(entry, self.root)
        return load_metric(entry, self.metric_root, program, self.root)

    def _configure(self) -> None:
        keep_bars_apart()
        dspy.configure_cache(enable_disk_cache=False, enable_memory_cache=False)
        dspy.configure(
            lm=self.lms.get("task"),
            adapter=self.adapter,
            num_threads=self.spec["threads"],
            max_errors=10**9,  # the guard decides when a job has failed
            disable_history=True,
            warn_on_type_mismatch=False,
        )

    def _announce(self) -> None:
        self.channel.emit(
            "job_start",
            kind=self.spec["kind"],
            **versions(),
            program_source=self.program_source,
            metric_source=self.metric_source,
            state_hash=state_hash(self.program),
            eval_contract=EVAL_CONTRACT,
        )

    def _bench(self) -> Bench:
        spec = self.spec
        fields, failure = spec["input_fields"], spec["failure_score"]
        return Bench(self.program, Types(self.program), fields, self.metric, failure, spec["threads"], self.guard)

    def _describe(self) -> None:
        types = Types(self.program)
        if self.spec.get("adopt"):
            adopt_state(self.program, self.spec["adopt"])
        rows = read_rows(self.spec["rows"]) if self.spec["rows"] else []
        if self.spec.get("data"):
            rows = self._send_data(self.spec["data"])
        metric = try_metric(self.metric, rows, types, self.spec["input_fields"]) if self.metric else None
        fields = program_fields(self.program, self.adapter, Origins(rows))
        self._check_secrets(fields["state"])
        self.channel.emit(
            "described",
            **fields,
            unsaved_predictors=unsaved_predictors(self.program),
            input_schemas=field_schemas(types.inputs, self.spec["input_fields"]),
            output_schemas=field_schemas(types.outputs),
            packages=packages(),
            own_models=self.own_models.made > 0 or makes_models([*self._sources("program"), *self._sources("metric")]),
            metric=metric and {**metric, "asks_lm": self._metric_asks()},
        )

    def _send_data(self, entry: str) -> list[dict[str, Any]]:
        """Streams the examples of a team's callable; answers the first few, for the metric."""
        first: list[dict[str, Any]] = []
        for number, row in enumerate(examples_of(entry, self.root, self.spec["input_fields"]), 1):
            self.channel.emit("row", **row)
            if len(first) < GOLD_ROWS:
                first.append({"id": f"row {number}", "repetition": 0, "prediction": None, **row})
        return first

    def _metric_asks(self) -> bool:
        """Whether the metric asked a model when it was tried, or would for an answer that was not."""
        shared = set(self._sources("program"))
        return self.guard.has_called(METRIC) or asks_models(set(self._sources("metric")) - shared)

    def _sources(self, part: str) -> list[Path]:
        return closure(self.spec[part].partition(":")[0], self.root) if self.spec[part] else []

    def _evaluate(self) -> None:
        rows = RowFile(self.spec["rows"])
        if rows.needs_predictions:
            self._need("task")
        warm_up(self.adapter, list(self.lms.values()))
        measure(self.spec, rows, self._bench(), self.channel, self.standing)

    def _compile(self) -> None:
        self._need("task")
        if self.metric is None:
            raise Refused("spec", "a compile needs a metric")
        job = Compile(self.spec, self._bench(), self.adapter, self.channel.emit, self._check_secrets)
        self.ending.best = job.search.best
        dspy.configure(callbacks=[job.watch], adapter=whole_failures(self.adapter))
        job.run(self.metric, self.lms)

    def _need(self, role: str) -> None:
        if role not in self.lms:
            raise Refused("spec", f"the job needs a language model for the role {role}")

    def _check_secrets(self, state: dict[str, Any]) -> None:
        names = [lm["api_key_env"] for lm in self.spec["lms"].values() if lm["api_key_env"]]
        found = secrets_in(state, tuple(os.environ[name] for name in names if len(os.environ.get(name, "")) >= 8))
        if found:
            raise HelixRefused(f"the program's state holds what looks like a secret, at {', '.join(found)}")
