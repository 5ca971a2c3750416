"""What every experiment owes its user, whatever the flow."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from engines.experiments.portraits.portrait import EXPERIMENT as PORTRAIT
from engines.experiments.transport.ftle import EXPERIMENT as FTLE
from engines.parameters.reading import changed
from engines.running.ticket import Ticket, Withdrawn

ROOT = Path(__file__).parents[3]
HIDDEN = {"eigenvalues", "lyapunov_spectrum"}  # read by panels, drawn by nobody
CASES = [
    *((PORTRAIT, kind) for kind in ("saddle", "rotation", "pendulum", "lorenz", "drift", "henon")),
    *((FTLE, kind) for kind in ("saddle", "pendulum", "drift")),
]


@pytest.fixture(scope="module", params=CASES, ids=lambda c: f"{c[0].__name__}-{c[1]}")
def experiment(request, subject):
    kind, flow = request.param
    return kind(subject(request.getfixturevalue(flow)))


def _quick(experiment):
    """The values at rest, with less to compute."""
    short = {
        "manifold_time": 10.0,
        "number": 300,
        "duration": 10,
        "nx": 20,
        "ny": 20,
        "horizon": 2.0,
    }
    known = experiment.parameters.model_fields
    return changed(experiment.parameters(), {n: v for n, v in short.items() if n in known})


@pytest.fixture(scope="module")
def frames(experiment):
    """One whole run; whatever compiles has compiled after it."""
    return list(experiment.frames(_quick(experiment), Ticket()))


def _arrays(frame):
    for name, layer in frame.layers.items():
        for field in type(layer).__dataclass_fields__:
            value = getattr(layer, field)
            for i, one in enumerate(value if field == "lines" else (value,)):
                if isinstance(one, np.ndarray):
                    yield f"{name}.{field}[{i}]", one


def test_there_is_a_first_frame_and_a_last_one(frames):
    assert frames[0].layers
    assert frames[-1].progress == 1.0


def test_the_same_seed_gives_the_same_picture(experiment, frames):
    again = list(experiment.frames(_quick(experiment), Ticket()))
    one, two = dict(_arrays(frames[-1])), dict(_arrays(again[-1]))
    assert one.keys() == two.keys()
    for name in one:
        np.testing.assert_allclose(one[name], two[name], rtol=1e-13, atol=1e-13, err_msg=name)


def test_nothing_in_a_frame_can_be_changed(frames):
    for frame in frames:
        for name, array in _arrays(frame):
            assert not array.flags.writeable, name


def test_layers_of_every_frame_have_a_view(experiment, frames):
    p = _quick(experiment)
    shown = {name for view in experiment.views(p) for name in view.layers} | HIDDEN
    assert all(set(f.layers) <= shown for f in frames)


class Watched(Ticket):
    """Keeps the longest time of computing between two looks, whatever else the machine does."""

    def __init__(self):
        super().__init__()
        self.last = time.thread_time()
        self.longest = 0.0

    @property
    def withdrawn(self):
        self.look()
        return super().withdrawn

    def check(self):
        self.look()
        super().check()

    def look(self):
        now = time.thread_time()
        self.longest, self.last = max(self.longest, now - self.last), now


class Ended(Ticket):
    """Knows how long its run computed after it could see that nobody wants it."""

    def __init__(self):
        super().__init__()
        self.last = self.spent = 0.0
        self.over = threading.Event()

    @property
    def withdrawn(self):
        if not (gone := super().withdrawn):
            self.last = time.thread_time()
        return gone

    def check(self):
        if self.withdrawn:
            raise Withdrawn

    def end(self):
        self.spent = time.thread_time() - self.last
        self.over.set()


def test_a_run_withdrawn_from_another_thread_ends_at_once(experiment, frames):
    p = _quick(experiment)
    for after in (1, min(3, len(frames))):
        ticket, began = Ended(), threading.Event()

        def run(ticket=ticket, began=began, after=after):
            try:
                for i, _ in enumerate(experiment.frames(p, ticket)):
                    ticket.last = time.thread_time()
                    if i + 1 == after:
                        began.set()
            except Withdrawn:
                pass
            ticket.end()
            began.set()

        thread = threading.Thread(target=run)
        thread.start()
        assert began.wait(60.0)
        ticket.withdraw()
        assert ticket.over.wait(60.0)
        thread.join()
        assert ticket.spent < 1.0, "the run computed for more than a second"


def test_at_most_a_tenth_of_a_second_of_work_lies_between_two_looks(experiment, frames):
    p = _quick(experiment)
    ticket = Watched()
    list(experiment.frames(p, ticket))
    ticket.look()
    assert ticket.longest < 0.1


def test_experiments_run_where_no_screen_is_known():
    code = (
        "import sys\n"
        "import engines.experiments.portraits.portrait, engines.experiments.instrumented\n"
        "from engines.instruments.shelf import instruments\n"
        "assert instruments()\n"
        "assert not {'PyQt6', 'vispy', 'pyqtgraph'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
