"""Stacks of plain layers, each of which explains what those before have left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

STACKS = 2
LAYERS = 4
WIDTH = 64


@dataclass(frozen=True, slots=True)
class NBeats:
    """A stack takes what is left of the past, u_1 = x, through four layers of 64 units to

        (p_s, f_s) = stack_s(u_s),   u_(s+1) = u_s - p_s,   forecast = f_1 + f_2

    the part p of the past that it explains and what follows from it. Forecasts beyond the block f
    are made from forecasts.

    Source:
        Oreshkin, Carpov, Chapados & Bengio (2020), ICLR.

    Attributes:
        past: Samples it looks back.
        ahead: Samples of a block.
        stacks: Their number.
        width: Units of a layer.
    """

    past: int
    ahead: int
    stacks: int = STACKS
    width: int = WIDTH

    @classmethod
    def at(cls, period: int) -> NBeats:
        """For curves of `period` samples a period: it looks a period back, a fifth ahead."""
        return cls(max(4, period), max(1, period // 5))

    def shapes(self, curves: int) -> dict[str, tuple[int, ...]]:
        found: dict[str, tuple[int, ...]] = {}
        sizes = (self.past, *(self.width,) * LAYERS)
        for s in range(self.stacks):
            for k, inner in enumerate(sizes[:-1]):
                found[f"{s}.{k}.weight"] = (curves, inner, self.width)
                found[f"{s}.{k}.bias"] = (curves, 1, self.width)
            for name, outer in (("past", self.past), ("ahead", self.ahead)):
                if name == "past" and s + 1 == self.stacks:  # nobody would explain what is left
                    continue
                found[f"{s}.{name}.weight"] = (curves, self.width, outer)
                found[f"{s}.{name}.bias"] = (curves, 1, outer)
        return found

    def window(self) -> int:
        return self.past + self.ahead

    def loss(self, tensors: dict[str, Any], stretches: Any, step: Any) -> Any:
        off = self._block(tensors, stretches[..., : self.past]) - stretches[..., self.past :]
        return off.square().mean((1, 2))

    def forecast(self, tensors: dict[str, Any], seen: Any, steps: int, step: Any) -> Any:
        import torch

        known = seen[:, None]
        for _ in range(-(-steps // self.ahead)):
            known = torch.cat([known, self._block(tensors, known[..., -self.past :])], -1)
        return known[:, 0, seen.shape[1] :][:, :steps]

    def _block(self, tensors: dict[str, Any], past: Any) -> Any:
        """What follows `past`, shape (curves, batch, past)."""
        import torch

        left, total = past, 0.0
        for s in range(self.stacks):
            h = left
            for k in range(LAYERS):
                h = torch.relu(
                    torch.baddbmm(tensors[f"{s}.{k}.bias"], h, tensors[f"{s}.{k}.weight"])
                )
            total = total + self._out(tensors, h, f"{s}.ahead")
            if s + 1 < self.stacks:
                left = left - self._out(tensors, h, f"{s}.past")
        return total

    @staticmethod
    def _out(tensors: dict[str, Any], h: Any, name: str) -> Any:
        import torch

        return torch.baddbmm(tensors[f"{name}.bias"], h, tensors[f"{name}.weight"])
