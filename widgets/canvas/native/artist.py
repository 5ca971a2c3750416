"""What a widget that shows a picture needs of whoever draws it."""

from __future__ import annotations

from typing import Protocol

from widgets.painters.painter import Moment


class Artist(Protocol):
    """Draws one picture after another; the context of the widget is current in all calls."""

    def begin(self) -> None:
        """The context is new, and nothing is in it."""

    def prepare(self, patient: bool = False) -> Moment | None:
        """Compute what the next picture needs; None if nothing can be shown.

        If nobody waits for it, `patient`, what takes long may be left out until it is there.
        """

    def draw(self, moment: Moment, framebuffer: int) -> None:
        """Ask the driver for the picture of `moment`, which was prepared."""

    def drawn(self, seconds: float) -> None:
        """The picture is there; it took `seconds` from `prepare` on."""

    def release(self) -> None:
        """The context will be gone: give everything back."""
