"""Whether potentials change pictures in ways that can be told apart, and change one thing each."""

from __future__ import annotations

from functools import cache, partial

import numpy as np

from engines.errors import WeightsError
from engines.evidence.latent.latent_potential_flows import (
    ID,
    PAPER,
    SEEDS,
    measures,
    potentials,
)
from engines.instruments.disentanglement.purity import (
    FACTORS,
    changes,
    covered,
    purities,
    purity_matrix,
)
from engines.instruments.disentanglement.vp_score import vp_score
from engines.learned.latent.latent_potential_flows import COUNT
from engines.learned.latent.potentials.landscape import Landscapes
from engines.learned.latent.potentials.walks import LENGTH, walked
from engines.learned.latent.sprites_reader import SpritesReaderModel
from engines.learned.latent.straight import orthonormal
from engines.learned.weights import card_of, open_model
from engines.protocols.check import Claim
from engines.running.randomness import stream

PAIRS, FEW, READ = 12_000, 1500, 600
BATCHES, FEW_BATCHES = 500, 200
SEED_NUMBERS = (0, 1, 2)
DECODED = 500
PURITY_TRIED = (
    "Seed 101, 500 steps, purity of wave; straight: as shipped 0.335; 0.378. 1: the published "
    "weight 1 on change 0.335; 0.378. 2: a classifier that sees of each feature its mean and its "
    "maximum over the picture 0.416; 0.384, after 1,500 steps 0.401, but ways are told apart less "
    "well (VP 0.881; 0.873, as shipped 0.925; 0.880), so it is not shipped; with noise 0.377, on "
    "pictures of half the size 0.317, on forward walks only 0.416. 3, earlier, 600 steps: weight 3 "
    "of the residual 0.329; 0.368, a penalty on changes that two ways share 0.332; 0.362. Never "
    "more than two factors. Why: a walk of length 1 from the prior turns a third of the pictures "
    "into another shape and moves them by half a spread, whichever way it goes. Wave potentials "
    "that were told the readings of every picture, for this diagnosis only, came to 0.452 with "
    "three factors, so what is asked for is not in the losses' gift; the best of 200 directions "
    "at each code by itself would have 0.80 to 0.95 for every factor. At twice the arc length x and "
    "y can be main factors"
)
FARTHER_TRIED = (
    "Nothing was trained for this length. The weights of seed 0 that were shipped before had shape, "
    "scale, x and y as well, their straight directions shape and scale"
)
Result = tuple[str, bool, bool]
Walked = tuple[np.ndarray, np.ndarray, np.ndarray]


def _place(arm: str, seed: int) -> tuple[str, str]:
    return (ID, arm) if seed == 0 else (SEEDS, f"{arm}-seed-{seed}")


def _seen(codes: np.ndarray) -> np.ndarray:
    decode = potentials(ID).decode
    return np.concatenate([decode(codes[i : i + DECODED]) for i in range(0, len(codes), DECODED)])


@cache
def _starts(pairs: int) -> Walked:
    """Codes, the way to be walked from each, and pictures of the codes."""
    draw = stream(7, "walks")
    codes, ways = draw.standard_normal((pairs, 12)), draw.integers(0, COUNT, pairs)
    return codes, ways, _seen(codes)


@cache
def _pictures(arm: str, seed: int, pairs: int, length: float = LENGTH) -> Walked:
    """Pictures before and after walks of equal arc length along random ways, and these ways.

    Starts and ways are the same for every arm and seed.
    """
    codes, ways, before = _starts(pairs)
    if arm == "random":
        ends = codes + length * orthonormal(12, COUNT, stream(seed, "directions"))[ways]
    else:
        model, name = _place(arm, seed) if arm in ("wave", "linear") else _others(arm)
        held = potentials(model)
        if name in held.directions:
            ends = codes + length * held.directions[name][ways]
        else:
            ends = codes.copy()
            for k in range(COUNT):
                slope = partial(_slope, held.potentials[name].only(k))
                ends[ways == k] = walked(slope, codes[ways == k], length=length).ends
    return before, _seen(ends), ways


def _others(arm: str) -> tuple[str, str]:
    return (SEEDS if arm.startswith("wave-") else ID), arm


def _slope(landscape: Landscapes, codes: np.ndarray, time: float) -> np.ndarray:
    return landscape.slopes(codes[None], time)[0]


def variation(arm: str, seed: int, share: float, pairs: int = PAIRS, steps: int = BATCHES) -> float:
    """VP score of an arm at equal arc length."""
    return vp_score(*_pictures(arm, seed, pairs), share, steps=steps)


def _dead() -> str:
    """Words for the first wave seed with a dead potential; empty if all are alive."""
    for seed in SEED_NUMBERS:
        found = measures(*_place("wave", seed), "wave")
        if found.stalled.max() > 0.1 or found.steps.min() < 0.05:
            return f"seed {seed} has a dead potential"
    return ""


def _three(arm: str, share: float) -> np.ndarray:
    return np.array([variation(arm, seed, share) for seed in SEED_NUMBERS])


def _said(scores: np.ndarray) -> str:
    return f"{scores.mean():.3f} ({', '.join(f'{s:.3f}' for s in scores)})"


