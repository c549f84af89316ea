"""Which small faults in the code would a test notice? Mutants by cosmic-ray's operators, each tried.

    python docs/mutation.py                          all modules of `TARGETS`
    python docs/mutation.py layers/plan.py           one
    python docs/mutation.py --sample 100 --seed 10   a random sample of each

Needs `pip install cosmic-ray` beside the tests' own dependencies; nothing else does, and CI does not
run it. cosmic-ray makes the mutants; they are run here and not by `cosmic-ray exec`, because that
starts an interpreter for each, which takes longer than the tests. This process imports everything
that does not change, then forks for each mutant: 1 to 3 s instead of 10. mutmut forks too, but
leaves decorated functions alone, which is what most measures are.

Of the eleven operators that cosmic-ray puts in the place of each, only the nearest are tried
(`_NEAREST`): the rest raise at once, and would make the score look better than it is. A mutant that
changes annotations only is no mutant.
"""

import argparse
import ast
import difflib
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
from pathlib import Path

from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).parents[1]

_DRAWN = "tests/drawn"
TARGETS = {
    "layers/measures.py": [_DRAWN],
    "layers/plan.py": [_DRAWN],
    "layers/zone.py": [_DRAWN],
    "layers/provisions.py": ["tests/drawn/test_provisions.py", "tests/layers/test_provisions.py"],
    "layers/comparison/apart.py": [_DRAWN],
    "layers/comparison/audit.py": [_DRAWN],
    "layers/comparison/basis.py": [_DRAWN],
    "layers/comparison/compare.py": [_DRAWN],
    "layers/comparison/detail.py": [_DRAWN],
    "layers/comparison/of_ground.py": [_DRAWN],
    "layers/comparison/of_line.py": [_DRAWN],
    "layers/comparison/of_people.py": [_DRAWN],
    "layers/comparison/of_zone.py": [_DRAWN],
    "layers/comparison/overlay.py": [_DRAWN],
    "layers/comparison/pareto.py": [_DRAWN],
    "layers/comparison/pieces.py": [_DRAWN],
    "layers/comparison/registry.py": [_DRAWN],
    "layers/comparison/subject.py": [_DRAWN],
    "layers/harmonise/bring.py": ["tests/layers/harmonise"],
    "layers/harmonise/desk.py": ["tests/layers/harmonise"],
    "layers/harmonise/front.py": ["tests/layers/harmonise"],
    "layers/harmonise/lines.py": ["tests/layers/harmonise"],
    "layers/harmonise/region.py": ["tests/layers/harmonise"],
    "layers/harmonise/report.py": ["tests/layers/harmonise"],
    "layers/harmonise/table.py": ["tests/layers/harmonise"],
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
    "numpy pandas scipy.spatial shapely shapely.ops pyproj geopandas pyogrio geographiclib.geodesic "
    "pydantic hypothesis pytest requests"
)


def operators():
    """The names of the operators that are tried."""
    for name in sorted(operator_names()):
        parts = name.partition("/")[2].split("_")
        if parts[0] in {"ReplaceBinaryOperator", "ReplaceComparisonOperator"}:
            before, after = parts[1:]
            if after not in _NEAREST.get(before, ()):
                continue
        if parts[0].startswith("Variable"):  # it asks for the names of variables
            continue
        yield name


def meaning(code):
    """The code without annotations and imports for them, to tell mutants that change nothing."""
    tree = ast.parse(code)
    tree.body = [node for node in tree.body if "TYPE_CHECKING" not in ast.dump(node)]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            node.returns = None
        if isinstance(node, ast.arg):
            node.annotation = None
        if isinstance(node, ast.AnnAssign):
            node.annotation = ast.Constant(None)
    return ast.dump(tree)


def mutants(path):
    """Every mutant of a file, (operator, code), each once."""
    code = (ROOT / path).read_text(encoding="utf-8")
    seen = {meaning(code)}
    for name in operators():
        for changed in _occurrences(name, code):
            try:
                key = meaning(changed)
            except SyntaxError:
                continue
            if key not in seen:
                seen.add(key)
                yield name, changed


