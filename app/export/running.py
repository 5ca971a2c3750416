"""An experiment run to its end, without a window."""

from __future__ import annotations

from collections.abc import Callable

from app.catalogue import Opened
from engines.errors import ExportError
from engines.layers.frame import Frame
from engines.running.ticket import Ticket


def last_frame(
    opened: Opened,
    report: Callable[[str, float], None] | None = None,
    ticket: Ticket | None = None,
) -> Frame:
    """The sharpest frame of an experiment.

    Args:
        opened: What to run.
        report: Takes words and the share done.
        ticket: To withdraw the run.

    Raises:
        Withdrawn: If the ticket was withdrawn.
        ExportError: If the experiment shows nothing.
    """
    ticket = ticket or Ticket()
    last: Frame | None = None
    for frame in opened.experiment.frames(opened.parameters, ticket):
        last = frame
        if report is not None:
            report(frame.task, frame.progress)
    ticket.check()
    if last is None:
        raise ExportError(f"'{opened.preset.id}' shows nothing at these values")
    return last
