"""Samplers on an exact field, beside those of diffusers on the same."""

from __future__ import annotations

import numpy as np

from app.cli.benches.parts.entry import Entry
from app.cli.benches.parts.peer_schedulers import Peer, diffusers_peers
from app.cli.benches.parts.peers import peer_name
from app.cli.benches.parts.timing import medians
from engines.numerics.diffusion.solvers import SOLVERS, solved
from engines.running.randomness import stream
from engines.systems.clouds.gaussian_mixture import circle

NUMBER, STEPS = 1000, 20  # states; steps from noise to data
APART = 1e-4
MUST = f"at most {APART:g} from it anywhere, no slower"


def measure() -> list[Entry]:
    """Each of its samplers beside the solver of ours that should do the same."""
    peers = diffusers_peers(STEPS)
    if not peers:
        absent = peer_name("diffusers", "0.42.1")
        return [Entry("samplers on eight Gaussians", float("nan"), MUST, None, absent)]
    return [_beside(peer) for peer in peers]


def _beside(peer: Peer) -> Entry:
    field = circle(8, 4.0, 0.3).field(peer.path)
    noise = peer.path.at(0.0).s * stream(0, "schedulers").standard_normal((NUMBER, 2))
    mine = lambda: solved(SOLVERS[peer.solver], field, noise, peer.nodes)  # noqa: E731
    apart = float(np.abs(mine() - peer.run(field, noise)).max())
    ours, theirs = medians(mine, lambda: peer.run(field, noise), repeats=3)
    return Entry(
        f"{peer.solver} along {peer.path.name}, {len(peer.nodes) - 1} steps of {NUMBER} states",
        ours,
        MUST,
        apart <= APART and ours <= theirs,
        f"{peer.title}, {peer_name('diffusers', '0.42.1').split(' ', 1)[1]}",
        theirs,
        theirs / ours,
        f"largest difference {apart:.1e}",
    )
