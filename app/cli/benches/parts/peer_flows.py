"""Flow matching as torchcfm does it, followed by torchdiffeq."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

TOLERANCE = 1e-4  # relative and absolute, as in the examples of torchcfm
Ends = Callable[[np.ndarray], np.ndarray]
Targets = Callable[[np.ndarray, np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]


def torchdiffeq_ends(arrays: Mapping[str, np.ndarray], stem: str) -> Ends | None:
    """Where noise arrives, by `odeint` with dopri5 on the same network in torch.

    Args:
        arrays: Name to array of a network of place and time.
        stem: Prefix of the names.

    Returns:
        A function of states, shape (n, d), giving shape (n, d); None if torchdiffeq is absent.
    """
    try:
        import torch
        from torchdiffeq import odeint
    except ImportError:
        return None
    count = sum(name.startswith(stem) and name.endswith("weight") for name in arrays)
    layers: list[Any] = []
    for i in range(count):
        weight, bias = (np.asarray(arrays[f"{stem}{i}.{part}"]) for part in ("weight", "bias"))
        layer = torch.nn.Linear(weight.shape[1], weight.shape[0])
        layer.weight.data, layer.bias.data = (
            torch.from_numpy(part.astype(np.float32).copy()) for part in (weight, bias)
        )
        layers += [layer, torch.nn.SiLU()]
    net = torch.nn.Sequential(*layers[:-1])

    def velocity(t: Any, x: Any) -> Any:
        return net(torch.cat([x, t.expand(len(x), 1)], dim=1))

    def ends(states: np.ndarray) -> np.ndarray:
        begin = torch.from_numpy(np.asarray(states, dtype=np.float32))
        with torch.no_grad():
            found = odeint(
                velocity, begin, torch.tensor([0.0, 1.0]), rtol=TOLERANCE, atol=TOLERANCE,
                method="dopri5",
            )  # fmt: skip
        return np.asarray(found[-1].numpy(), dtype=np.float64)

    return ends


def torchcfm_targets(noise: float) -> Targets | None:
    """Places on the way between pairs, and the velocities that torchcfm asks of a network there.

    Args:
        noise: Its sigma: 0 for straight lines, else those of its Schroedinger bridge.

    Returns:
        A function of both ends, shape (n, d), and times, shape (n,), with the noise of NumPy's
        seed 0; None if torchcfm is absent.
    """
    try:
        import torch
        from torchcfm.conditional_flow_matching import (
            ConditionalFlowMatcher,
            SchrodingerBridgeConditionalFlowMatcher,
        )
    except ImportError:
        return None
    kind = SchrodingerBridgeConditionalFlowMatcher if noise > 0.0 else ConditionalFlowMatcher
    matcher = kind(sigma=noise)

    def targets(
        first: np.ndarray, last: np.ndarray, times: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        ends = [torch.from_numpy(end) for end in (first, last)]
        t = torch.from_numpy(times)
        eps = torch.from_numpy(np.random.default_rng(0).standard_normal(first.shape))
        place = matcher.sample_xt(*ends, t, eps)
        return place.numpy(), matcher.compute_conditional_flow(*ends, t, place).numpy()

    return targets
