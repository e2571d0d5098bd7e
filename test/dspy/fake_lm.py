"""A tiny OpenAI-compatible server for tests: a model that knows what its prompt shows it, and faults on request."""

import json
import re
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = tuple[int, dict[str, str], Any]


class FakeLm:
    """`answer(body, headers)` gives the text; `fault(body, number)` may give a whole reply instead of it."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.lock = threading.Lock()
        self.fault: Callable[[dict[str, Any], int], Reply | None] = lambda body, number: None
        self.answer: Callable[[dict[str, Any]], str] = knows_what_it_is_shown
        self.seen = threading.Condition(self.lock)
        self.gate = threading.Event()
        self.gate.set()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def close(self) -> None:
        self.gate.set()
        self._server.shutdown()
        self._server.server_close()

    def wait_for(self, count: int, timeout: float = 60) -> None:
        """Waits until so many requests have come in."""
        with self.seen:
            assert self.seen.wait_for(lambda: len(self.requests) >= count, timeout), f"{len(self.requests)} requests"

    def take(self, body: dict[str, Any], headers: dict[str, str]) -> Reply:
        with self.seen:
            self.requests.append(body)
            self.headers.append(headers)
            number = len(self.requests)
            self.seen.notify_all()
        reply = self.fault(body, number)
        self.gate.wait()
        return reply or (200, {}, completion(self.answer({**body, "rollout": headers.get("x-helix-rollout")}), body))


def completion(text: str, body: dict[str, Any]) -> dict[str, Any]:
    """A chat completion; of several choices each says which it is, so that no two are equal."""
    prompt = sum(len(message["content"]) for message in body["messages"]) // 4
    texts = [text] if body.get("n", 1) == 1 else [text.replace(" VARIANT", f" {j}") for j in range(body["n"])]
    said = sum(len(each) for each in texts) // 4
    usage = {"prompt_tokens": prompt, "completion_tokens": said, "total_tokens": prompt + said}
    choices = [
        {"index": index, "message": {"role": "assistant", "content": each}, "finish_reason": "stop"}
        for index, each in enumerate(texts)
    ]
    return {
        "id": "x",
        "object": "chat.completion",
        "created": 1,
        "model": f"{body['model']}-001",
        "choices": choices,
        "usage": usage,
    }


def knows_what_it_is_shown(body: dict[str, Any]) -> str:
    """Says `edible` only of what instructions or demos call edible; asked to reflect, keeps the feedback it reads."""
    messages = body["messages"]
    if is_reflection(body):
        rules = sorted(set(re.findall(r"\w+ is edible", messages[0]["content"])))
        return f"```\nSay whether the thing is edible. {'. '.join(rules)}.\n```"
    wanted = asked_fields(messages[-1]["content"])
    if "verdict" not in wanted:
        return propose(wanted, messages)
    thing = re.findall(r"\[\[ ## thing ## \]\]\n(\w+)", messages[-1]["content"])[-1]
    evidence = "\n".join(message["content"] for message in messages[:-1])
    shown = re.search(rf"\[\[ ## thing ## \]\]\n{thing}\b.*?\[\[ ## verdict ## \]\]\n(\w+)", evidence, re.S)
    verdict = "edible" if f"{thing} is edible" in evidence or (shown and shown[1] == "edible") else "inedible"
    return f"[[ ## verdict ## ]]\n{verdict}\n\n[[ ## completed ## ]]"


def asked_fields(text: str) -> list[str]:
    """The output fields that DSPy's chat adapter asks for in its last message."""
    return re.findall(r"`\[\[ ## (\w+) ## \]\]`", text.rsplit("Respond with", 1)[-1])[:-1]


def propose(wanted: list[str], messages: list[dict[str, Any]]) -> str:
    """What an optimizer's own questions get: rules from the labels in that very prompt, a variant's number at the end."""
    text = "\n".join(message["content"] for message in messages)
    shown = re.findall(r"thing\W+(\w+).{0,40}?verdict\W+edible\b", text, re.S)
    rules = ". ".join(sorted({f"{thing} is edible" for thing in shown} | set(re.findall(r"\b\w+ is edible", text))))
    said = f"Say whether the thing is edible. {rules}. VARIANT"
    values = {"module_advice": json.dumps({"judge": said}), "proposed_prefix_for_output_field": "Verdict:"}
    return "\n\n".join([f"[[ ## {name} ## ]]\n{values.get(name, said)}" for name in wanted] + ["[[ ## completed ## ]]"])


def is_reflection(body: dict[str, Any]) -> bool:
    return len(body["messages"]) == 1


def _handler(lm: FakeLm) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            status, headers, answer = lm.take(body, {key.lower(): value for key, value in self.headers.items()})
            data = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
            try:
                self.send_response(status)
                for name, value in {
                    "content-type": "application/json",
                    "content-length": str(len(data)),
                    **headers,
                }.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data)
            except OSError:
                pass  # the runner was killed meanwhile

        def log_message(self, *arguments: Any) -> None:
            pass

    return Handler
