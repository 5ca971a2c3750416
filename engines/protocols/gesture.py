"""What a hand did in a picture, in world units."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gesture:
    """A frozen record of one act.

    Attributes:
        kind: "launch" (a click), "unlaunch" (it was the first half of a double click; the
            workspace answers this one), "drag" (the handle moved here), "clear" (forget launched
            paths), "brush" (dye is laid down here; one stroke is many of them), "draw" (a picture or
            a cloud of one's own, its ink row by row or its coordinates point by point in `place`;
            or pairs, two points each), "erase" (forget that cloud, or those pairs).
        view: Id of the view.
        place: World coordinates, length 2 or 3, unless the kind says otherwise.
        time: Where the clock of the window stands.
        eye: In space: world coordinates of the eye, length 3; what lies under the hand is on the
            line from there through `place`.
        stroke: Of a brush: the number of the stroke it belongs to.
    """

    kind: str
    view: str
    place: tuple[float, ...]
    time: float = 0.0
    eye: tuple[float, ...] = ()
    stroke: int = 0
