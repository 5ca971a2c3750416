"""The arithmetic of a slider: position, steps and digits. No Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass

from widgets.theme.numbers import decimals_of, fixed, written

_NEAR = 1e-3  # of a logarithmic range from 0, below which lengths are differences


@dataclass(frozen=True, slots=True)
class SliderScale:
    """Maps values to positions on a track and back.

    Linear: s = (v - low) / (high - low). Logarithmic: s = log(v / low) / log(high / low); from 0
    s = log(1 + v / c) / log(1 + high / c), c = high / 1000.

    Attributes:
        low: Value at the left end.
        high: Value at the right end.
        whole: Only whole numbers.
        logarithmic: Equal ratios take equal lengths, near 0 equal differences; needs low >= 0.
        usual: A typical value, e.g. the default; one decimal more if its size asks for it.
    """

    low: float
    high: float
    whole: bool = False
    logarithmic: bool = False
    usual: float = 0.0

    def position(self, value: float) -> float:
        """Where `value` lies, from 0 at the left to 1 at the right."""
        if self.high <= self.low:
            return 0.0
        value = min(max(value, self.low), self.high)
        if self._bent:
            return self._logged(value) / self._logged(self.high)
        return (value - self.low) / (self.high - self.low)

    def value(self, position: float) -> float:
        """The value at `position`, rounded to what the slider can tell apart."""
        position = min(max(position, 0.0), 1.0)
        if position in (0.0, 1.0):
            return self.high if position else self.low
        if self._bent:
            far = position * self._logged(self.high)
            value = self.low * math.exp(far) if self.low else self.high * _NEAR * math.expm1(far)
            value = float(f"{value:.3g}")
        else:
            value = self.low + position * (self.high - self.low)
            value = round(value, self.decimals)
        return self.held(value)

    def held(self, value: float) -> float:
        """`value` brought into the range, and to a whole number if need be."""
        value = min(max(value, self.low), self.high)
        return float(math.floor(value + 0.5)) if self.whole else value

    @property
    def step(self) -> float:
        """What one arrow key moves on a linear scale: a friendly hundredth of the range."""
        span = self.high - self.low
        if self.whole:
            return max(1.0, _friendly(span / 100.0)) if span > 0 else 1.0
        return _friendly(span / 100.0) if span > 0 else 1.0

    @property
    def decimals(self) -> int:
        """Decimals of a linear scale: three significant digits at the far end, more if the step
        needs them.
        """
        if self.whole:
            return 0
        reach = max(abs(self.low), abs(self.high)) or 1.0
        far = 2 - math.floor(math.log10(reach) + 1e-9)
        near = 2 - math.floor(math.log10(abs(self.usual)) + 1e-9) if self.usual else far
        return max(0, far, min(near, far + 1), decimals_of(self.step))

    def moved(self, value: float, steps: float) -> float:
        """`value` moved by a number of steps; 10 is coarse, 0.1 fine."""
        if self.whole:
            stride = max(1.0, abs(steps) * self.step)
            return self.held(value + math.copysign(stride, steps))
        if self._bent:
            return self.value(self.position(value) + steps / 100.0)
        return self.held(round(value + steps * self.step, self.decimals + 2))

    def text(self, value: float) -> str:
        """The value as the row shows it; its width does not jump while it moves."""
        if self.whole:
            return fixed(value, 0)
        reach = max(abs(self.low), abs(self.high))
        if self._bent or not 1e-3 <= reach < 1e6:
            return written(value)
        return fixed(value, self.decimals)

    @property
    def _bent(self) -> bool:
        return self.logarithmic and self.low >= 0

    def _logged(self, value: float) -> float:
        if self.low:
            return math.log(value / self.low)
        return math.log1p(value / (self.high * _NEAR))


def _friendly(length: float) -> float:
    """The largest 1, 2 or 5 times a power of ten that is at most `length`."""
    power = 10.0 ** math.floor(math.log10(length) + 1e-9)
    return max(m * power for m in (1.0, 2.0, 5.0) if m * power <= length * (1 + 1e-9))
