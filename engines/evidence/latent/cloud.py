"""Whether bent ways stay nearer to the codes of true pictures than straight ones."""

from __future__ import annotations

from functools import cache, partial

import numpy as np

from engines.evidence.latent.latent_potential_flows import ID, PAPER, potentials
from engines.learned.latent.latent_potential_flows import COUNT
from engines.learned.latent.potentials.landscape import Landscapes
from engines.learned.latent.potentials.walks import walked
from engines.learned.latent.sprites_vae import encoded
from engines.learned.latent.straight import orthonormal
from engines.protocols.check import Claim
from engines.running.randomness import stream
from engines.systems.samples.sprites import COUNT as SPRITES
from engines.systems.samples.sprites import sprites

LENGTH = 2.0
KNOWN, WALKS, UNSEEN = 1500, 240, 60_000
PIECE = 250
Result = tuple[str, bool, bool]


def _codes(pictures: np.ndarray) -> np.ndarray:
    arrays = potentials(ID).generator.arrays
    parts = [pictures[i : i + PIECE] for i in range(0, len(pictures), PIECE)]
    return np.concatenate([encoded(arrays, part)[0] for part in parts]).astype(np.float64)


def _pictures(codes: np.ndarray) -> np.ndarray:
    decode = potentials(ID).decode
    return np.concatenate([decode(codes[i : i + PIECE]) for i in range(0, len(codes), PIECE)])


@cache
def _known() -> tuple[np.ndarray, np.ndarray]:
    """Codes of sprites that were learned from, and of as many unseen ones as walks begin."""
    order = stream(int(potentials(ID).generator.card.training["seed"]), "sprites")
    shuffled = order.permutation(SPRITES)
    learned, unseen = shuffled[:KNOWN], shuffled[UNSEEN : UNSEEN + WALKS]
    return _codes(sprites(learned)), _codes(sprites(unseen))


def off(codes: np.ndarray) -> float:
    """Mean distance from `codes`, shape (n, d), to the nearest code of a true picture."""
    cloud = _known()[0]
    squares = (codes**2).sum(axis=1)[:, None] + (cloud**2).sum(axis=1) - 2.0 * codes @ cloud.T
    return float(np.sqrt(np.maximum(squares.min(axis=1), 0.0)).mean())


def apart(codes: np.ndarray) -> float:
    """Root mean square by which pictures change when they are encoded and decoded once more."""
    made = _pictures(codes)
    return float(np.sqrt(((_pictures(_codes(made)) - made) ** 2).mean()))


def _ends(arm: str, ways: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where walks along `ways` of an arm end, and whether they got that far."""
    starts, held = _known()[1], potentials(ID)
    if arm not in held.potentials:
        learned = held.directions.get(arm)
        random = orthonormal(starts.shape[1], COUNT, stream(0, "directions"))
        return starts + LENGTH * (random if learned is None else learned)[ways], ways >= 0
    ends, arrived = starts.copy(), np.ones(len(starts), dtype=bool)
    for k in range(COUNT):
        found = walked(
            partial(_slope, held.potentials[arm].only(k)), starts[ways == k], length=LENGTH
        )
        ends[ways == k], arrived[ways == k] = found.ends, found.arrived
    return ends, arrived


def _slope(landscape: Landscapes, codes: np.ndarray, time: float) -> np.ndarray:
    return landscape.slopes(codes[None], time)[0]


def bent() -> Result:
    """Distance from the cloud after walks of length 2: wave, straight, random; and at the start.

    Only walks whose wave potential carries them that far, and the same starts for all.
    """
    ways = np.arange(WALKS) % COUNT
    bent_ends, arrived = _ends("wave", ways)
    others = [_ends(arm, ways)[0] for arm in ("linear", "random")]
    ends = [codes[arrived] for codes in (bent_ends, *others)]
    start = _known()[1][arrived]
    far, torn = ([measure(codes) for codes in (*ends, start)] for measure in (off, apart))
    wave, linear, random, begun = far
    text = (
        f"{wave:.2f}; {linear:.2f}; {random:.2f}; from {begun:.2f}; pictures off by "
        f"{torn[0]:.3f}; {torn[1]:.3f}; {torn[2]:.3f}; from {torn[3]:.3f}; {arrived.mean():.0%} arrive"
    )
    return text, wave < linear, wave > linear + 0.1


CLAIMS = (
    Claim(
        ID,
        "Bent ways stay nearer to the codes of true sprites: wave; straight; random",
        "target",
        "wave nearer than straight",
        f"{PAPER}, section 1; arc length 2 from unseen sprites, nearest of {KNOWN} codes",
        bent,
        seconds=2.0,
    ),
)
