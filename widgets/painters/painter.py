"""What every painter is: it takes one layer after another and draws the newest."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

import numpy as np
from vispy.gloo import gl

from widgets.painters.gl.buffer import Buffer
from widgets.theme.tokens import Theme, channels

if TYPE_CHECKING:
    from widgets.painters.gl.rehearsal import Rehearsal

L = TypeVar("L")
OVER_FIELD = 0.55  # share of their strength that tracers keep over a coloured field


class ColourRange(NamedTuple):
    """What a colour bar shows: values at its ends, kind of quantity, unit, what lies outside."""

    low: float
    high: float
    scale: str
    unit: str
    below: bool = False
    above: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """All that a painter may know of the surface it draws on.

    Attributes:
        matrix: World to clip coordinates, shape (4, 4), acting on columns (x, y, z, 1).
        size: Device pixels across and up.
        ratio: Device pixels per logical pixel.
        theme: Colours.
        square: The unit square, for draws over a rectangle.
        limits: Visible (x_low, x_high, y_low, y_high) of a plane; None in space.
        time: The playhead, or None if nobody has set it.
        wall: Seconds on the clock on the wall.
        playing: Whether time runs.
        software: Whether the processor draws in place of a graphics card.
        over_field: Whether a coloured field lies below, over which tracers keep back.
        clock: Where the clock of the window stands, whatever it drives; None if nobody says.
        rehearsal: Where new shaders are translated while the last picture stays; None if somebody
            waits for this picture, who gets it with all that it takes.
    """

    matrix: np.ndarray
    size: tuple[int, int]
    ratio: float
    theme: Theme
    square: Buffer
    limits: tuple[float, float, float, float] | None = None
    time: float | None = None
    wall: float = 0.0
    playing: bool = True
    software: bool = False
    over_field: bool = False
    clock: float | None = None
    rehearsal: Rehearsal | None = None

    def colour(self, token: str, alpha: float = 1.0) -> tuple[float, float, float, float]:
        """A colour of the theme by the name of its token, red, green, blue, alpha."""
        red, green, blue = channels(getattr(self.theme, token))[:3]
        return red, green, blue, alpha

    def pixels(self, places: np.ndarray) -> np.ndarray:
        """Device pixels, shape (n, 2), origin lower left, of world places, shape (n, 2 or 3)."""
        flat = np.zeros((len(places), 4))
        flat[:, : places.shape[1]] = places
        flat[:, 3] = 1.0
        clip = flat @ self.matrix.T
        with np.errstate(divide="ignore", invalid="ignore"):
            return (clip[:, :2] / clip[:, 3:] + 1.0) * 0.5 * np.array(self.size)

    @property
    def scaling(self) -> tuple[object, ...]:
        """All on which lengths in pixels depend, to be compared."""
        return self.matrix.tobytes(), self.size, self.ratio

    @property
    def pixel_matrix(self) -> np.ndarray:
        """Device pixels to clip coordinates."""
        made = np.diag([2.0 / self.size[0], 2.0 / self.size[1], 1.0, 1.0])
        made[:2, 3] = -1.0
        return made


class Resource(Protocol):
    """Something that lives in the driver."""

    def release(self) -> None:
        """Give it back; the context must be current."""


R = TypeVar("R", bound=Resource)


class Painter(ABC, Generic[L]):
    """Draws one layer. It keeps the layer, so that a lost context costs nothing but time.

    Attributes:
        layer: The newest layer.
        restless: Whether it moves and wants to be drawn again soon.
        pending: Whether there is work left for `refine`.
        trouble: Why it cannot draw, in one sentence; empty while it can.
    """

    def __init__(self, layer: L) -> None:
        self.layer = layer
        self.restless = False
        self.pending = False
        self.trouble = ""
        self._held: list[Resource] = []

    def take(self, layer: L) -> None:
        """Show `layer` from now on."""
        self.layer = layer

    def use(self, values: Mapping[str, float]) -> bool:
        """Take values of uniforms; whether any of them is used here."""
        return False

    def prepare(self, moment: Moment) -> None:
        """Compute into targets of its own, before anything is drawn on the screen."""

    def refine(self, moment: Moment) -> bool:
        """Do one call's worth of the work that is left; whether a redraw would show more."""
        return False

    def settle(self) -> None:
        """End any glide at once."""

    @abstractmethod
    def draw(self, moment: Moment) -> None:
        """Draw on the target that is bound."""

    def colour_range(self) -> ColourRange | None:
        """What its colour bar shows, or None if it has none."""
        return None

    def lost(self) -> None:
        """The context is gone with everything in it: forget, and build again when asked."""
        self._held.clear()
        self.forget()

    def release(self) -> None:
        """Give everything back to the driver; the context is current."""
        for resource in self._held:
            resource.release()
        self.lost()

    def forget(self) -> None:
        """Drop references to what `hold` was given."""

    def hold(self, resource: R) -> R:
        """Remember to release `resource` in the end."""
        self._held.append(resource)
        return resource

    def drop(self, resource: Resource) -> None:
        """Release `resource` now."""
        self._held.remove(resource)
        resource.release()


def blend_over() -> None:
    """Colours with alpha cover what is beneath; the surface stays opaque."""
    gl.glEnable(gl.GL_BLEND)
    gl.glBlendFuncSeparate(gl.GL_SRC_ALPHA, gl.GL_ONE_MINUS_SRC_ALPHA, gl.GL_ZERO, gl.GL_ONE)


def blend_light(theme: Theme) -> None:
    """Light adds up on dark; ink multiplies on light. Colours must come premultiplied."""
    gl.glEnable(gl.GL_BLEND)
    if theme.name == "dark":
        gl.glBlendFuncSeparate(gl.GL_ONE, gl.GL_ONE, gl.GL_ZERO, gl.GL_ONE)
    else:
        gl.glBlendFuncSeparate(gl.GL_DST_COLOR, gl.GL_ONE_MINUS_SRC_ALPHA, gl.GL_ZERO, gl.GL_ONE)


def blend_ink() -> None:
    """As `blend_over`, for premultiplied colours: many thin layers keep their hue."""
    gl.glEnable(gl.GL_BLEND)
    gl.glBlendFuncSeparate(gl.GL_ONE, gl.GL_ONE_MINUS_SRC_ALPHA, gl.GL_ZERO, gl.GL_ONE)
