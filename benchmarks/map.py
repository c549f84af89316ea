"""The map's file: time, size and first view: python benchmarks/map.py [folder]."""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import folium
from harness import Benchmark, installed

from ceaseline.layers.placement.store import load
from ceaseline.layers.plan.plan import plan
from ceaseline.maps.page.render import render

NAME = "contact-2024-11-20"
FOREIGN = re.compile(r"<(?:script|link)[^>]+(?:src|href)=\"https?://")


def plain(ground: Any, *, places: bool) -> str:
    """Return the same map as folium makes it, one GeoJson a layer, one marker a settlement."""
    base = ground.boundaries
    frames = [base.land, base.units, base.rivers, base.lakes, ground.parts, ground.zone_parts]
    page = folium.Map([48.5, 31.5], zoom_start=6, tiles=None, prefer_canvas=True)
    for frame in frames:
        names = [name for name in frame.columns if name != "geometry"]
        tip = folium.GeoJsonTooltip(names)
        folium.GeoJson(frame, tooltip=tip, style_function=lambda _: {"weight": 1}).add_to(page)
    for section in ground.placement.sections:
        folium.PolyLine([(y, x) for x, y in section.coords]).add_to(page)
    if places:
        group = folium.FeatureGroup("settlements").add_to(page)
        for row in ground.settlements.itertuples():
            text = f"{row.name}: {row.population}, {row.party}, {row.distance_m:.0f} m"
            folium.CircleMarker((row.lat, row.lon), radius=2, tooltip=text).add_to(group)
    folium.LayerControl().add_to(page)
    return str(page.get_root().render())


def told(_name: str, html: str) -> str:
    size = len(html.encode()) / 1e6
    return f"{size:.3f} MB, {len(FOREIGN.findall(html))} files of other hosts"


def first_view(html: str, turns: int = 7) -> str:
    """Return the least milliseconds from opening the file to the first view in Chromium."""
    browser = next((p for n in ("chromium", "chromium-browser") if (p := shutil.which(n))), None)
    if browser is None or not installed("playwright"):
        return "not measured (no Chromium)"
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - optional

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        path = Path(folder) / "map.html"
        path.write_text(html, encoding="utf-8")
        chromium = driver.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        times = []
        for _ in range(turns):
            page = chromium.new_page(viewport={"width": 1440, "height": 900})
            page.goto(path.as_uri())
            page.wait_for_selector("html[data-ready]", state="attached")
            times.append(int(page.get_attribute("html", "data-ready") or 0))
            page.close()
        chromium.close()
    return f"{min(times)} ms (median {sorted(times)[len(times) // 2]} ms)"


def main(folder: Path) -> None:
    ground = plan(load(NAME))
    bench = Benchmark("map", unit="settlements", baseline="folium, a marker a settlement")
    count = len(ground.settlements)
    values = bench.run(
        count,
        {
            "ceaseline": lambda: render([ground]),
            "folium, a marker a settlement": lambda: plain(ground, places=True),
            "folium, without settlements": lambda: plain(ground, places=False),
        },
        told,
        turns=3,
        memory=False,
    )
    bench.note = (
        f"First view of ceaseline's map in headless Chromium: {first_view(values['ceaseline'])}."
    )
    print(bench.note)
    bench.write(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/benchmarks"))
