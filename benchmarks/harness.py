"""What all benchmarks share: interleaved timing, optional peers, a table and a figure.

Every contender does the same work on the same input in one run, turn by turn, so that a busy
machine hurts all of them alike; the least time of the turns counts. A peer that is not installed
is named in the table, not passed over in silence.

    bench = Benchmark("length", unit="vertices", baseline="pyproj")
    bench.run(1000, {"ours": work, "pyproj": other}, accuracy=lambda name, value: ...)
    bench.skip("spherely", "not installed")
    bench.write(Path("docs/benchmarks"))
"""

from __future__ import annotations

import gc
import json
import platform
import resource
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

Work = Callable[[], Any]


@dataclass(frozen=True)
class Row:
    """One contender at one size."""

    name: str
    size: int
    seconds: float
    turns: int
    peak_mib: float | None
    accuracy: str
    error: str = ""


@dataclass
class Benchmark:
    """One operation, measured on several contenders and sizes."""

    title: str
    unit: str
    baseline: str
    note: str = ""
    rows: list[Row] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)

    def run(
        self,
        size: int,
        works: dict[str, Work],
        accuracy: Callable[[str, Any], str] = lambda _name, _value: "",
        *,
        turns: int = 5,
        budget: float = 60.0,
        memory: bool = True,
    ) -> dict[str, Any]:
        """Time the contenders turn by turn, within a budget in seconds; return their values."""
        best, count, values, errors = interleave(works, turns, budget)
        for name, work in works.items():
            if name in errors:
                self.rows.append(Row(name, size, float("nan"), 0, None, "", errors[name]))
                continue
            peak = peak_mib(work) if memory and best[name] < budget / 4 else None
            told = accuracy(name, values[name])
            self.rows.append(Row(name, size, best[name], count[name], peak, told))
            print(f"{self.title:10} {size:>9,} {name:34} {best[name] * 1e3:12.3f} ms  {told}")
        return values

    def skip(self, name: str, why: str) -> None:
        """Say that a peer was not measured."""
        self.skipped[name] = why
        print(f"{self.title:10} {name}: skipped, {why}")

    def markdown(self) -> str:
        """Return the table, fastest first within each size."""
        lines = [
            f"| {self.unit} | contender | ms | against {self.baseline} | accuracy | peak, MiB |",
            "| ---: | --- | ---: | ---: | --- | ---: |",
        ]
        base = {r.size: r.seconds for r in self.rows if r.name == self.baseline}
        for row in sorted(self.rows, key=lambda r: (r.size, r.error != "", r.seconds)):
            known = row.size in base and not row.error
            speed = f"{base[row.size] / row.seconds:.3g}x" if known else ""
            ms = f"{row.seconds * 1e3:.3g}" if row.seconds < 1 else f"{row.seconds * 1e3:,.0f}"
            peak = "" if row.peak_mib is None else f"{row.peak_mib:.1f}"
            told = row.error or row.accuracy
            ms = "" if row.error else ms
            lines.append(f"| {row.size:,} | {row.name} | {ms} | {speed} | {told} | {peak} |")
        if self.skipped:
            told = "; ".join(f"{name} ({why})" for name, why in sorted(self.skipped.items()))
            lines += ["", f"Not measured: {told}."]
        return "\n".join(lines) + "\n"

    def write(self, folder: Path) -> None:
        """Write the rows as JSON, the table as Markdown and, with matplotlib, the figure."""
        folder.mkdir(parents=True, exist_ok=True)
        stem = folder / self.title.replace(" ", "-")
        record = {
            "title": self.title,
            "unit": self.unit,
            "baseline": self.baseline,
            "note": self.note,
            "machine": f"{platform.machine()}, Python {platform.python_version()}",
            "rows": [asdict(row) for row in self.rows],
            "skipped": self.skipped,
        }
        stem.with_suffix(".json").write_text(json.dumps(record, indent=1) + "\n", "utf-8")
        stem.with_suffix(".md").write_text(self.markdown(), "utf-8")
        if find_spec("matplotlib"):
            figure(self, stem.with_suffix(".svg"))


def interleave(
    works: dict[str, Work], turns: int, budget: float
) -> tuple[dict[str, float], dict[str, int], dict[str, Any], dict[str, str]]:
    """Run each work in turn; return least seconds, number of turns, first values and errors.

    The first turn is a warm-up where it is short; a contender that has used its share of the
    budget sits out.
    """
    best = dict.fromkeys(works, float("inf"))
    count, spent = dict.fromkeys(works, 0), dict.fromkeys(works, 0.0)
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for turn in range(turns + 1):
        for name, work in works.items():
            if name in errors or (turn and spent[name] > budget / len(works)):
                continue
            gc.collect()
            start = time.perf_counter()
            try:
                value = work()
            except Exception as error:  # noqa: BLE001 - a peer's failure is a result, not an end
                errors[name] = f"{type(error).__name__}: {error}".splitlines()[0][:100]
                continue
            seconds = time.perf_counter() - start
            values.setdefault(name, value)
            best[name] = min(best[name], seconds)
            spent[name] += seconds
            count[name] += 1
    return best, count, values, errors


def peak_mib(work: Work) -> float:
    """Return the most memory that Python and numpy held during the work, MiB.

    Memory of C libraries (GEOS, PROJ) is not seen by tracemalloc.
    """
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


def resident_mib() -> float:
    """Return the most memory this process has held so far, C libraries included, MiB (Linux)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def figure(bench: Benchmark, path: Path) -> None:
    """Draw time against size, both logarithmic, one line a contender."""
    import matplotlib as mpl  # noqa: PLC0415 - optional

    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "ceaseline"
    import matplotlib.pyplot as plt  # noqa: PLC0415 - optional

    axes = plt.figure(figsize=(7.5, 5)).add_subplot()
    names = list(dict.fromkeys(row.name for row in bench.rows if not row.error))
    for name in names:
        points = sorted((r.size, r.seconds) for r in bench.rows if r.name == name and not r.error)
        width = 2.5 if name.startswith("ceaseline") else 1.0
        axes.loglog(*zip(*points, strict=True), marker="o", markersize=3, lw=width, label=name)
    axes.set(xlabel=bench.unit, ylabel="seconds", title=bench.title)
    axes.grid(visible=True, which="both", alpha=0.25)
    axes.legend(fontsize=7, frameon=False)
    axes.figure.savefig(path, metadata={"Date": None}, bbox_inches="tight")
    plt.close()


def installed(module: str) -> bool:
    """Tell whether a peer can be imported, without importing it."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False
