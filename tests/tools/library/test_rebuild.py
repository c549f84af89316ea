from importlib.resources import files

from ceaseline.layers.placement.store import SUFFIX, dumps, library, load
from tools.library.rebuild import main, placements


def test_the_library_is_what_the_script_makes_byte_for_byte():
    made = {placement.name: dumps(placement) for placement in placements()}
    assert sorted(made) == sorted(library())
    for name, text in made.items():
        assert (files("ceaseline.layers") / "library" / f"{name}{SUFFIX}").read_text(
            "utf-8"
        ) == text


def test_the_script_says_which_files_changed(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("tools.library.rebuild.placements", lambda: map(load, library()))
    main(tmp_path)
    assert capsys.readouterr().out.count("written") == 5
    main(tmp_path)
    assert capsys.readouterr().out.count("unchanged") == 5
