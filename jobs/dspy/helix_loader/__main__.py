"""`python -m helix_loader check|run`: what Helix runs in a clean process before and after a pointer moves."""

import argparse
import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

ORPHANED = 137


def main(arguments: list[str]) -> int:
    """Prints one JSON line; 0 when all is well, else 1."""
    options = _options().parse_args(arguments)
    answers = os.dup(1)
    os.dup2(2, 1)  # user code may print; the one line is ours
    if options.with_parent:
        _leave_with_parent()
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    result = _check(options) if options.verb == "check" else _run(options)
    os.write(answers, f"{json.dumps(result, ensure_ascii=False)}\n".encode())
    return 0 if result.get("ok", True) else 1


def _leave_with_parent() -> None:
    """Whoever started this holds the other end of stdin; when it goes, this process goes. User code gets an empty stdin."""
    line = os.dup(0)
    os.set_inheritable(line, False)
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)

    def wait() -> None:
        while os.read(line, 4096):
            pass
        os._exit(ORPHANED)

    threading.Thread(target=wait, name="parent", daemon=True).start()


def _check(options: argparse.Namespace) -> dict[str, Any]:
    from .canary import check

    artifact = options.artifact or Path(options.directory) / options.name / "current"
    return check(Path(artifact), options.root, options.live)


def _run(options: argparse.Namespace) -> dict[str, Any]:
    from . import HelixRefused, deployed
    from .canary import run

    try:
        return run(deployed(options.name, options.directory, options.root), json.loads(options.input))
    except HelixRefused as error:
        return {"ok": False, "error": str(error)}
    except Exception as error:
        return {"ok": False, "error": f"{type(error).__name__}: {error}"}


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="helix_loader")
    verbs = parser.add_subparsers(dest="verb", required=True)
    check = verbs.add_parser("check", help="replay the golden examples of an artifact")
    check.add_argument("--artifact", help="the artifact's folder; without it, what is current")
    check.add_argument("--live", action="store_true", help="also make one real call")
    run = verbs.add_parser("run", help="answer one input with what is deployed")
    run.add_argument("--input", required=True, help="the inputs as a JSON object")
    for verb in (check, run):
        verb.add_argument("--directory", required=True)
        verb.add_argument("--name", required=True)
        verb.add_argument("--root")
        verb.add_argument("--with-parent", action="store_true", help="leave when the other end of stdin is closed")
    return parser


sys.exit(main(sys.argv[1:]))
