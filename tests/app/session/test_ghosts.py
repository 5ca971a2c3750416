from dataclasses import replace

import numpy as np

from app.session.ghosts import Ghosts
from engines.layers.frame import Frame
from engines.layers.scalar_field import ScalarField
from engines.layers.shader_field import ShaderField
from engines.layers.tracks import Tracks


def line(height, dimension=2):
    return Tracks(np.full((1, 3, dimension), float(height)), np.arange(3.0))


def test_nothing_is_faint_before_a_move():
    ghosts = Ghosts()
    assert list(ghosts.placed({"tracks": line(1)})) == ["tracks"]


def test_what_was_shown_before_the_move_lies_below_what_is_shown_now():
    ghosts = Ghosts()
    ghosts.placed({"tracks": line(1)})
    ghosts.keep()
    placed = ghosts.placed({"field": 1, "tracks": line(2)})
    assert list(placed) == ["field", "tracks_before", "tracks"]
    assert placed["tracks_before"].role == "before"
    assert placed["tracks_before"].positions[0, 0, 0] == 1.0


def test_a_path_in_the_plane_is_no_ghost_in_space():
    ghosts = Ghosts()
    ghosts.placed({"tracks": line(1)})
    ghosts.keep()
    assert list(ghosts.placed({"tracks": line(2, 3)})) == ["tracks"]


def test_what_is_forgotten_is_gone():
    ghosts = Ghosts()
    ghosts.placed({"tracks": line(1)})
    ghosts.keep()
    ghosts.forget()
    assert list(ghosts.placed({"tracks": line(2)})) == ["tracks"]
    ghosts.forget(lines=True)
    ghosts.keep()
    assert list(ghosts.placed({"tracks": line(3)})) == ["tracks"]


def test_a_ghost_has_no_colour_of_its_own():
    ghosts = Ghosts()
    coloured = Tracks(np.zeros((1, 3, 3)), np.arange(3.0), values=np.ones((1, 3)), scale="kinds")
    ghosts.placed({"tracks": coloured})
    ghosts.keep()
    assert ghosts.placed({"tracks": line(2, 3)})["tracks_before"].values is None


def test_a_field_gives_way_to_its_live_twin_while_a_hand_moves():
    field = ScalarField(np.arange(2.0), np.arange(2.0), np.zeros((2, 2)), live_twin="live")
    live = ShaderField("", {}, (0, 1, 0, 1), (2, 2))
    frame = Frame({"live": live, "ftle": field})
    for moving, drawn, shown in (
        (True, True, ["live"]), (False, True, ["live", "ftle"]), (True, False, ["live", "ftle"]),
    ):  # fmt: skip
        assert list(Ghosts().dressed(frame, moving, lambda d=drawn: d).layers) == shown


def test_a_finished_field_that_does_not_depend_on_what_moves_stays():
    def made(progress=1.0):
        field = ScalarField(np.arange(2.0), np.arange(2.0), np.zeros((2, 2)), live_twin="live")
        return Frame({"live": live, "ftle": field}, progress=progress)

    live = ShaderField("", {}, (0, 1, 0, 1), (2, 2))
    ghosts, first = Ghosts(), made()
    assert "ftle" in ghosts.dressed(first, False, lambda: True).layers
    assert "ftle" in ghosts.dressed(replace(first, progress=0.5), True, lambda: True).layers
    coarse = made(0.5)
    for _ in range(2):  # a new one does depend on it, however often it comes
        assert "ftle" not in ghosts.dressed(coarse, True, lambda: True).layers
