"""Source closure: the modules under a root that an entry module imports, directly or not, and the declared files.

Imports are read from the syntax tree, so the hash neither depends on what a process happened to import nor runs code.
Imports whose name is only known at run time are not seen; declare such files under `files:`.
"""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

from .canonical import digest_of, sha256
from .refused import HelixRefused


def source_hash(entry: str, root: Path, files: Iterable[str] = ()) -> str:
    """sha256 over the module closure of `module:callable` inside root and the declared files, data excluded."""
    modules = closure(entry.partition(":")[0], root)
    declared = {name: sha256((root / name).read_bytes()) for name in _expand(files, root)}
    hashes = {path.relative_to(root).as_posix(): sha256(path.read_bytes()) for path in modules}
    return digest_of({"modules": hashes, "files": declared})


def closure(module: str, root: Path) -> list[Path]:
    """Files of the module, of the packages above it, and of everything under root they import. Sorted."""
    # In a folder of installed packages the neighbours are other people's: only the program's own package is its source.
    own = module.partition(".")[0] if root.name in ("site-packages", "dist-packages") else None
    found: dict[str, Path] = {}
    waiting = list(_with_parents(module))
    while waiting:
        name = waiting.pop()
        path = module_file(name, root)
        if path is None or name in found or own not in (None, name.partition(".")[0]):
            continue
        found[name] = path
        waiting.extend(part for imported in _imports(name, path) for part in _with_parents(imported))
    if module not in found:
        raise HelixRefused(f"there is no module {module} under the program's root")
    return sorted(set(found.values()))


def module_file(module: str, root: Path) -> Path | None:
    """The source file of a module under root, or None when it comes from somewhere else."""
    base = root.joinpath(*module.split("."))
    candidates = (base / "__init__.py", base.with_name(f"{base.name}.py"))
    return next((path for path in candidates if path.is_file()), None)


def _imports(module: str, path: Path) -> Iterator[str]:
    try:
        tree = ast.parse(path.read_bytes())
    except SyntaxError:
        return  # importing it will say so, with file and line
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(node, package)
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call):
            yield from _dynamic(node)


def _absolute(node: ast.ImportFrom, package: str) -> str:
    above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
    return ".".join([*above, *([node.module] if node.module else [])])


def _dynamic(node: ast.Call) -> Iterator[str]:
    """`import_module("name")` and `__import__("name")` with a constant name."""
    name = getattr(node.func, "attr", getattr(node.func, "id", None))
    if name in ("import_module", "__import__") and node.args and isinstance(node.args[0], ast.Constant):
        yield str(node.args[0].value)


def _with_parents(module: str) -> Iterator[str]:
    parts = [part for part in module.split(".") if part]
    yield from (".".join(parts[: end + 1]) for end in range(len(parts)))


def _expand(files: Iterable[str], root: Path) -> list[str]:
    return sorted({path.relative_to(root).as_posix() for name in files for path in _declared(name, root)})


def _declared(name: str, root: Path) -> list[Path]:
    path = root / name
    if root.resolve() not in [path.resolve(), *path.resolve().parents]:
        raise HelixRefused(f"the declared file {name} lies outside the program's root")
    if path.is_dir():
        return [item for item in path.rglob("*") if item.is_file() and "__pycache__" not in item.parts]
    if path.is_file():
        return [path]
    raise HelixRefused(f"the declared file {name} does not exist under the program's root")
