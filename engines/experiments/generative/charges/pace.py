"""Exponents by the pace of ln sigma, in which field lines bend evenly."""

from __future__ import annotations

from dataclasses import replace

from engines.instruments.transport.levels import colour_limits
from engines.layers.frame import Frame
from engines.layers.scalar_field import ScalarField
from engines.numerics.hidden_dimensions.generation import ChargedGeneration

UNIT = "1/ln \N{GREEK SMALL LETTER SIGMA}"


def sigma_at(flow: ChargedGeneration, time: float) -> float:
    """The scale of the noise at a time."""
    m = flow.path.at(time)
    return m.s / m.a


def span(flow: ChargedGeneration, start: float, horizon: float) -> float:
    """How far ln sigma moves in a window of time, without a sign."""
    first, last = (flow.path.at(t).lam for t in (start, start + horizon))
    return abs(last - first)


def per_log(flow: ChargedGeneration, start: float, horizon: float) -> float:
    r"""What turns an exponent per unit of time into one of dx/d ln sigma.

    ln(s) / |ln sigma_1 - ln sigma_0| = (ln(s) / |T|) |T| / |ln sigma_1 - ln sigma_0|
    """
    far = span(flow, start, horizon)
    return abs(horizon) / far if far > 0.0 else 1.0


def window(flow: ChargedGeneration, start: float, horizon: float) -> str:
    """Words for the sigma a window begins and ends with."""
    first, last = (sigma_at(flow, t) for t in (start, start + horizon))
    return f"\N{GREEK SMALL LETTER SIGMA} from {first:.3g} to {last:.3g}"


def repaced(frame: Frame, name: str, factor: float) -> Frame:
    """The frame with its field of exponents, and what is read off it, times a factor."""
    field = frame.layers.get(name)
    if not isinstance(field, ScalarField):
        return frame
    values = factor * field.values
    shown = replace(field, values=values, unit=UNIT, limits=colour_limits(values))
    readings = dict(frame.readings)
    read = readings.get(name)
    if read is not None and read.value is not None:
        readings[name] = replace(read, value=factor * read.value)
    return replace(frame, layers={**frame.layers, name: shown}, readings=readings)