def headline() -> Result:
    """VP at 10 % of the pairs: wave, learned straight and random directions, three seeds each."""
    wave, linear, random = (_three(arm, 0.1) for arm in ("wave", "linear", "random"))
    dead = _dead()
    ahead = wave.mean() >= linear.mean() + 0.02 and wave.mean() >= random.mean() + 0.05
    passed = bool(ahead) and not dead
    text = f"{_said(wave)}; {_said(linear)}; {_said(random)}"
    return (
        f"{text}{'; ' + dead if dead else ''}",
        passed,
        bool(wave.mean() < linear.mean()) or bool(dead),
    )


def few_pairs() -> Result:
    """VP at 1 % of the pairs: wave and learned straight directions, three seeds each."""
    wave, linear = (_three(arm, 0.01) for arm in ("wave", "linear"))
    passed = bool(wave.mean() >= linear.mean() + 0.02)
    return f"{_said(wave)}; {_said(linear)}", passed, bool(wave.mean() < linear.mean())


def classifier_needed() -> Result:
    """VP at 10 %, seed 0, without a classifier, with it, and with it but without an equation."""
    arms = ("wave-unclassified", "wave", "none")
    without, ours, free = (variation(arm, 0, 0.1) for arm in arms)
    passed = ours - without >= 0.10
    return f"{without:.3f}; {ours:.3f}; {free:.3f}", passed, without >= ours


def few_walks() -> Result:
    """VP at 10 % of 1,500 pairs, seed 0: wave and learned straight directions."""
    wave, linear = (variation(arm, 0, 0.1, FEW, FEW_BATCHES) for arm in ("wave", "linear"))
    return f"{wave:.3f}; {linear:.3f}", wave >= linear + 0.02, wave < linear


@cache
def _matrix(arm: str, seed: int, pairs: int, length: float = LENGTH) -> np.ndarray:
    reader = open_model(card_of("sprites-reader"))
    if not isinstance(reader, SpritesReaderModel):
        raise WeightsError("sprites-reader does not read sprites")
    before, after, ways = _pictures(arm, seed, pairs, length)
    changed = changes(reader.read(before), reader.read(after), reader.spreads)
    return purity_matrix(changed, ways, COUNT)


def purity() -> Result:
    """Mean purity of wave, learned straight and random ways over three seeds; factors covered."""
    found, main = _purities(("wave", "linear", "random"), READ, LENGTH)
    wave, linear, random = found.values()
    passed = wave >= linear + 0.05 and min(len(row) for row in main["wave"]) >= 4
    return f"{wave:.3f}; {linear:.3f}; {random:.3f}; main: {_names(main['wave'])}", passed, False


def farther() -> Result:
    """The same at twice the arc length, where walks move pictures by about their spread."""
    found, main = _purities(("wave", "linear"), 2 * READ, 2.0 * LENGTH)
    wave, linear = found.values()
    text = f"{wave:.3f}, {_names(main['wave'])}; {linear:.3f}, {_names(main['linear'])}"
    return text, min(len(row) for row in main["wave"]) >= 4, False


def _purities(
    arms: tuple[str, ...], pairs: int, length: float
) -> tuple[dict[str, float], dict[str, list[tuple[int, ...]]]]:
    """Mean purity over three seeds, and the factors that are covered in each, of every arm."""
    each = {arm: [_matrix(arm, seed, pairs, length) for seed in SEED_NUMBERS] for arm in arms}
    mean = {arm: float(np.mean([purities(m) for m in found])) for arm, found in each.items()}
    return mean, {arm: [covered(m) for m in found] for arm, found in each.items()}


def _names(rows: list[tuple[int, ...]]) -> str:
    return " / ".join(", ".join(FACTORS[f] for f in row) for row in rows)


CLAIMS = (
    Claim(
        ID,
        "Ways are told apart (VP, 10 % of 12,000): wave; straight; random; seeds 0, 1, 2",
        "target",
        "wave at least 0.02 over straight, 0.05 over random",
        f"{PAPER}, section 4.1, at our scale; arc length 1",
        headline,
        full=True,
        seconds=150.0,
    ),
    Claim(
        ID,
        "Ways are told apart (VP, 1 % of 12,000): wave; straight; seeds 0, 1, 2",
        "target",
        "wave at least 0.02 over straight",
        f"{PAPER}, section 4.1, at our scale; arc length 1",
        few_pairs,
        full=True,
        seconds=100.0,
    ),
    Claim(
        ID,
        "The classifier is needed: VP without it; with it; with it but no equation",
        "target",
        "without at least 0.10 under with",
        f"{PAPER}, section 3.3; 10 % of 12,000, seed 0",
        classifier_needed,
        full=True,
        seconds=40.0,
    ),
    Claim(
        ID,
        "Ways are told apart (VP, 10 % of 1,500): wave; straight",
        "target",
        "wave at least 0.02 over straight",
        f"{PAPER}, section 4.1, at our scale; seed 0, arc length 1",
        few_walks,
        seconds=8.0,
    ),
    Claim(
        ID,
        "One factor each (purity): wave; straight; random; main factors of seeds 0, 1, 2",
        "target",
        "wave 0.05 over straight; 4 of 5 factors",
        f"{PAPER}, section 4.2, which shows pictures only; 600 walks of arc length 1",
        purity,
        seconds=8.0,
        attempts=PURITY_TRIED,
    ),
    Claim(
        ID,
        "At twice the arc length: purity and main factors of wave; straight; seeds 0 / 1 / 2",
        "target",
        "4 of 5 factors for wave",
        "asked to find out why the purity at arc length 1 is missed; 1,200 walks",
        farther,
        full=True,
        seconds=15.0,
        attempts=FARTHER_TRIED,
    ),
)
