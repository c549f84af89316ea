"""Which small faults in the code does a test notice? See mutation.md for what came of it.

    python docs/mutation.py                          all modules of `TARGETS`
    python docs/mutation.py layers/plan/plan.py           one
    python docs/mutation.py --sample 60 --seed 10    at most 60 mutants of each, drawn by chance
    python docs/mutation.py --faults                 the faults written down in tests/faults.toml

Needs `pip install cosmic-ray` beside what the tests need; nothing else does. CI does not run it.

cosmic-ray makes the mutants. They are tried here and not by `cosmic-ray exec`, because that starts
an interpreter for each, which takes longer than the tests: this process imports what no mutant
changes, then forks for each. mutmut forks too, but leaves decorated functions alone, and most
measures and all lazy properties are decorated.

Of the operators that cosmic-ray puts in the place of each, the nearest are tried (`_NEAREST`): the
others raise at once, and would make the score look better than it is. Annotations, imports for
them and the sizes of caches are no code here: no figure hangs on them.
"""

import argparse
import ast
import difflib
import functools
import importlib
import importlib.abc
import importlib.util
import json
import os
import pkgutil
import random
import signal
import sys
import time
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def _tests(*names):
    """Test files of the drawn country, or others by their path, and what holds for all values."""
    own = [name if "/" in name else f"tests/drawn/test_{name}.py" for name in names]
    return [*own, "tests/test_values.py"]


_LIMITS, _REGISTRY, _FIGURES, _PLAN, _PROVISIONS, _IMPORTING = (
    "tests/layers/comparison/test_limits.py",
    "tests/layers/measures/test_registry.py",
    "tests/layers/measures/test_figures.py",
    "tests/layers/plan/test_plan.py",
    "tests/layers/test_provisions.py",
    "tests/layers/importing/",
)
_OVERLAY = "tests/layers/comparison/test_pieces.py::test_any_lines_add_up"
_PINHOLES = "test_pinholes_close_and_holes_stay"
_TOUCH = "test_lines_and_points_of_touching_are_no_ground"
_MEASURES = _tests(_LIMITS, "comparison", "measures", "intervals")
_EXCHANGE = _tests(_LIMITS, "comparison", "basis")
_BROUGHT = [f"{_IMPORTING}test_drawn.py", f"{_IMPORTING}test_front.py"]
_SWAP = ["tests/drawn/test_changed.py", "tests/drawn/test_comparison.py"]
TARGETS = {
    "layers/plan/figure.py": _tests("measures", "intervals", "zone"),
    "layers/plan/plan.py": _tests(
        "measures", "zone", "basis", f"{_PLAN}::{_PINHOLES}", f"{_PLAN}::{_TOUCH}"
    ),
    "layers/plan/zone.py": _tests("measures", "zone", "comparison"),
    "layers/provisions.py": _tests("provisions", _PROVISIONS),
    "layers/comparison/apart.py": ["tests/drawn/test_comparison.py"],
    "layers/audit.py": ["tests/drawn/test_audit.py"],
    "layers/comparison/basis.py": ["tests/drawn/test_basis.py"],
    "layers/comparison/changed.py": ["tests/drawn/test_changed.py"],
    "layers/comparison/compare.py": ["tests/drawn/test_basis.py"],
    "layers/measures/detail.py": ["tests/drawn/test_basis.py", "tests/drawn/test_comparison.py"],
    "layers/measures/territory.py": _MEASURES,
    "layers/measures/line.py": _MEASURES,
    "layers/measures/people.py": _MEASURES,
    "layers/measures/zone.py": _MEASURES,
    "layers/comparison/overlay.py": [*_SWAP, _OVERLAY],
    "layers/comparison/pareto.py": _tests(_REGISTRY),
    "layers/comparison/pieces.py": [*_SWAP, _LIMITS],
    "layers/measures/registry.py": _tests(_REGISTRY, "measures", _FIGURES),
    "layers/measures/view.py": _EXCHANGE,
    "layers/measures/figures.py": _tests("measures", "intervals", _FIGURES),
    "layers/importing/bring.py": _BROUGHT[:1],
    "layers/importing/files.py": _tests(f"{_IMPORTING}test_files.py"),
    "layers/importing/front.py": _BROUGHT[::-1],
    "layers/importing/lines.py": _BROUGHT[:1],
    "layers/importing/region.py": _BROUGHT[:1],
    "layers/importing/report.py": _BROUGHT[:1],
    "layers/importing/table.py": _tests(f"{_IMPORTING}test_table.py"),
}
"""Each module with the tests that are to notice: quick ones, the first failure ends a run."""

