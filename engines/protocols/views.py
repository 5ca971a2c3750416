"""How an experiment asks to be shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Axis:
    r"""One axis of a view.

    Attributes:
        label: Words below the axis, e.g. "angle".
        symbol: TeX, e.g. "\\theta".
        unit: Unit as text.
        low: Lower end at rest.
        high: Upper end at rest.
        angle: Ticks in multiples of pi.
        compass: What degrees are counted towards, above and below 0: "EW", "NS", or "" if they
            are no places on a globe.
        powers: Its numbers are exponents of ten: -2 is written as 10 to the power of -2.
    """

    label: str
    symbol: str = ""
    unit: str = ""
    low: float = 0.0
    high: float = 1.0
    angle: bool = False
    compass: str = ""
    powers: bool = False


@dataclass(frozen=True, slots=True)
class ViewSpec:
    """One view: which layers it shows, in what frame of axes.

    Attributes:
        id: Short name, unique within the experiment.
        kind: "plane", "space", "chart", "sheet" or "statements".
        title: Words in the header.
        subtitle: Fainter words behind it.
        layers: Names of the layers it draws, bottom first; names absent from a frame are skipped.
        axes: Two (plane, chart) or three (space) axes; none for a sheet or statements.
        equations: Lines of TeX for the strip, see `Described.tex`.
        equal: Keep the aspect of the domain.
        clicks: Whether a click in it is a gesture ("launch") the experiment understands.
    """

    id: str
    kind: str
    title: str
    layers: tuple[str, ...]
    subtitle: str = ""
    axes: tuple[Axis, ...] = ()
    equations: tuple[str, ...] = ()
    equal: bool = True
    clicks: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """What the timeline drives.

    Attributes:
        parameter: Name of the parameter it moves; "" if it only moves the playhead of tracks.
        low: Start of the track.
        high: End of the track.
        unit: Unit of time.
        label: Words under the clock, e.g. "time".
        rate: Units of time per second of playing at speed 1.
        along: Whether this time runs along the tracks in the picture; False if it is the moment
            at which everything is released.
        stroked: Whether a stroke with Shift held down moves this time; let go, time goes on.
    """

    parameter: str = ""
    low: float = 0.0
    high: float = 10.0
    unit: str = ""
    label: str = "time"
    rate: float = 1.0
    along: bool = True
    stroked: bool = False
