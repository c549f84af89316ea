"""Print a file of constraints for pip: each dependency of pyproject.toml at its lowest version.

Run as ``python .ci/lowest.py [EXTRA ...]``; without extras, what is needed to run and all extras
that a user may ask for.
"""

import re
import sys
import tomllib
from pathlib import Path

PROJECT = Path(__file__).parent.parent / "pyproject.toml"
USERS = ("figures", "parquet", "reports", "draw")
_BOUND = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*])?>=(?P<low>[0-9.]+)")


def lowest(project: dict, extras: tuple[str, ...] = USERS) -> list[str]:
    """Return a line a dependency, such as ``numpy==2.0``.

    Parameters
    ----------
    project : dict
        The table ``project`` of pyproject.toml.
    extras : tuple of str
        Whose dependencies are pinned too.

    Raises
    ------
    ValueError
        If a dependency has no lower bound.
    """
    every = list(project["dependencies"])
    for extra in extras:
        every += project["optional-dependencies"][extra]
    lines = []
    for one in every:
        if one.startswith(f"{project['name']}["):
            continue
        found = _BOUND.match(one)
        if found is None:
            raise ValueError(f"{one} has no lower bound; give it one with >=")
        lines.append(f"{found['name']}=={found['low']}")
    return lines


if __name__ == "__main__":
    held = tomllib.loads(PROJECT.read_text("utf-8"))["project"]
    sys.stdout.write("\n".join(lowest(held, tuple(sys.argv[1:]) or USERS)) + "\n")