_NEAREST = {
    "Add": ("Sub",), "Sub": ("Add",), "Mul": ("Div",), "Div": ("Mul",), "FloorDiv": ("Div",),
    "Mod": ("FloorDiv",), "Pow": ("Mul",), "BitOr": ("BitAnd",), "BitAnd": ("BitOr",),
    "BitXor": ("BitAnd",), "LShift": ("RShift",), "RShift": ("LShift",),
    "Lt": ("LtE", "GtE"), "LtE": ("Lt", "Gt"), "Gt": ("GtE", "LtE"), "GtE": ("Gt", "Lt"),
    "Eq": ("NotEq",), "NotEq": ("Eq",), "Is": ("IsNot",), "IsNot": ("Is",),
    "In": ("NotIn",), "NotIn": ("In",),
}  # fmt: skip

_LIMIT_S = 120
_HEAVY = (
    "numpy pandas scipy.spatial shapely shapely.ops pyproj geopandas pyogrio pydantic requests "
    "geographiclib.geodesic hypothesis"
)
_OPTIONS = (
    "-x", "-q", "-p", "no:cacheprovider", "-p", "no:benchmark", "-p", "no:xdist", "-m", "not slow",
    "-W", "ignore::pytest.PytestAssertRewriteWarning", "-o", "addopts=--import-mode=importlib",
)  # fmt: skip


def operators(names):
    """The names of the operators that are tried."""
    for name in sorted(names):
        parts = name.partition("/")[2].split("_")
        if parts[0] in {"ReplaceBinaryOperator", "ReplaceComparisonOperator"}:
            before, after = parts[1:]
            if after not in _NEAREST.get(before, ()):
                continue
        if not parts[0].startswith("Variable"):  # those ask for the names of variables
            yield name


def meaning(code):
    """The code without what no figure hangs on: annotations, imports for them, caches."""
    tree = ast.parse(code)
    tree.body = [node for node in tree.body if "TYPE_CHECKING" not in ast.dump(node)]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
            kept = (one for one in node.decorator_list if "lru_cache" not in ast.dump(one))
            node.decorator_list = list(kept)
        if isinstance(node, ast.arg):
            node.annotation = None
        if isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(None)
        if isinstance(node, ast.keyword) and node.arg == "strict":  # guards against our own slips
            node.value = ast.Constant(None)
    return ast.dump(tree)


def mutants(path):
    """Every mutant of a file, (operator, code), each once."""
    plugins = importlib.import_module("cosmic_ray.plugins")
    code = (ROOT / path).read_text(encoding="utf-8")
    seen = {meaning(code)}
    for name in operators(plugins.operator_names()):
        for changed in _occurrences(plugins.get_operator(name)(), code):
            try:
                key = meaning(changed)
            except SyntaxError:
                continue
            if key not in seen:
                seen.add(key)
                yield name.partition("/")[2], changed


def _occurrences(operator, code):
    mutate = importlib.import_module("cosmic_ray.mutating").mutate_code
    stumbles = 0
    for occurrence in range(10_000):
        try:
            changed = mutate(code, operator, occurrence)
        except AttributeError:  # cosmic-ray 8.7 stumbles over `except` with a dotted name
            stumbles += 1
            if stumbles > 20:
                return
            continue
        if changed is None:
            return
        yield changed


def difference(path, changed):
    """What a mutant changed, as `line: before -> after`."""
    code = (ROOT / path).read_text(encoding="utf-8").splitlines()
    rows = list(difflib.unified_diff(code, changed.splitlines(), n=0, lineterm=""))[2:]
    number = rows[0].split()[1].lstrip("-").partition(",")[0]
    old, new = (" ".join(r[1:].strip() for r in rows[1:] if r[0] == sign) for sign in "-+")
    return f"{number}: {old} -> {new}"


def module_of(path):
    """The name of the module in a file of the product or of the tools."""
    name = path.removesuffix(".py").replace("/", ".")
    return name if name.startswith("tools.") else f"ceaseline.{name}"


