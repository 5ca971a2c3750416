"""Errors as a classifier of the two domains sees them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engines.learned.nets.mlp import shapes, torch_pushed, torch_value
from engines.running.randomness import stream
from engines.running.ticket import Ticket
from engines.training.diffusion.lessons import as_float
from engines.training.loop import cosine, descent, initial

FEATURES = (64, 32)  # units before the last layer, the penultimate ones last
STEPS, RATE, BATCH = 600, 1e-3, 128
SHARE = 0.5  # of the error that features weigh; of pixels they do not see the rest takes care


def weighing(
    first: Callable[[int, np.random.Generator], np.ndarray],
    last: Callable[[int, np.random.Generator], np.ndarray],
    seed: int,
    ticket: Ticket,
) -> Callable[[Any, Any], Any]:
    r"""Places and errors to errors as the penultimate features h of a classifier weigh them.

        |e|^2 becomes (1 - w) |e|^2 + w |(dh/dx) e|^2,   w = 1/2

    by a product of the Jacobian with e; the classifier tells points of one cloud from points of the
    other, and is held still afterwards.

    Args:
        first: Points of the cloud at t = 0.
        last: Points of the cloud at t = 1.
        seed: Of its weights and batches.
        ticket: Looked at before every step.

    Raises:
        Withdrawn: If the ticket was withdrawn.

    Source:
        Liu, Gong & Liu (2022), arXiv:2209.03003, section 5.2, for the weight of features.
    """
    import torch
    from torch.nn import functional as f

    draw = stream(seed, "features")
    d = first(1, draw).shape[1]
    tensors = initial({**shapes((d, *FEATURES)), **shapes((FEATURES[-1], 1), "last.")}, seed)
    inner = {name: tensor for name, tensor in tensors.items() if not name.startswith("last.")}
    truth = torch.cat([torch.zeros(BATCH // 2), torch.ones(BATCH // 2)])

    def loss(step: int) -> Any:
        both = np.concatenate([first(BATCH // 2, draw), last(BATCH // 2, draw)])
        seen = f.silu(torch_value(inner, as_float(both)))
        said = torch_value(tensors, seen, "last.")[:, 0]
        return f.binary_cross_entropy_with_logits(said, truth)

    for _ in descent(
        tensors, loss, cosine(RATE, STEPS), STEPS, ticket, flow=lambda: None, what="Classifier"
    ):
        pass
    still = {name: tensor.detach() for name, tensor in inner.items()}

    def weighed(x: Any, error: Any) -> Any:
        felt = torch_pushed(still, x, error)[1]
        return torch.cat([(1.0 - SHARE) ** 0.5 * error, SHARE**0.5 * felt], dim=1)

    return weighed
