"""Gated recurrent units that listen to a curve, then go on alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

UNITS = 32
FAR = 10.0  # weight of errors of a network that hears itself, beside those of single steps


@dataclass(frozen=True, slots=True)
class Gru:
    """One layer of units h, which hears a value and says by how much it will change:

        z = s(W_z h + w_z x + b_z),   r = s(W_r h + w_r x + b_r)
        h' = z h + (1 - z) tanh(w x + b + r (W h + c)),   x' = x + d (o . h' + e)

    with the logistic function s and the usual change d of a sample. The loss is that of the next
    value while it listens, in units of d, and of a stretch on which it hears itself.

    Source:
        Cho, van Merriënboer, Gulcehre, Bahdanau, Bougares, Schwenk & Bengio (2014), EMNLP.

    Attributes:
        heard: Samples it listens to in training; the first third is not held against it.
        alone: Samples it then tells in training.
        units: Their number.
    """

    heard: int
    alone: int
    units: int = UNITS

    @classmethod
    def at(cls, period: int) -> Gru:
        """For curves of `period` samples a period: one is a stretch, or thirty samples."""
        return cls(max(20, 3 * period // 5), max(10, 2 * period // 5))

    def shapes(self, curves: int) -> dict[str, tuple[int, ...]]:
        n = self.units
        return {
            "state.weight": (curves, n, 3 * n),
            "state.bias": (curves, 1, n),
            "in.weight": (curves, 1, 3 * n),
            "in.bias": (curves, 1, 3 * n),
            "out.weight": (curves, n, 1),
            "out.bias": (curves, 1, 1),
        }

    def window(self) -> int:
        return self.heard + self.alone + 1

    def loss(self, tensors: dict[str, Any], stretches: Any, step: Any) -> Any:
        import torch

        curves, batch, _ = stretches.shape
        state = stretches.new_zeros(curves, batch, self.units)
        said: list[Any] = []
        for k in range(self.window() - 1):
            value = stretches[..., k : k + 1] if k < self.heard else said[-1]
            state, following = self._next(tensors, state, value, step)
            said.append(following)
        off = torch.cat(said, -1) - stretches[..., 1:]
        near = off[..., self.heard // 3 : self.heard] / step
        far = off[..., self.heard :]
        return near.square().mean((1, 2)) + FAR * far.square().mean((1, 2))

    def forecast(self, tensors: dict[str, Any], seen: Any, steps: int, step: Any) -> Any:
        import torch

        state, value = seen.new_zeros(len(seen), 1, self.units), seen[:, None, :1]
        for k in range(seen.shape[1]):
            state, value = self._next(tensors, state, seen[:, None, k : k + 1], step)
        said = [value]
        while len(said) < steps:
            state, value = self._next(tensors, state, value, step)
            said.append(value)
        return torch.cat(said, -1)[:, 0]

    def _next(self, tensors: dict[str, Any], state: Any, value: Any, step: Any) -> tuple[Any, Any]:
        """State and value one sample later."""
        import torch

        n = self.units
        inward = torch.baddbmm(tensors["in.bias"], value, tensors["in.weight"])
        inner = torch.bmm(state, tensors["state.weight"])
        gates = torch.sigmoid(inward[..., : 2 * n] + inner[..., : 2 * n])
        keep, reset = gates[..., :n], gates[..., n:]
        new = torch.tanh(
            inward[..., 2 * n :] + reset * (inner[..., 2 * n :] + tensors["state.bias"])
        )
        state = new + keep * (state - new)
        change = torch.baddbmm(tensors["out.bias"], state, tensors["out.weight"])
        return state, value + step * change
