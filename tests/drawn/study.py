"""The drawn country as a study: a folder of data, as a person would write it."""

import csv
import json
from pathlib import Path

import shapely

from ceaseline.layers.placement.store import SUFFIX, write
from tests.drawn import country

STUDY = """\
id = "drawn"
title = "The drawn country"
placement = "salient"
languages = ["en"]

[[party]]
name = "North"
also = ["N"]

[[party]]
name = "South"
also = ["S"]

[country]
code = "DR"
names = {en = "Drawnia"}
base = "own"
units = "units.geojson"
unit_word = "canton"
capital = "D-A"
settlements = "settlements.csv"
people = "People are drawn."
land = "land.geojson"
rivers = "rivers.geojson"
catalogue = "sources.toml"

[country.river]
file = "river.geojson"
names = {en = "Paro"}

[[country.barrier]]
name = "Insula"
units = ["D-I"]

[country.sources]
units = ["drawn"]
settlements = ["drawn"]

[control]
file = "control.csv"
source = "drawn"
"""
SOURCES = """\
[drawn]
title = "The drawn country"
publisher = "The tests"
date = "2026"
licence = "Public domain"
attribution = "Drawn by the tests."
"""
PROPOSAL = """\
title = "What is proposed in Drawnia"
source = "drawn"
parties = ["North", "South"]
placements = ["salient", "along"]

[zone]
depth_km = [5.0, 5.0]
assumption = false

[[provision]]
id = "half"
text = "South holds half of Drawnia"
kind = "share"
party = "South"
target = 50.0
tolerance = 5.0
reading = "From 45 to 55 %."
"""
DATE = "2024-01-01"


def written(folder: Path) -> Path:
    """Write the study into a folder and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    base, places = country.country(), country.gazetteer().settlements
    _features(folder / "units.geojson", base.units[["code", "name", "capital", "geometry"]])
    _features(folder / "land.geojson", base.land)
    _features(folder / "rivers.geojson", base.rivers)
    _features(folder / "river.geojson", base.rivers.iloc[:1])
    places.drop(columns="geometry").to_csv(folder / "settlements.csv", index=False)
    with (folder / "control.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("geonameid", "name", f"held_by_{DATE}", f"near_line_{DATE}"))
        for number, name, lat in zip(places["id"], places["name"], places["lat"], strict=True):
            rows.writerow((number, name, "North" if lat > 0 else "South", "no"))
    for name, text in (("study", STUDY), ("sources", SOURCES), ("proposal", PROPOSAL)):
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    (folder / "library").mkdir(exist_ok=True)
    for line in (country.along(), country.salient(), country.toothed()):
        write(line, folder / "library" / f"{line.name}{SUFFIX}", overwrite=True)
    return folder


def _features(path, frame):
    columns = frame.columns.drop("geometry")
    features = [
        {
            "type": "Feature",
            "properties": {name: _plain(row[name]) for name in columns},
            "geometry": shapely.geometry.mapping(row["geometry"]),
        }
        for _, row in frame.iterrows()
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")


def _plain(value):
    return value.item() if hasattr(value, "item") else value
