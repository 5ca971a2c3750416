import numpy as np
import pytest

from engines.errors import UnfitError
from engines.instruments.expressway.cells import INSTRUMENT, KINDS, kinds_of
from engines.running.ticket import Ticket, Withdrawn


def test_cells_move_while_heights_are_found_and_get_sharper_then(jump, values):
    flow = jump()
    frames = list(INSTRUMENT(flow).frames(values(INSTRUMENT, flow, cell_columns=60), Ticket()))
    assert [f.level for f in frames] == [0] * 5 + [1]
    assert flow.solving.done
    assert len(frames) == 6
    moved = (frames[0].layers["cells"].values != frames[3].layers["cells"].values).mean()
    assert moved > 0.01
    assert frames[-1].layers["cells"].values.shape == (60, 60)
    assert "noise of the draws" in frames[-1].trust.sentence
    assert frames[-1].readings["cells"].text == "|g|"


def test_the_colour_is_that_of_the_mode(jump, values):
    flow = jump(solver="Newton")
    last = list(INSTRUMENT(flow).frames(values(INSTRUMENT, flow), Ticket()))[-1]
    field = last.layers["cells"]
    right = field.values[np.abs(field.y - 0.0).argmin(), -1]
    left = field.values[np.abs(field.y - 0.0).argmin(), 0]
    assert (right, left) == (0.5, 2.5)


def test_lines_are_strong_where_modes_differ(jump, values):
    flow = jump(solver="Newton")
    flow.solving.finish()
    last = list(INSTRUMENT(flow).frames(values(INSTRUMENT, flow), Ticket()))[-1]
    edges = last.layers["cell_edges"]
    pairs = zip(edges.lines, edges.roles, strict=True)
    strong = np.array([line for line, role in pairs if role == "neutral"])
    away = np.abs(np.abs(strong[:, :, 0]) - np.abs(strong[:, :, 1]))
    assert len(strong) >= 4
    assert away.max() < 0.8  # from the diagonals
    bare = values(INSTRUMENT, flow, cell_edges=False, latents=False)
    assert set(list(INSTRUMENT(flow).frames(bare, Ticket()))[-1].layers) == {"cells"}


def test_eight_modes_have_eight_colours(jump):
    flow = jump()
    found, modes = kinds_of(flow), flow.modes.nearest(flow.solving.points)[0]
    assert len(np.unique(found)) == len(np.unique(modes)) <= KINDS == 8


def test_more_modes_than_colours_come_again_turned(jump):
    flow = jump(modes=False)
    found = kinds_of(flow)
    assert found.max() < KINDS
    assert (np.diff(found) != 0.0).all()


def test_it_needs_a_planar_jump_and_can_be_left(pendulum, jump, values):
    assert INSTRUMENT.refuses(pendulum()) == "needs a jump of optimal transport"
    assert INSTRUMENT.refuses(jump()) == ""
    with pytest.raises(UnfitError):
        list(INSTRUMENT(pendulum()).frames(values(INSTRUMENT, jump()), Ticket()))
    ticket = Ticket()
    work = INSTRUMENT(jump()).frames(values(INSTRUMENT, jump()), ticket)
    next(work)
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        next(work)
