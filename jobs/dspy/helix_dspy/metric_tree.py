"""A metric read from another snapshot than the program's. Both have modules of the same names, and they must not mix.

The metric's modules are loaded under a package of their own, `helix_metric`; what they import by its plain name is looked up
there first. A module that is the same in both snapshots is one module, so that its types are the program's types.
"""

import ast
import builtins
import importlib
import sys
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

from helix_loader.programs import load_object
from helix_loader.refused import HelixRefused
from helix_loader.source import closure, module_file, source_hash

PACKAGE = "helix_metric"


def load_metric(entry: str, root: Path, program: str, program_root: Path) -> Any:
    """The metric `module:function` of `root`, beside a program of `program_root`. Raises HelixRefused where they would mix."""
    module, _, name = entry.partition(":")
    names = _names(module, root)
    shared = _shared(names, root, set(_names(program.partition(":")[0], program_root)), program_root)
    for each in names - shared:
        _refuse_dynamic(each, root)
    package = ModuleType(PACKAGE)
    package.__path__ = [str(root)]
    sys.modules[PACKAGE] = package
    sys.meta_path.insert(0, _Finder(root))
    for each in sorted(shared):
        sys.modules[f"{PACKAGE}.{each}"] = importlib.import_module(each)
    return load_object(f"{PACKAGE}.{module}:{name}", root)


def _names(module: str, root: Path) -> set[str]:
    return {_name(path.relative_to(root)) for path in closure(module, root)}


def _name(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _shared(names: set[str], root: Path, program: set[str], program_root: Path) -> set[str]:
    """Modules of the metric that are the program's too, with all that they import."""
    common = names & program
    equal = {each for each in common if source_hash(f"{each}:", root) == source_hash(f"{each}:", program_root)}
    # The package of a module that is not shared leads to that module: it cannot be shared either.
    shared = {each for each in equal if not any(own.startswith(f"{each}.") for own in names - equal)}
    for each in sorted(common - shared):
        if _has_classes(each, root) or _has_classes(each, program_root):
            raise HelixRefused(
                f"the metric imports {each}, which is not the same in this release's source and in the metric's: "
                f"the types of one would not be those of the other. Move what the metric needs of it into a module "
                f"that did not change, or evaluate a candidate of the source that is registered now"
            )
    return shared


def _has_classes(module: str, root: Path) -> bool:
    return any(isinstance(node, ast.ClassDef) for node in ast.walk(_tree(module, root)))


def _tree(module: str, root: Path) -> ast.AST:
    path = module_file(module, root)
    return ast.parse(path.read_bytes() if path else b"")


def _refuse_dynamic(module: str, root: Path) -> None:
    for name in _dynamic_imports(_tree(module, root)):
        if name is None or name.startswith(".") or _is_under(name, root):
            raise HelixRefused(
                f"the metric's module {module} imports by a name that is made at run time: with the program of another "
                f"snapshot beside it that could be the wrong module. Import it by an import statement"
            )


def _dynamic_imports(tree: ast.AST) -> Iterator[str | None]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", None))
            if called in ("import_module", "__import__"):
                first = node.args[0] if node.args else None
                yield first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def _is_under(module: str, root: Path) -> bool:
    return any(module_file(name, root) is not None for name in (module, module.partition(".")[0]))


class _Finder:
    """Finds the modules of the metric's package, and gives them an `import` of their own."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._builtins = {**vars(builtins), "__import__": self._import}

    def find_spec(self, name: str, path: Sequence[str] | None, target: Any = None) -> ModuleSpec | None:
        if not name.startswith(f"{PACKAGE}."):
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _Loader(spec.loader.name, spec.loader.path, self._builtins)
        return spec

    def _import(
        self, name: str, variables: Any = None, local: Any = None, wanted: Any = (), level: int = 0
    ) -> ModuleType:
        if level or not _is_under(name, self._root):
            return builtins.__import__(name, variables, local, wanted, level)
        parts = name.split(".")
        full = [".".join([PACKAGE, *parts[: end + 1]]) for end in range(len(parts))]
        modules = [importlib.import_module(each) for each in full]
        for above, part, module in zip(modules, parts[1:], modules[1:], strict=False):
            if not hasattr(above, part):
                setattr(above, part, module)
        return builtins.__import__(full[-1], variables, local, wanted, 0) if wanted else modules[0]


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, own: dict[str, Any]) -> None:
        super().__init__(name, path)
        self._own = own

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__["__builtins__"] = self._own
        super().exec_module(module)
