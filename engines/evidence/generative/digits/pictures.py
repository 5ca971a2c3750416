"""Noise to digits: what the plane of noise must show, and whether the pictures are digits at all."""

from __future__ import annotations

from functools import cache

import numpy as np

from engines.instruments.pictures.nearest import nearest, usual
from engines.instruments.transport.ftle import ftle
from engines.learned.generative.diffusion import DiffusionFlow
from engines.learned.generative.diffusion_digits import DigitsFlow, DigitsModel
from engines.learned.generative.digits.reader import DigitsReaderModel, PictureReaderModel
from engines.learned.generative.noise.plane import NoisePlane
from engines.learned.weights import Model, card_of, open_model
from engines.numerics.diffusion.generation import GenerationFlow, Sampler
from engines.parameters.declare import parameters_model
from engines.protocols.check import Claim
from engines.running.randomness import stream
from engines.systems.clouds.gaussian_mixture import GaussianMixture
from engines.systems.clouds.probability_flow import ProbabilityFlow
from engines.systems.samples.digits import about_mean, ink, split

ID = "digits"
MODEL, READER = "diffusion-digits", "digits-reader"
PLANES, NODES = (11, 12, 13, 14, 15, 16), 40  # seeds that nothing was chosen by
COUNT, SURE = 500, 0.9
NONE = np.zeros((0, 8, 8))
Result = tuple[str, bool, bool]


@cache
def opened(id: str) -> Model:
    """The shipped model with this id."""
    return open_model(card_of(id))


def reader() -> DigitsReaderModel:
    """Who reads digits."""
    found = opened(READER)
    if not isinstance(found, DigitsReaderModel):
        raise TypeError(f"{READER} reads no digits")
    return found


def shipped() -> DigitsFlow:
    """The flow of the shipped denoiser at its own values."""
    model = opened(MODEL)
    if not isinstance(model, DigitsModel):
        raise TypeError(f"{MODEL} is no denoiser of digits")
    return model.flow(parameters_model(MODEL, model.declared)())


def normal_law() -> ProbabilityFlow:
    """The exact flow to one normal law with the covariance of the digits."""
    data, _ = about_mean(split(0)[0])
    covariance = np.cov(data.T) + 1e-4 * np.eye(data.shape[1])
    cloud = GaussianMixture(np.ones(1), np.zeros((1, data.shape[1])), covariance[None])
    return ProbabilityFlow(cloud, sampler=Sampler(tolerance=1e-4))


def guessed_likelihood() -> Result:
    """The logarithm of p per pixel at t = 0.95 by six random displacements, beside the closed form."""
    flow = normal_law()
    x = flow.advance(flow.noise(100, stream(1, "evidence likelihood")), 0.0, 0.95)
    off = GenerationFlow.log_density(flow, x, 0.95) - flow.log_density(x, 0.95)
    error = float(np.abs(off).mean()) / x.shape[1]
    return f"{error:.4f}", error < 0.02, error >= 0.02


def exact_stretching() -> Result:
    r"""Data of one normal law with the covariance C of the digits: x_1 = C^{1/2} x_0, exactly.

    In the plane of two noises with axes E the FTLE is ln of the largest singular value of
    C^{1/2} E, everywhere: it counts every one of the 64 directions in which pictures part.
    """
    flow = normal_law()
    values, vectors = np.linalg.eigh(flow.mixture.covariances[0])
    root = (vectors * np.sqrt(values)) @ vectors.T
    nodes, worst = np.linspace(-8.0, 8.0, 3), 0.0
    for seed in PLANES[:2]:
        plane = NoisePlane(flow, flow.noise(2, stream(seed, "noise")), NONE)
        known = np.log(np.linalg.svd(root @ plane.axes.T, compute_uv=False)[0])
        field = ftle(plane, nodes, nodes, start=0.0, horizon=1.0)
        worst = max(worst, float(np.abs(field - known).max()))
    return f"{worst:.1e}", worst <= 1e-3, worst > 1e-3


def parted(kinds: np.ndarray) -> np.ndarray:
    """Nodes with a neighbour of another kind, shape as `kinds`, (ny, nx)."""
    found = np.zeros(kinds.shape, dtype=bool)
    across, up = kinds[:, 1:] != kinds[:, :-1], kinds[1:] != kinds[:-1]
    found[:, 1:] |= across
    found[:, :-1] |= across
    found[1:] |= up
    found[:-1] |= up
    return found


