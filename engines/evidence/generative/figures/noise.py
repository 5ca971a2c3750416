"""Noise to figures: whether what a network makes are ellipses, crosses and rings, and none by heart."""

from __future__ import annotations

from functools import cache

import numpy as np
from scipy.stats import ks_2samp

from engines.evidence.generative.digits.pictures import agreement, opened
from engines.instruments.distance.frechet import frechet_distance
from engines.instruments.pictures.nearest import nearest
from engines.learned.generative.figures.denoiser import FiguresFlow, FiguresModel
from engines.learned.generative.figures.reader import FiguresReaderModel
from engines.learned.generative.noise.plane import NoisePlane
from engines.numerics.diffusion.carried.by_steps import carried_by_steps
from engines.numerics.diffusion.generation import Sampler
from engines.numerics.diffusion.path import Linear
from engines.numerics.diffusion.solvers import SOLVERS
from engines.parameters.declare import parameters_model
from engines.protocols.check import Claim
from engines.running.randomness import stream
from engines.systems.samples.figures import KINDS, figures

ID, MODEL, READER = "figures", "figures-denoiser", "figures-reader"
COUNT, UNSEEN = 2000, 1  # pictures, and the seed of figures that nothing was learned from
DIRECTIONS = 32  # of the mean picture's, those in which figures differ most
PLANES, NODES = (11, 12, 13, 14), 28  # seeds that nothing was chosen by
SURE = 0.9
NONE = np.zeros((0, 28, 28))
Result = tuple[str, bool, bool]


@cache
def shipped() -> FiguresFlow:
    """The flow of the shipped denoiser at its own values."""
    model = opened(MODEL)
    if not isinstance(model, FiguresModel):
        raise TypeError(f"{MODEL} is no denoiser of figures")
    return model.flow(parameters_model(MODEL, model.declared)())


def reader() -> FiguresReaderModel:
    """Who reads figures."""
    found = opened(READER)
    if not isinstance(found, FiguresReaderModel):
        raise TypeError(f"{READER} reads no figures")
    return found


@cache
def made() -> np.ndarray:
    """Pictures of the shipped network, shape (n, 28, 28)."""
    flow = shipped()
    noise = flow.noise(COUNT, stream(3, "evidence figures"))
    return flow.decode(flow.advance(noise, 0.0, 1.0))


@cache
def _gaps() -> tuple[np.ndarray, np.ndarray]:
    """How far made and unseen figures are from the nearest one learned from."""
    known = figures()
    return nearest(made(), known)[1], nearest(figures(COUNT, UNSEEN), known)[1]


def are_figures() -> Result:
    """Share of made pictures as near to the set as 95 of 100 unseen figures are."""
    ours, unseen = _gaps()
    share = float((ours <= np.quantile(unseen, 0.95)).mean())
    text = f"{share:.3f}; median distance {np.median(ours):.2f}, unseen {np.median(unseen):.2f}"
    return text, share >= 0.75, share < 0.75


def no_copies() -> Result:
    """Share of made pictures nearer to a learned one than 1 of 100 unseen figures is."""
    ours, unseen = _gaps()
    share = float((ours < np.quantile(unseen, 0.01)).mean())
    return f"{share:.4f}, unseen 0.01", share <= 0.1, share > 0.1


def ink_law() -> Result:
    """Largest difference of the distribution functions of ink in a picture."""
    real, other = figures(COUNT, UNSEEN), figures(COUNT, UNSEEN + 1)
    ink = [p.sum(axis=(1, 2)) for p in (made(), real, other)]
    ours, floor = (float(ks_2samp(one, ink[1]).statistic) for one in (ink[0], ink[2]))
    return f"{ours:.3f}, two real draws {floor:.3f}", ours <= 0.15, ours > 0.15


def frechet() -> Result:
    """Frechet distance in the directions in which figures differ most."""
    shown = shipped().shown
    sets = (made(), figures(COUNT, UNSEEN + 1), figures()[:COUNT])
    real = shown.coordinates(figures(COUNT, UNSEEN))[:, :DIRECTIONS]
    ours, floor, seen = (
        frechet_distance(shown.coordinates(one)[:, :DIRECTIONS], real) for one in sets
    )
    text = f"{ours:.2f}, two real draws {floor:.2f}, learned from and unseen {seen:.2f}"
    return text, ours <= 4.0 * floor, ours > 4.0 * floor


