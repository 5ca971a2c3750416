from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from app.bare_system import edited, portrait_of_equations
from app.catalogue import opened, preset
from app.export.embedded import KEY, fingerprint, preset_inside, read_record, record
from engines.errors import SeparatrixError


def picture(path, text):
    about = PngInfo()
    about.add_text(KEY, text)
    Image.new("L", (2, 2)).save(path, pnginfo=about)
    return path


def test_a_record_is_ascii_json_with_all_values():
    ready = opened(preset("pendulum"), {"c": "0.5"})
    content = json.loads(record(ready, theme="dark"))
    assert (content["preset"], content["theme"]) == ("pendulum", "dark")
    assert content["parameters"]["c"] == 0.5
    assert "files" not in content
    assert record(ready).isascii()


def test_what_was_written_is_read_again(tmp_path):
    ready = opened(preset("pendulum"), {"c": "0.5"})
    path = picture(tmp_path / "a.png", record(ready))
    again = opened(preset_inside(path))
    assert again.parameters.model_dump() == ready.parameters.model_dump()


@pytest.mark.parametrize("suffix", [".npz", ".png", ".pdf", ".svg", ".mp4", ".gif", ".nc", ".csv"])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\x00" * 99])
def test_a_damaged_file_is_one_sentence(tmp_path, suffix, content):
    path = tmp_path / f"damaged{suffix}"
    path.write_bytes(content)
    with pytest.raises(SeparatrixError, match=f"damaged{suffix}"):
        read_record(path)


BAD = [
    ("not json", "carries no session"),
    ("[1]", "carries no session"),
    ('{"a": 1}', "carries no session"),
    ('{"preset": "pendulum", "parameters": 3}', "damaged session"),
    ('{"preset": "nothing", "parameters": {}}', "no preset 'nothing'"),
    ('{"preset": "x", "parameters": {}, "files": {"../x.toml": "a"}}', "no proper names"),
    ('{"preset": "x", "parameters": {}, "files": {"x.toml": 3}}', "no proper names"),
    ("[" * 100_000, "carries no session"),
]


@pytest.mark.parametrize(("text", "sentence"), BAD, ids=range(len(BAD)))
def test_a_damaged_record_is_one_sentence(tmp_path, text, sentence):
    with pytest.raises(SeparatrixError, match=sentence):
        preset_inside(picture(tmp_path / "a.png", text))


@pytest.mark.parametrize("suffix", [".png", ".gif", ".npz", ".csv", ".svg", ".pdf", ".mp4", ".xyz"])
def test_a_file_that_is_none_of_ours_is_one_sentence(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    for content in (b"x", b"\xa9cmt\x00\x00", b"/Keywords (\\", b'{"separatrix":'):
        path.write_bytes(content)
        with pytest.raises(SeparatrixError, match="a" + suffix.replace(".", r"\.")):
            read_record(path)


def test_objects_in_an_archive_are_not_unpickled(tmp_path):
    path = tmp_path / "a.npz"
    np.savez(path, meta=np.array([print], dtype=object))
    with pytest.raises(SeparatrixError):
        read_record(path)


def test_data_are_looked_for_where_they_were(tmp_path):
    data = tmp_path / "tank.nc"
    data.write_bytes(b"")
    content = {"preset": "tank", "parameters": {"nx": 9}, "data": str(data), "names": {"u": "p1"}}
    found = preset_inside(picture(tmp_path / "a.png", json.dumps(content)))
    assert (found.path, found.data, found.names) == (data, "./tank.nc", {"u": "p1"})
    assert found.parameters == {"nx": 9}
    gone = picture(tmp_path / "b.png", json.dumps({**content, "data": str(tmp_path / "x.nc")}))
    with pytest.raises(SeparatrixError, match=r"x\.nc: no such file"):
        preset_inside(gone)


@pytest.mark.parametrize("names", [None, ["u"], {"u": 3}])
def test_names_of_data_that_are_no_texts_are_refused(tmp_path, names):
    (tmp_path / "tank.nc").write_bytes(b"")
    content = {"preset": "tank", "parameters": {}, "data": str(tmp_path / "tank.nc")}
    shown = picture(tmp_path / "a.png", json.dumps({**content, "names": names}))
    with pytest.raises(SeparatrixError, match="names is no table of texts"):
        preset_inside(shown)


TEXT = "theta' = v\nv' = -sin(theta) - c*v + kick"


def _edited(chosen):
    return opened(edited(chosen, {"text": TEXT}), {"kick": 0.25})


@pytest.mark.parametrize("known", [True, False], ids=["of the tree", "in no file"])
def test_equations_that_were_typed_travel_inside(tmp_path, known):
    sheet = {"text": TEXT}
    first = _edited(preset("pendulum") if known else portrait_of_equations(sheet, "Kicked"))
    path = tmp_path / "a.csv"
    path.write_text(f"# {record(first)}\nx\n")
    again = opened(preset_inside(path))
    assert again.preset.equations["text"] == TEXT
    assert again.preset.title == ("Pendulum, edited" if known else "Kicked")
    assert again.parameters == again.experiment.parameters(**first.parameters.model_dump())
    for part in ("box", "declared", "step", "duration", "equations"):
        assert getattr(again.subject, part) == getattr(first.subject, part), part


def test_damaged_equations_are_one_sentence(tmp_path):
    content = json.loads(record(_edited(preset("pendulum"))))
    for wrong in ({"text": 3}, "x' = y", [1]):
        path = tmp_path / "a.csv"
        path.write_text(f"# {json.dumps({**content, 'equations': wrong})}\nx\n")
        with pytest.raises(SeparatrixError, match="equations is no sheet"):
            preset_inside(path)


def test_data_are_known_by_their_content(tmp_path):
    file = tmp_path / "tank.nc"
    file.write_bytes(b"abc")
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert fingerprint(file) == {"name": "tank.nc", "bytes": 3, "sha256": known}
    folder = tmp_path / "tank.zarr"
    (folder / "u").mkdir(parents=True)
    (folder / "a").write_bytes(b"ab")
    (folder / "u" / "0").write_bytes(b"c")
    assert fingerprint(folder) == {"name": "tank.zarr", "bytes": 3, "sha256": known}
    file.write_bytes(b"abcd")
    assert fingerprint(file)["sha256"] != known
    assert fingerprint(tmp_path / "gone.nc")["name"] == "gone.nc"


def test_a_picture_of_data_says_which_they_were():
    content = json.loads(record(opened(preset("ocean-gyres"))))
    assert set(content["data_file"]) == {"name", "bytes", "sha256"}
    assert content["data_file"]["bytes"] > 1000