class _Mutated(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module from changed code."""

    def __init__(self, path, code):
        self.name = module_of(path)
        self.file, self.code = str(ROOT / path), code

    def find_spec(self, fullname, _path=None, _target=None):
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(fullname, self.file, loader=self)

    def create_module(self, _spec):
        return None

    def exec_module(self, module):
        exec(compile(self.code, self.file, "exec"), module.__dict__)  # noqa: S102 - our own code


def warm():
    """Import what no mutant changes, and read the embedded data."""
    for name in _HEAVY.split():
        importlib.import_module(name)
    for package in ("geo", "layers"):
        for found in pkgutil.walk_packages([str(ROOT / package)], f"ceaseline.{package}."):
            importlib.import_module(found.name)
    base = importlib.import_module("ceaseline.geo.country.boundaries").boundaries()
    base.divider, base.land, base.lakes, base.rivers, base.river  # noqa: B018 - kept
    importlib.import_module("ceaseline.geo.gazetteer").gazetteer()
    drawn = importlib.import_module("tests.drawn.country")
    drawn.country().divider, drawn.gazetteer()
    for name in [key for key in sys.modules if key.startswith(("ceaseline.", "tools.", "tests."))]:
        if getattr(sys.modules[name], "__file__", None):
            _imported(name)


@functools.cache
def _imported(name):
    """The modules that a module imports, and the packages that it lies in."""
    module = sys.modules[name]
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    found = {name.rpartition(".")[0]}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    return found


def dependents(name):
    """A module and all that import it, near or far, of those that are loaded."""
    loaded = [
        key
        for key, module in list(sys.modules.items())
        if key.startswith(("ceaseline.", "tools.", "tests.")) and getattr(module, "__file__", None)
    ]
    out, before = {name} & set(loaded), -1
    while len(out) > before:
        before = len(out)
        out |= {key for key in loaded if _imported(key) & out}
    return out


def start(path, code, tests, *, loud=False):
    """Fork a process that runs the tests on a mutant; return its id."""
    child = os.fork()
    if child:
        return child
    signal.setitimer(signal.ITIMER_PROF, _LIMIT_S)  # of the processor: others may keep it busy
    if not loud:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
    for name in dependents(module_of(path)):
        del sys.modules[name]  # what is mutated is imported anew, and all that holds it
    sys.meta_path.insert(0, _Mutated(path, code))
    outcome = 3
    try:
        for test in tests:  # one by one: what the first notices, no other need be imported for
            outcome = int(pytest.main([*_OPTIONS, test]))
            if outcome:
                break
    finally:
        sys.stdout.flush()
        os._exit(outcome)


def tried(path, found, tests, workers):
    """Run the tests on every mutant; yield (operator, what changed, whether a test noticed)."""
    waiting, running = list(found), {}
    while waiting or running:
        while waiting and len(running) < workers:
            name, changed = waiting.pop(0)
            running[start(path, changed, tests)] = (name, changed)
        child, status = os.wait()
        name, changed = running.pop(child)
        yield name, difference(path, changed), status != 0


def passes(path, tests):
    """Whether the tests pass on the code as it is."""
    code = (ROOT / path).read_text(encoding="utf-8")
    if os.waitpid(start(path, code, tests), 0)[1] == 0:
        return True
    os.waitpid(start(path, code, tests, loud=True), 0)
    return False


def module(path, chosen):
    """Try the mutants of a module, print what no test noticed, return the counts."""
    tests, began = TARGETS[path], time.monotonic()
    if not passes(path, tests):
        sys.exit(f"{path}: its tests fail without a mutant; mend them first.")
    taken, every = time.monotonic() - began, list(mutants(path))
    some = every
    if chosen.sample and len(every) > chosen.sample:
        some = random.Random(chosen.seed).sample(every, chosen.sample)  # noqa: S311 - no secret
    print(f"{path}: {len(some)} of {len(every)} mutants; its tests take {taken:.1f} s")
    survivors = []
    for name, change, noticed in tried(path, some, tests, chosen.workers):
        if not noticed:
            survivors.append(change)
            print(f"    {change}   [{name}]", flush=True)
    gone, spent = len(some) - len(survivors), time.monotonic() - began
    print(f"  {gone} of {len(some)} noticed, {gone / len(some):.0%}, in {spent:.0f} s", flush=True)
    return {"mutants": len(every), "tried": len(some), "survivors": sorted(survivors)}


def faults():
    """Make each fault of tests/faults.toml and tell which no test notices."""
    rows = tomllib.loads((ROOT / "tests" / "faults.toml").read_text(encoding="utf-8"))["fault"]
    left = []
    for row in rows:
        code = (ROOT / row["file"]).read_text(encoding="utf-8")
        if code.count(row["before"]) != 1:
            left.append(f"{row['what']}: {row['before']!r} does not stand in {row['file']} once.")
            continue
        changed = code.replace(row["before"], row["after"])
        ((_, _, noticed),) = tried(row["file"], [("", changed)], row["tests"], 1)
        if not noticed:
            left.append(f"{row['what']}: no test of {', '.join(row['tests'])} notices.")
        print(f"{'noticed' if noticed else 'SURVIVES'}  {row['what']}", flush=True)
    left += [
        f"{', '.join(tests)} fail without a fault."
        for tests in sorted({tuple(row["tests"]) for row in rows})
        if not passes("layers/plan/figure.py", list(tests))
    ]
    print("\n".join(left) or f"All {len(rows)} faults are noticed.")
    return 1 if left else 0


def main():
    """Try the mutants of the modules named, or the faults written down."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*")
    parser.add_argument("--faults", action="store_true", help="those of tests/faults.toml instead")
    parser.add_argument("--sample", type=int, default=0, help="at most so many of each module")
    parser.add_argument("--seed", type=int, default=10)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", type=Path, help="add the results to this file")
    chosen = parser.parse_args()
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    warm()
    if chosen.faults:
        sys.exit(faults())
    kept = json.loads(chosen.json.read_text()) if chosen.json and chosen.json.exists() else {}
    for path in chosen.files or TARGETS:
        kept[path] = module(path, chosen)
        if chosen.json:
            chosen.json.write_text(json.dumps(kept, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