def are_read() -> Result:
    """Share of made pictures that are read with more than 0.9, and of every kind among them."""
    odds = reader().read(made())
    sure = float((odds.max(axis=1) > SURE).mean())
    kinds = np.bincount(odds.argmax(axis=1), minlength=len(KINDS)) / len(odds)
    each = ", ".join(f"{name} {share:.2f}" for name, share in zip(KINDS, kinds, strict=True))
    passed = sure >= 0.9 and float(np.abs(kinds - 1.0 / len(KINDS)).max()) <= 0.1
    return f"{sure:.3f}; {each}", passed, not passed


def walls_are_borders() -> Result:
    """In planes of four seeds, nodes within the length of typical noise."""
    return agreement(shipped(), reader(), NONE, PLANES, NODES)


def stretching_of_steps() -> Result:
    r"""Data of one normal law with the covariance C of the figures' coordinates: x_1 = C^{1/2} x_0.

    D = (a C / (a^2 C + s^2)) x in the directions of the figures, so that no network is asked.
    """
    variances = shipped().shown.coordinates(figures()).var(axis=0)
    path, sampler = Linear(), Sampler()

    def data(states: np.ndarray, moves: np.ndarray, time: float) -> tuple[np.ndarray, np.ndarray]:
        m = path.at(time)
        share = m.a * variances / (m.a**2 * variances + m.s**2)
        return share * states, share * moves

    flow, worst = shipped(), 0.0
    for seed in PLANES:
        axes = NoisePlane(flow, flow.noise(2, stream(seed, "noise")), NONE).axes
        moves = axes.T[None]
        nodes, solver = sampler.nodes(path), SOLVERS[sampler.solver]
        found = carried_by_steps(data, path, solver, axes[:1], moves, nodes)[1][0]
        known = np.sqrt(variances)[:, None] * axes.T
        ours, exact = (np.linalg.svd(m, compute_uv=False)[0] for m in (found, known))
        worst = max(worst, abs(float(np.log(ours / exact))))
    return f"{worst:.1e}", worst <= 0.01, worst > 0.01


CLAIMS = (
    Claim(
        ID,
        "Stretching carried by the sampler's own 40 steps, data of one normal law",
        "law",
        "logarithm within 0.01 of that of C^(1/2) E",
        "elementary: the map is linear; C is the covariance of the figures",
        stretching_of_steps,
    ),
    Claim(
        ID,
        "Made pictures are figures: as near to the set as unseen ones",
        "target",
        "at least 0.75 within the distance that 95 of 100 unseen figures keep",
        "2,000 pictures; bound chosen before the first look",
        are_figures,
        seconds=3.0,
    ),
    Claim(
        ID,
        "Made pictures are not known by heart",
        "target",
        "at most 0.1 nearer to a learned one than 1 of 100 unseen figures is",
        "2,000 pictures; bound chosen before the first look",
        no_copies,
    ),
    Claim(
        ID,
        "Ink in a picture: distance of distribution functions to the set's",
        "target",
        "at most 0.15",
        "Kolmogorov-Smirnov, 2,000 made and 2,000 unseen pictures",
        ink_law,
    ),
    Claim(
        ID,
        "Frechet distance to unseen figures, in their 32 first directions",
        "target",
        "at most 4 times that of two real draws",
        "2,000 pictures of each; bound chosen before the first look, from real pictures alone: "
        "two draws 0.7 to 1.1 apart, shifted by half a pixel 3.3, without rings 53",
        frechet,
    ),
    Claim(
        ID,
        "Made pictures are read as one kind, more than 0.9 sure, and all kinds come",
        "target",
        "at least 0.9, and each kind within 0.1 of a third",
        "2,000 pictures; a reader that was trained on figures alone",
        are_read,
    ),
    Claim(
        ID,
        "Walls of the flow lie where another kind is read",
        "target",
        "FTLE tells a border from the rest: at least 0.75 (chance 0.5)",
        "four planes; the flow was never told the kinds, the reader knows no flow",
        walls_are_borders,
        seconds=5.0,
    ),
)
