"""A look that is the same for every test, specs and layers known by hand, and an overlap check."""

from __future__ import annotations

import numpy as np
import pytest
from PyQt6.QtCore import QRect
from PyQt6.QtWidgets import QWidget

from engines.layers.curves import Curves
from engines.layers.image_grid import ImageGrid
from engines.layers.points import Points
from engines.layers.scalar_field import ScalarField
from engines.layers.series import Series
from engines.layers.tracks import Tracks
from engines.protocols.views import Axis, ViewSpec
from widgets.theme.look import LOOK
from widgets.theme.tokens import DARK

EQUATIONS = (
    r"\dot{x} = -\pi\,\live{A}{0.1}\,\sin(\pi f)\cos(\pi y)",
    r"\dot{y} = \pi\,\live{A}{0.1}\,\cos(\pi f)\sin(\pi y)",
    r"a=\live{eps}{0.25}\sin(\live{omega}{0.628}\,t)",
)


@pytest.fixture(autouse=True)
def steady_look(qapp):
    """Dark, 100 %, 1440 x 900, nothing animated; and so again afterwards."""

    def reset():
        LOOK.still = True
        LOOK.set(DARK, 1.0)
        LOOK.fit(1440, 900)

    reset()
    yield
    reset()


@pytest.fixture
def specs():
    """One spec per kind of view."""
    x, y = Axis("x", low=0.0, high=2.0), Axis("y", low=0.0, high=1.0)
    return {
        "plane": ViewSpec(
            "p", "plane", "FTLE, forward", ("ftle", "curves", "marks"), "repelling walls",
            (x, y), EQUATIONS, True, True,
        ),
        "space": ViewSpec(
            "s", "space", "Lorenz", ("swarm",), "colour: speed",
            (x, y, Axis("z", low=0.0, high=1.0)), (r"\dot z = xy-\live{beta}{2.667}\,z",),
        ),
        "chart": ViewSpec(
            "c", "chart", "Exponent", ("curve",), "band: 9 starts",
            (Axis("time", "t", "s", 0.0, 10.0), Axis("exponent", "\\lambda", "1/s", 0.0, 0.2)),
        ),
        "sheet": ViewSpec("g", "sheet", "Decoded", ("sheet",), clicks=True),
    }  # fmt: skip


@pytest.fixture
def layers():
    """A layer of each kind, named as in `specs`."""
    x, y = np.linspace(0, 2, 21), np.linspace(0, 1, 11)
    t = np.linspace(0, 10, 101)
    path = np.stack([np.cos(t), np.sin(t), t / 10], axis=-1)[None]
    return {
        "ftle": ScalarField(x, y, x + 0 * y[:, None], "1/s", "ftle_forward", (0.0, 1.5)),
        "curves": Curves(
            (np.array([[0, 0], [1, 1.0]]),), ("attract",), (("attract", "stable manifold"),)
        ),
        "marks": Points(np.array([[0.5, 0.5]]), "stable", ("stable spiral",)),
        "swarm": Tracks(path, t, "swarm", path[:, :, 2], "amount"),
        "curve": Series(t, 0.1 + 0.01 * t, 0.09 + 0 * t, 0.2 + 0 * t, "repel", "rising"),
        "sheet": ImageGrid(
            np.linspace(0, 1, 2 * 5 * 64).reshape(2, 5, 8, 8),
            ("u_1", "u_2"), ("1", "2", "3", "4", "5"), (1, 2),
        ),
    }  # fmt: skip


@pytest.fixture
def overlaps():
    """Pairs of visible children of one parent, at any depth, whose rectangles intersect."""

    def find(parent: QWidget) -> list[tuple[str, str]]:
        shown = [
            c
            for c in parent.children()
            if isinstance(c, QWidget) and not c.isHidden() and not c.isWindow()
        ]
        found = []
        for i, a in enumerate(shown):
            for b in shown[i + 1 :]:
                common: QRect = a.geometry().intersected(b.geometry())
                if not common.isEmpty():
                    found.append((f"{a} {a.geometry()}", f"{b} {b.geometry()}"))
            if type(a).__module__.startswith("widgets."):
                found += find(a)
        return found

    return find
