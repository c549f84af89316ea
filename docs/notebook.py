"""Run docs/notebook.ipynb and keep what its cells show: `python docs/notebook.py [--check]`.

Maps are kept as a line of text: a megabyte each is too much for a repository.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import io
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

PATH = Path(__file__).parent / "notebook.ipynb"
_LONGEST = 60_000
"""Of what a cell shows as HTML, in letters."""


def ran(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the cells with what they print and show, run in order in an empty folder."""
    names: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        return [_ran(cell, names) for cell in cells]


def _ran(cell: dict[str, Any], names: dict[str, Any]) -> dict[str, Any]:
    if cell["cell_type"] != "code":
        return cell
    tree = ast.parse("".join(cell["source"]))
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(tree, PATH.name, "exec"), names)  # noqa: S102 - our own cells
        shown = None
        if last is not None:
            value = compile(ast.Expression(last.value), PATH.name, "eval")
            shown = eval(value, names)  # noqa: S307 - as above
    outputs = []
    if out.getvalue():
        outputs.append({"name": "stdout", "output_type": "stream", "text": _lines(out.getvalue())})
    if shown is not None:
        outputs.append(_shown(shown))
    return {**cell, "outputs": outputs}


def _shown(value: Any) -> dict[str, Any]:
    data = {"text/plain": _lines(repr(value))}
    html = value._repr_html_() if hasattr(value, "_repr_html_") else ""
    if 0 < len(html) <= _LONGEST:
        data["text/html"] = _lines(html)
    elif html:
        data["text/plain"] = _lines(f"{_named(value)}\n(the map, when the notebook is run)")
    kind = {"output_type": "execute_result", "execution_count": None, "metadata": {}}
    return {**kind, "data": dict(sorted(data.items()))}


def _named(value: Any) -> str:
    """Return a value as a line, without the address in memory of those that have one."""
    text = repr(value)
    return f"<{type(value).__name__}>" if " at 0x" in text or "object" in text else text


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def main(arguments: list[str]) -> int:
    """Run the notebook, write it or tell whether it is current."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args(arguments).check
    held = json.loads(PATH.read_text(encoding="utf-8"))
    text = json.dumps(held | {"cells": ran(held["cells"])}, ensure_ascii=False, indent=1) + "\n"
    if not check:
        PATH.write_text(text, encoding="utf-8")
    elif text != PATH.read_text(encoding="utf-8"):
        print("docs/notebook.ipynb is not current; run python docs/notebook.py")
        return 1
    return 0


if __name__ == "__main__":
    os.environ["NO_COLOR"] = "1"
    sys.exit(main(sys.argv[1:]))