def _occurrences(name, code):
    for occurrence in range(10_000 if name != "core/ExceptionReplacer" else 50):
        try:
            changed = mutate_code(code, get_operator(name)(), occurrence)
        except AttributeError:  # cosmic-ray 8.7 stumbles over `except` with a dotted name
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


class _Mutated(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module from changed code."""

    def __init__(self, path, code):
        self.name = path.removesuffix(".py").replace("/", ".")
        self.file, self.code = str(ROOT / path), code

    def find_spec(self, fullname, _path=None, _target=None):
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(fullname, self.file, loader=self)

    def create_module(self, _spec):
        return None

    def exec_module(self, module):
        exec(compile(self.code, self.file, "exec"), module.__dict__)  # noqa: S102 - what it is for


def warm():
    """Import what no mutant changes, and read the embedded data."""
    for name in _HEAVY.split():
        importlib.import_module(name)
    import geo
    from geo.boundaries import boundaries
    from geo.gazetteer import gazetteer

    for found in pkgutil.walk_packages(geo.__path__, "geo."):
        if not found.name.startswith("geo.data.rebuild"):
            importlib.import_module(found.name)
    base = boundaries()
    base.divider, base.land, base.lakes, base.rivers, base.dnipro  # noqa: B018 - kept
    gazetteer()


def start(path, code, tests):
    """Fork a process that runs the tests on a mutant; return its id."""
    import pytest

    child = os.fork()
    if child:
        return child
    signal.alarm(_LIMIT_S)
    quiet = os.open(os.devnull, os.O_WRONLY)
    (os.environ.get("LOUD") or os.dup2(quiet, 1))
    (os.environ.get("LOUD") or os.dup2(quiet, 2))
    sys.meta_path.insert(0, _Mutated(path, code))
    outcome = 3
    try:
        options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:benchmark", "-n", "0"]
        options += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
        outcome = int(pytest.main([*options, "-o", "addopts=--import-mode=importlib", *tests]))
    except BaseException:
        if os.environ.get("LOUD"):
            import traceback

            traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(outcome)


def tried(path, code, tests, workers=2):
    """Run the tests on every mutant of a list; yield (operator, change, whether it was noticed)."""
    waiting, running = list(code), {}
    while waiting or running:
        while waiting and len(running) < workers:
            name, changed = waiting.pop(0)
            running[start(path, changed, tests)] = (name, changed)
        child, status = os.wait()
        name, changed = running.pop(child)
        yield name, difference(path, changed), status != 0


def sampled(found, most, seed):
    """At most so many of the mutants, by chance."""
    if not most or len(found) <= most:
        return found
    return random.Random(seed).sample(found, most)  # noqa: S311 - no secret


def main():
    """Try the mutants of the modules named and print what no test noticed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", default=list(TARGETS))
    parser.add_argument("--sample", type=int, default=0, help="at most so many of each module")
    parser.add_argument("--seed", type=int, default=10)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", type=Path, help="add the results to this file")
    chosen = parser.parse_args()
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    warm()
    kept = json.loads(chosen.json.read_text()) if chosen.json and chosen.json.exists() else {}
    for path in chosen.files:
        code, tests = (ROOT / path).read_text(encoding="utf-8"), TARGETS[path]
        began = time.monotonic()
        _, status = os.waitpid(start(path, code, tests), 0)
        if status != 0:
            sys.exit(f"{path}: its tests fail without a mutant; mend them first.")
        taken = time.monotonic() - began
        every = list(mutants(path))
        some = sampled(every, chosen.sample, chosen.seed)
        print(f"{path}: {len(some)} of {len(every)} mutants; its tests take {taken:.1f} s")
        survivors = []
        for name, change, noticed in tried(path, some, tests, chosen.workers):
            if not noticed:
                survivors.append(change)
                print(f"    {change}   [{name.partition('/')[2]}]", flush=True)
        gone = len(some) - len(survivors)
        spent = time.monotonic() - began
        print(
            f"  {gone} of {len(some)} noticed, {gone / len(some):.0%}, in {spent:.0f} s", flush=True
        )
        kept[path] = {"mutants": len(every), "tried": len(some), "survivors": sorted(survivors)}
        if chosen.json:
            chosen.json.write_text(json.dumps(kept, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
