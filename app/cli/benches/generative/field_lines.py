"""Steps of Heun from far away to charges without bound to D, beside those of k-diffusion."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from app.cli.benches.parts.entry import Entry
from app.cli.benches.parts.peers import peer_name
from app.cli.benches.parts.timing import medians
from engines.numerics.diffusion.generation import Sampler
from engines.running.randomness import stream
from engines.systems.clouds.charged_flow import HIGH, LOW, ChargedFlow
from engines.systems.clouds.charges import Charges
from engines.systems.samples.shapes import eight_gaussians

NUMBER, CHARGES, STEPS, APART = 2000, 500, 18, 1e-5
NAME = f"{NUMBER} points, {STEPS} steps of Heun to {CHARGES} charges, infinite D"
MUST = f"at most {APART:g} from k-diffusion's"
PEER, VERSION = "k-diffusion", "0.1.1.post1"
Run = Callable[[Charges, np.ndarray], np.ndarray]


def measure() -> list[Entry]:
    """One field by one formula, the same beginning, both in double precision."""
    charges = Charges(eight_gaussians(CHARGES, stream(0, "charges")), math.inf)
    flow = ChargedFlow(charges, Sampler("EDM Heun", STEPS - 1, "time"))
    begin = flow.noise(NUMBER, stream(0, "field lines"))

    def mine() -> np.ndarray:
        end = flow.advance(begin, 0.0, 1.0)
        return flow.field.denoiser(end, 1.0)  # the last step, Euler's to sigma = 0

    peer = heun_of_peer()
    if peer is None:
        (ours,) = medians(mine)
        return [Entry(NAME, ours, MUST, None, peer_name(PEER, VERSION))]
    far = begin / flow.path.at(0.0).a
    apart = float(np.abs(mine() - peer(charges, far)).max())
    ours, theirs = medians(mine, lambda: peer(charges, far))
    return [
        Entry(
            NAME, ours, MUST, apart <= APART, peer_name(PEER, VERSION), theirs, theirs / ours,
            f"largest difference {apart:.1e}",
        )
    ]  # fmt: skip


def heun_of_peer() -> Run | None:
    """Its sampler, its defaults left alone; None if it is absent."""
    try:
        import torch
        from k_diffusion.sampling import get_sigmas_karras, sample_heun
    except ImportError:
        return None

    def run(charges: Charges, far: np.ndarray) -> np.ndarray:
        def denoiser(x: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
            return torch.from_numpy(charges.denoised(x.numpy(), float(sigma[0])))

        # its grid is made in single precision unless its ends are not
        sigmas = _in_double(get_sigmas_karras, torch)
        return np.asarray(sample_heun(denoiser, torch.from_numpy(far), sigmas, disable=True))

    return run


def _in_double(grid: Callable[..., object], torch: object) -> object:
    kept = torch.get_default_dtype()  # type: ignore[attr-defined]
    torch.set_default_dtype(torch.float64)  # type: ignore[attr-defined]
    try:
        return grid(STEPS, LOW, HIGH)
    finally:
        torch.set_default_dtype(kept)  # type: ignore[attr-defined]
