import tomllib
from dataclasses import replace

import numpy as np
import pytest

from app.catalogue import opened, preset
from app.lab.editing.files import preset_text, title_of, write_preset
from app.lab.editing.reading import Context, readings
from engines.errors import ExportError
from engines.parameters.reading import changed
from engines.running.ticket import Ticket

TEXT = "x' = sigma*(y - x)  # it's 'quoted'\ny' = x*(rho - z) - y\nz' = x*y - beta*z + a*sin(x)"


@pytest.fixture(scope="module")
def edited():
    origin = opened(preset("lorenz-1963"))
    context = Context(origin, origin, origin.parameters, {})
    return context, TEXT


@pytest.fixture
def reading(qapp, edited):
    context, text = edited
    (found,) = readings(text, context, Ticket())
    return found


def test_a_saved_system_opens_again_to_the_same_picture_bit_for_bit(tmp_path, reading):
    values = changed(reading.values, {"a": 0.1 + 0.2, "rho": 27.3, "seed": 7})
    saved = write_preset(tmp_path / "my-wings.toml", reading.found, values)
    again = opened(preset(tmp_path / "my-wings.toml"))
    assert saved.title == again.preset.title == "My wings"
    assert again.parameters.model_dump() == values.model_dump()
    assert again.preset.equations["text"] == TEXT
    first, second = (
        next(f for f in o.experiment.frames(v, Ticket()) if f.progress == 1.0)
        for o, v in ((reading.found, values), (again, again.parameters))
    )
    assert list(first.layers) == list(second.layers)
    np.testing.assert_array_equal(
        first.layers["tracks"].positions, second.layers["tracks"].positions
    )
    assert reading.found.subject.box == again.subject.box
    assert reading.found.subject.declared == again.subject.declared


def test_the_file_can_be_read_by_people(reading):
    text = preset_text(reading.found, reading.values, "Wings")
    assert "text = '''\nx' = sigma*(y - x)  # it's 'quoted'\n" in text
    assert tomllib.loads(text)["equations"]["parameters"]["rho"]["name"] == "Heating"


def test_a_text_with_three_quotes_survives(reading):
    wild = TEXT + " # ''' \t\\ \x7f \U0001f600 \x01"
    found = replace(
        reading.found,
        preset=replace(
            reading.found.preset, equations={**reading.found.preset.equations, "text": wild}
        ),
    )
    assert tomllib.loads(preset_text(found, reading.values, "W"))["equations"]["text"] == wild


def test_titles_come_from_file_names(tmp_path):
    assert title_of(tmp_path / "two_wings-of-1963.toml") == "Two wings of 1963"
    assert len(title_of(tmp_path / ("x" * 90 + ".toml"))) == 22


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path, reading):
    with pytest.raises(ExportError):
        write_preset(tmp_path / "none" / "a.toml", reading.found, reading.values)


def test_half_a_character_never_reaches_a_file(reading):
    preset = replace(reading.found.preset, about="\ud800 wings")
    text = preset_text(replace(reading.found, preset=preset), reading.values, "W")
    assert tomllib.loads(text)["about"] == "? wings"


def test_what_was_before_a_delay_equation_is_saved_and_opens_again_bit_for_bit(tmp_path, qapp):
    origin = opened(preset("mackey-glass"))
    text = "\n".join(origin.subject.lines) + "\nx = 0.5 + 0.1*sin(t/tau) for t <= 0"
    (found,) = readings(text, Context(origin, origin, origin.parameters, {}), Ticket())
    assert found.sentence == ""
    assert found.found.subject.start == (0.5,)
    assert "\\leq 0" in found.tex[-1]
    write_preset(tmp_path / "late.toml", found.found, found.values)
    again = opened(preset(tmp_path / "late.toml"))
    assert again.subject.history == found.found.subject.history
    assert again.subject.box == found.found.subject.box
    first, second, other = (
        next(f for f in o.experiment.frames(o.parameters, Ticket()) if "tracks" in f.layers)
        for o in (found.found, again, origin)
    )
    paths = [f.layers["tracks"].positions for f in (first, second, other)]
    steps = min(path.shape[1] for path in paths)  # how far the first picture gets in its time
    assert steps > 1
    np.testing.assert_array_equal(paths[0][:, :steps], paths[1][:, :steps])
    assert not np.array_equal(paths[0][:, :steps], paths[2][:, :steps])


def test_a_surface_is_kept_in_the_file_or_its_loss_is_said(tmp_path, qapp):
    origin = opened(preset("henon-heiles-section"))
    text = "\n".join(origin.subject.lines)
    context = Context(origin, origin, origin.parameters, {})
    (found,) = readings(text.replace("- x^2", "- a*x^2"), context, Ticket())
    assert "Left out" not in found.check
    write_preset(tmp_path / "star.toml", found.found, found.values)
    again = opened(preset(tmp_path / "star.toml"))
    assert again.subject.section == found.found.subject.section != {}
    assert again.subject.box == found.found.subject.box
    assert again.parameters.model_dump() == found.values.model_dump()
    (found,) = readings(text + "\nw' = -w", context, Ticket())
    assert found.check.endswith("that gave x and p_x, as the coordinates are others now.")