def told_by(values: np.ndarray, marked: np.ndarray) -> float:
    """Chance that a marked node has a larger value than one that is not: 0.5 if values tell nothing."""
    return float((values[marked][:, None] > values[~marked][None, :]).mean())


def agreement(
    flow: DiffusionFlow,
    read: PictureReaderModel,
    known: np.ndarray,
    seeds: tuple[int, ...],
    count: int,
) -> Result:
    """How well the FTLE tells the borders between what is read, in planes of noise.

    Args:
        flow: From noise to pictures.
        read: Who reads them.
        known: Pictures to compare with, may be none.
        seeds: Of the noise, a plane each.
        count: Nodes along each side; those within the length of typical noise count.
    """
    found = []
    for seed in seeds:
        plane = NoisePlane(flow, flow.noise(2, stream(seed, "noise")), known)
        nodes = plane.typical * np.linspace(-1.0, 1.0, count)
        places = np.stack([a.ravel() for a in np.meshgrid(nodes, nodes)], axis=1)
        field = ftle(plane, nodes, nodes, start=0.0, horizon=1.0)
        kinds = read.classes(plane.decode(places)).reshape(count, count)
        inside = np.hypot(*np.meshgrid(nodes, nodes)) <= plane.typical
        found.append(told_by(field[inside], parted(kinds)[inside]))
    text = f"mean {np.mean(found):.3f}, {min(found):.3f} to {max(found):.3f}"
    passed = float(np.mean(found)) >= 0.75
    return text, passed, not passed


def walls_are_borders() -> Result:
    """In planes of six seeds, nodes within the length of typical noise."""
    return agreement(shipped(), reader(), NONE, PLANES, NODES)


@cache
def _made() -> np.ndarray:
    flow = shipped()
    return flow.decode(flow.advance(flow.noise(COUNT, stream(3, "evidence")), 0.0, 1.0))


def no_copies() -> Result:
    """Distance of made pictures to the nearest known one, in units of that between known ones."""
    known, test = (ink(rows) for rows in split(0))
    unit = usual(known)
    made, unseen = (float(np.median(nearest(p, known)[1])) / unit for p in (_made(), test))
    copies = float((nearest(_made(), known)[1] < 0.5 * unit).mean())
    text = f"{made:.2f}, unseen digits {unseen:.2f}; nearer than half of it: {100 * copies:.1f} %"
    passed = made >= 0.8 and copies <= 0.05
    return text, passed, not passed


def are_digits() -> Result:
    """Share of made pictures that are read as one digit with more than 0.9."""
    made, test = (
        float((reader().read(p).max(axis=1) > SURE).mean()) for p in (_made(), ink(split(0)[1]))
    )
    return f"{made:.3f}, unseen digits {test:.3f}", made >= 0.75, made < 0.75


CLAIMS = (
    Claim(
        ID,
        "Likelihood of 64 coordinates: mean error of ln p per pixel",
        "law",
        "below 0.02",
        "closed form of one normal law with the covariance of the digits",
        guessed_likelihood,
        seconds=2.0,
    ),
    Claim(
        ID,
        "FTLE over planes of noise, data of one normal law",
        "law",
        "ln of the largest singular value of C^(1/2) E within 1e-3",
        "elementary: the map is linear, pictures part in all 64 directions",
        exact_stretching,
        seconds=2.0,
    ),
    Claim(
        ID,
        "Walls of the flow lie where another digit is read",
        "target",
        "FTLE tells a border from the rest: at least 0.75 (chance 0.5)",
        "six planes; the flow was never told which digit is which, the reader knows no flow",
        walls_are_borders,
        seconds=10.0,
    ),
    Claim(
        ID,
        "Made pictures are no copies: distance to the nearest",
        "target",
        "at least 0.8 of the usual distance of two digits; at most 5 % nearer than half",
        "500 pictures; 0 is memory",
        no_copies,
        seconds=1.0,
    ),
    Claim(
        ID,
        "Made pictures are read as one digit, more than 0.9 sure",
        "target",
        "at least 0.75",
        "500 pictures, a reader trained on digits alone",
        are_digits,
        seconds=1.0,
        attempts="met since the networks learn for 8000 steps, chosen on seed 1 (0.725 at 3000, 0.800 "
        "at 8000); with 3000 it was 0.696, with 200 steps of the solver 0.696 again, judged by the "
        "clean picture 0.776, told the digit 0.926",
    ),
)
