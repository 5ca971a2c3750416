from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from app.catalogue import opened, preset
from app.export.embedded import read_record, record
from app.export.figure import figure_bytes, layers_of, prepared, preview_bytes, write_figure
from app.export.paper.style import drawing, style
from app.export.running import last_frame
from engines.errors import ExportError
from engines.layers.frame import Frame


@pytest.fixture
def frame(toy):
    return last_frame(toy)


@pytest.fixture(scope="module")
def ridged():
    """Both directions of the double gyre with their ridges."""
    chosen = replace(preset("double-gyre"), instruments=("ftle", "ftle_ridges"), parameters={})
    values = {"direction": "both", "horizon": 8.0, "nx": 101, "ny": 51, "ridge_sides": "both"}
    ready = opened(chosen, values)
    return ready, last_frame(ready)


def made(toy, frame, suffix, pixels=None, theme="light"):
    return figure_bytes(toy, frame, suffix, pixels, theme, record(toy))


@pytest.mark.parametrize("pixels", [(1280, 720), (641, 480), (1000, 1000)])
def test_a_png_has_exactly_the_pixels_asked_for(toy, frame, pixels):
    assert Image.open(io.BytesIO(made(toy, frame, ".png", pixels))).size == pixels


def test_the_same_figure_is_the_same_file(toy, frame):
    for suffix in (".png", ".svg", ".pdf"):
        assert made(toy, frame, suffix) == made(toy, frame, suffix)


def test_an_svg_carries_vector_lines_and_text_and_one_raster_per_field(toy, frame):
    text = made(toy, frame, ".svg").decode()
    for words in ("Plane", "Chart", "stable manifold", "1/s", "Toy"):
        assert re.search(rf"<text[^>]*>(?:<tspan[^>]*>)?[^<]*{re.escape(words)}", text), words
    assert text.count("<path") > 100
    field, sheet = 1, 1  # a colour bar is drawn in rectangles
    assert text.count("<image") == field + sheet


def _styles(path):
    return [part.strip().lower() for part in path.get("style", "").split(";")]


def test_ridges_over_a_field_are_vectors_over_one_raster(ridged):
    ready, frame = ridged
    lines = frame.layers["ftle_ridges"].lines
    assert len(lines) > 10
    root = ElementTree.fromstring(figure_bytes(ready, frame, ".svg", None, "light", record(ready)))
    assert len(root.findall(".//{*}image")) == 1
    theme = style("light").theme
    for colour, role in ((theme.repel, "repel_ridge"), (theme.attract, "attract_ridge")):
        drawn = [
            path.get("d", "")
            for path in root.findall(".//{*}path")
            if {"fill: none", f"stroke: {colour.lower()}"} <= set(_styles(path))
        ]
        longest = max(len(line) for line in frame.layers["ftle_ridges"].lines)
        curves = [d for d in drawn if d.count("L") > 1]
        assert len(curves) == frame.layers["ftle_ridges"].roles.count(role)
        assert max(d.count("L") for d in curves) > longest / 10  # made simpler, not coarser
    pdf = figure_bytes(ready, frame, ".pdf", None, "light", record(ready))
    assert len(re.findall(rb"/Subtype /Image", pdf)) == 1


def test_a_pdf_carries_its_text(toy, frame, tmp_path):
    path = tmp_path / "toy.pdf"
    path.write_bytes(made(toy, frame, ".pdf"))
    content = path.read_bytes()
    assert content.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", content)) == 1
    if shutil.which("pdftotext"):
        words = subprocess.run(
            ["pdftotext", str(path), "-"], capture_output=True, text=True, check=True
        ).stdout
        assert "Plane" in words
        assert "stable manifold" in words


def test_every_kind_of_figure_carries_its_session(toy, tmp_path):
    for suffix in (".png", ".svg", ".pdf"):
        path = tmp_path / f"toy{suffix}"
        write_figure(path, toy, None, "light", record(toy, theme="light"))
        content = read_record(path)
        assert content["parameters"] == {"rate": 0.7, "start": 0.0, "seed": 0}
        assert content["theme"] == "light"


def test_paper_is_white_and_the_dark_theme_is_dark(toy, frame):
    for theme, colour in (("light", (255, 255, 255)), ("dark", (12, 15, 19))):
        picture = np.asarray(Image.open(io.BytesIO(made(toy, frame, ".png", None, theme))))
        assert tuple(picture[1, 1, :3]) == colour


def test_nothing_is_cut_off_at_the_edge(toy, frame):
    for pixels in (None, (1280, 720), (800, 600)):
        picture = np.asarray(Image.open(io.BytesIO(made(toy, frame, ".png", pixels))))[..., :3]
        edge = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
        assert (edge == 255).all()


def test_without_layers_or_room_there_is_one_sentence(toy, frame):
    with drawing():
        with pytest.raises(ExportError, match="nothing that can be drawn"):
            prepared(toy, Frame({}), None, "light")
        with pytest.raises(ExportError, match="--size = 40x40 leaves no room for 4 panels"):
            prepared(toy, frame, (40, 40), "light")


def test_a_view_shows_its_layers_in_its_own_order(toy, frame):
    plane = toy.experiment.views(toy.parameters)[0]
    assert list(layers_of(plane, frame.layers)) == ["arrows", "ftle", "lines", "paths", "rest"]


def test_mathematics_that_cannot_be_set_does_not_stop_a_figure(toy, frame, monkeypatch):
    from dataclasses import replace

    views = toy.experiment.views(toy.parameters)
    odd = replace(views[0].axes[0], symbol=r"\nonsense{", label="a $ b", unit="$")
    changed = (replace(views[0], axes=(odd, odd), title="5 $ and 6 $"), *views[1:])
    monkeypatch.setattr(type(toy.experiment), "views", lambda self, p: changed)
    assert made(toy, frame, ".svg")


def test_a_preview_is_a_picture_of_the_same_proportions(toy, frame):
    whole = Image.open(io.BytesIO(made(toy, frame, ".png")))
    seen = Image.open(io.BytesIO(preview_bytes(toy, frame, "light")))
    assert seen.width < whole.width
    assert seen.width / seen.height == pytest.approx(whole.width / whole.height, rel=0.01)
