"""Files as people have them, brought in by the command line: the right figures, or one sentence."""

import re
import shutil
from pathlib import Path

import pytest

from ceaseline.geo.geodesy import length
from ceaseline.layers.placement.store import read
from ceaseline.layers.plan.plan import plan
from ceaseline.maps.cli import run

CASES = Path(__file__).parents[2].parent / "shared" / "cases"
BASE = (81_806.1, 408.083)
"""Held km² and km of the line that most of the files hold in one form or another."""
READ = {
    "c01-sep-line": None, "c02-apostrophes": None, "c05-quoted-newline-crlf": None,
    "c06-trailing-separators": None, "c08-ambiguous": None, "c09-cp1251-excel": None,
    "c14-obl-abbreviated": None, "f03-parquet-crs84-default": BASE, "g02-utf16": BASE,
    "g03-mixed-dimensions": BASE, "g04-altitude": BASE, "g05-nested-geometrycollection": BASE,
    "g05b-pocket-in-inner-collection": (83_023.1, 547.762), "g06-geojsonseq": BASE,
    "g08-crs-member-3857": BASE, "g09-crs-member-4326-urn": BASE, "g09c-crs-null": BASE,
    "g10-clockwise-ring": BASE, "g11-duplicate-points": BASE,
    "g12-line-crosses-itself": (81_811.2, 416.871), "g15-null-and-empty": BASE,
    "g17-nested-properties": BASE, "g18-feature-id-numbers": BASE, "g21-unclosed-ring": BASE,
    "g26-topojson": (82_005.7, 404.475), "g27-ends-on-border-vertices": (81_391.7, 407.074),
    "g29-own-units-donbas": (52_909.2, None), "g30-pocket-hole": (80_316.9, 564.089),
    "g36-property-crs-epsg-old": BASE, "g39-feature-with-geometries-point": BASE,
    "g46-3857-long-edge": (281_368.3, 1_271.321), "g46b-4326-long-edge": (322_460.7, 1_259.330),
    "k02-altitude": BASE, "k03-linearring-alone": (4_853.2, 278.918), "k04-gx-track": BASE,
    "k05-unbound-prefix": BASE, "k06-prefixed-namespace": BASE, "k09-old-namespace": BASE,
    "k10-cp1251": BASE, "k12-kmz-images": BASE, "k13-cdata-html-apostrophe": BASE,
    "k15-blank-line-first": BASE, "k15b-bom": BASE, "k16-unclosed-polygon": BASE,
    "k17-document-root": BASE, "k19-nested-polygons-in-multigeometry": BASE,
    "p01-declared-point-holds-line": BASE, "p03-qgis-styles": BASE,
    "p05-curve-geometry": (82_931.2, 405.400), "p08-wal-unsaved-edit": BASE,
    "s02-brackets-in-name": BASE, "s02b-folder-brackets": BASE, "s03-cp1251-no-cpg": BASE,
    "s03b-wrong-cpg": BASE, "s05-linestring-zm": BASE, "s06-sk42-zone7": BASE,
    "s07b-zip-layer-named": BASE, "s09-zip-cyrillic-names": BASE, "s10-no-dbf": BASE,
    "s14-mixed-case-sidecars": BASE,
}  # fmt: skip
REFUSED = {
    "c03-renamed": r"line 18: 2 settlements are called .* give the hromada or the id",
    "c11-both-parties": r"line 3: settlement 704422 is given to both parties",
    "c12-nfd-decomposed": r"line 2: There is no settlement .*\n.*line 6: 2 settlements are called",
    "f02-parquet-no-crs": "does not say its coordinate reference system",
    "g14-swapped": "longitude first",
    "g20-numbers-as-text": r"feature 0, has a position that is no pair of numbers",
    "g24-trailing-comma": r"a comma stands before the closing \] in line 1, column 191",
    "g33-zero-length": "feature 0, has no length",
    "g37-infinity": "not a finite number .position 3: 36, nan",
    "g40-lines-and-polygons": "holds both lines and polygons",
    "g42-gz": "is packed with gzip; unpack it",
    "g45-esri-json": "is Esri JSON",
    "p04-undefined-srs": "does not say its coordinate reference system",
    "s07-zip-two-layers": "holds several layers: front, zones",
    "s12-shp-only": r"lacks its \.shx and \.prj",
    "s13-zip-in-zip": "archives inside archives are not opened",
}
TOLD = {
    "g12-line-crosses-itself": "a line that crosses itself at 36.5",
    "g15-null-and-empty": "4 features without geometry were left out",
    "g21-unclosed-ring": "1 ring was not closed",
    "g39-feature-with-geometries-point": "1 feature that is a Point was left out",
    "g46-3857-long-edge": "places were added, so that edges that are straight there stay within",
    "g46b-4326-long-edge": r"longest edge is 1,404 km.* would lie up to 44\.7 km",
    "k05-unbound-prefix": "prefix xsi is not declared",
    "k15-blank-line-first": "before the XML declaration",
    "p05-curve-geometry": "1 feature with curves was drawn",
    "s03b-wrong-cpg": "read as Windows-1251",
    "s14-mixed-case-sidecars": r"front\.shx was taken as the \.shx of Front\.shp",
}
LIBRARIES = re.compile(
    r"GDAL|OGR|GEOS|expat|pyarrow|shapely|Exception|Traceback|truncated", re.IGNORECASE
)

pytestmark = pytest.mark.slow


@pytest.fixture
def brought(tmp_path, monkeypatch, capsys):
    def bring(name):
        """Bring a case in; return the exit code and what was said."""
        if not (CASES / name).is_dir():
            pytest.skip(f"no case at {CASES / name}")
        shutil.copytree(CASES / name, tmp_path, dirs_exist_ok=True)
        monkeypatch.chdir(tmp_path)
        layer = ["--layer", "front"] if name.startswith("s07b") else []
        code = run(["import", str(_file(tmp_path)), "--as", "x", *layer])
        return code, capsys.readouterr().err

    return bring


def _file(folder):
    """Return the file of a case: ``in.*`` itself, or the one Shapefile."""
    own = [path for path in sorted(folder.glob("in.*")) if path.suffix[-4:] not in ("-wal", "-shm")]
    return (own or sorted(p for p in folder.rglob("*") if p.suffix.lower() == ".shp"))[0]


@pytest.mark.parametrize("name", READ)
def test_it_is_read_right(name, brought, tmp_path):
    code, said = brought(name)
    assert code == 0, said
    assert re.search(TOLD.get(name, "Read as"), said), said
    held, line = READ[name] or (None, None)
    if held is not None:
        found = re.search(r"Held on these boundaries: ([\d,.]+) km²", said)
        assert float(found[1].replace(",", "")) == pytest.approx(held, abs=0.11)
    if line is not None:
        drawn = plan(read(tmp_path / "x.geojson")).division.line
        assert float(length(drawn)) / 1000 == pytest.approx(line, abs=0.0015)


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_by_its_cause(name, brought, tmp_path):
    code, said = brought(name)
    assert code == 2, said
    assert re.search(REFUSED[name], said), said
    assert not LIBRARIES.search(said), said
    assert not (tmp_path / "x.geojson").exists()
