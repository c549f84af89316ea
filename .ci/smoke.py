"""Run the main commands of an installed ceaseline, and hold what they write to a few plain facts.

Run as ``python .ci/smoke.py PATH/OF/ceaseline`` with any Python 3.11 or newer; it needs nothing but
the standard library, works in a folder of its own, and says what failed.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from pathlib import Path

SQUARE = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name": "A square on the left bank"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[33, 46.5], [36, 46.5], [36, 47.5], [33, 47.5], [33, 46.5]]],
            },
        }
    ],
}
LINE = "contact-2024-11-20"


def main(program: str) -> None:
    """Run every command once; stop at the first that fails."""
    with tempfile.TemporaryDirectory(prefix="ceaseline-smoke-") as folder:
        here = Path(folder)
        _ran = _runner(program, here)
        print("smoke:", _ran("--version").strip())
        _look(_ran, here)
        _bring(_ran, here)
        _draw(_ran, here)
        _edit(program, here)
        _study(_ran, here)
    print("smoke: all commands did what they say")


def _study(ran, here):
    """Another study, and one of two squares and a line."""
    told = ran("--study", "korea", "measure")
    _hold("the line of Korea", "203.9 km" in told, told[:200])
    squares = [[[w, 50], [w + 1, 50], [w + 1, 51], [w, 51], [w, 50]] for w in (10, 11)]
    shapes = {
        "units": [
            ({"name": name}, {"type": "Polygon", "coordinates": [ring]})
            for name, ring in zip(("West", "East"), squares, strict=True)
        ],
        "front": [({}, {"type": "LineString", "coordinates": [[9.9, 50.5], [12.1, 50.5]]})],
    }
    for name, parts in shapes.items():
        features = [{"type": "Feature", "properties": p, "geometry": g} for p, g in parts]
        text = json.dumps({"type": "FeatureCollection", "features": features})
        (here / f"{name}.geojson").write_text(text, encoding="utf-8")
    files = ("--boundaries", "units.geojson", "--line", "front.geojson")
    ran("study", "new", "vale", *files, "--left", "Uplands", "--right", "Lowlands")
    ran("study", "check", "vale")
    told = ran("--study", "vale", "measure")
    _hold("a study of one's own", "Uplands" in told, told[:200])
    ran("layers", "new", "shared", "--from", LINE)
    ran("edit", "lock", "shared.geojson", "--between", "10", "20")
    ran("edit", "restore", ran("edit", "share", "shared.geojson").strip(), "--as", "restored")


def _runner(program, here):
    own = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}

    def ran(*args, code=0):
        done = subprocess.run(  # noqa: S603 - the program under test
            [program, *args],
            cwd=here,
            env=own,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        if done.returncode != code:
            sys.exit(f"smoke: ceaseline {' '.join(args)}: {done.returncode}\n{done.stderr}")
        if "Warning" in done.stderr:
            sys.exit(f"smoke: ceaseline {' '.join(args)} warns:\n{done.stderr}")
        return done.stdout

    return ran


def _look(ran, here):
    ran("measure", "--format", "json", "--output", "figures.json")
    measured = json.loads((here / "figures.json").read_text("utf-8"))["placements"][0]["measures"]
    share = [
        one["value"]
        for one in measured
        if (one["id"], one.get("party"), one.get("unit_code"))
        == ("territory_share", "Russia", None)
    ]
    _hold("share of the territory", len(share) == 1 and 0.18 < share[0] < 0.19, share)
    ran("map", "-o", "map.html")
    size = (here / "map.html").stat().st_size
    _hold("size of the map", 100_000 < size < 1_500_000, size)
    told = ran("verify", "map.html")
    _hold("verify", told.startswith("Verified"), told[:80])
    told = ran("compare", "contact-2022-02-23", LINE)
    _hold("compare", LINE in told, told[:80])
    ran("layers", "list")
    ran("audit", "--placements", LINE)
    ran("measure", "no-such-line", code=2)


def _bring(ran, here):
    (here / "square.geojson").write_text(json.dumps(SQUARE), "utf-8")
    ran("import", "square.geojson", "--as", "brought")
    ran("layers", "check", "brought.geojson")
    ran("layers", "new", "trial")
    ran("edit", "move", "trial.geojson", "--km", "2", "--toward", "Russia")
    for suffix in ("gpkg", "kml", "geojson", "shp.zip"):
        out = f"export.{suffix}"
        ran("layers", "export", "trial.geojson", "-o", out)
        _hold(out, (here / out).stat().st_size > 10_000, "small")
    with zipfile.ZipFile(here / "export.shp.zip") as held:
        _hold("shapefile", any(one.endswith(".prj") for one in held.namelist()), held.namelist())
    ran("import", "export.gpkg", "--as", "again")


def _draw(ran, here):
    for suffix, head in (("pdf", b"%PDF"), ("html", b"<!DOCTYPE")):
        ran("report", LINE, "-o", f"report.{suffix}")
        content = (here / f"report.{suffix}").read_bytes()
        _hold(f"report.{suffix}", content.startswith(head), content[:20])
    for suffix, head in (("png", b"\x89PNG"), ("svg", b"<?xml")):
        ran("map", LINE, "-o", f"figure.{suffix}")
        content = (here / f"figure.{suffix}").read_bytes()
        _hold(f"figure.{suffix}", content.startswith(head), content[:20])
    ran("chart", "-o", "chart.svg")
    ran("map", LINE, "-o", "card.png", "--size", "600x400", "--around", "Bakhmut")
    ran("verify", "report.pdf")


def _edit(program, here):
    """Serve the editor to who has its secret; it ends at Ctrl-C."""
    with subprocess.Popen(  # noqa: S603 - the program under test
        [program, "draw", "--no-browser"], cwd=here, stdout=subprocess.PIPE, text=True
    ) as editor:
        told = editor.stdout.readline()
        origin, _, token = told.removeprefix("The editor is at ").strip().partition("/#")
        headers = {"Origin": origin, "Content-Type": "application/json"}
        body = json.dumps({"token": token}).encode()
        enter = urllib.request.Request(f"{origin}/enter", body, headers)  # noqa: S310 - loopback
        with urllib.request.urlopen(enter, timeout=60) as answer:  # noqa: S310 - as above
            cookie = answer.headers["Set-Cookie"].partition(";")[0]
        ask = urllib.request.Request(f"{origin}/map", headers={"Cookie": cookie})  # noqa: S310 - as above
        with urllib.request.urlopen(ask, timeout=60) as answer:  # noqa: S310 - as above
            page = answer.read()
        editor.send_signal(signal.SIGINT)
        code = editor.wait(60)
    _hold("the editor's page", b'id="draw"' in page, page[:200])
    _hold("the editor's end", code == 0, code)


def _hold(what, holds, found):
    if not holds:
        sys.exit(f"smoke: {what} is not what it should be: {found}")


if __name__ == "__main__":
    main(str(Path(sys.argv[1]).absolute()))
