"""Learned potentials over the codes of a frozen decoder: each carries pictures along one meaning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from engines.errors import ParameterError, WeightsError
from engines.learned.latent.pictured import ReadDecoder, Startable
from engines.learned.latent.potentials.cut import declared
from engines.learned.latent.potentials.landscape import Landscapes
from engines.learned.latent.potentials.layout import Layout
from engines.learned.latent.potentials.space import PotentialPlane, PotentialSpace
from engines.learned.latent.slice import Slice, checked, sliced
from engines.learned.latent.sprites_reader import SpritesReaderModel
from engines.learned.latent.sprites_vae import (
    CODES,
    FACTORS,
    SAMPLE,
    SpritesVaeModel,
    decoded,
    encoded,
)
from engines.learned.latent.straight import CodePlane, CodeSpace, orthonormal, principal
from engines.learned.weights import Card, card_of, open_model
from engines.parameters.declare import Declaration, Parameters, choice, whole
from engines.running.randomness import stream

GENERATOR, READER = "sprites-vae", "sprites-reader"
COUNT, WIDTH = 6, 64
PACE = 0.3  # length of a step of straight ways: the mean step of the potentials
FLOWING = ("wave", "heat", "hamilton-jacobi", "none")
STRAIGHT = ("linear", "random", "principal")
DECLARED: tuple[Declaration, ...] = (
    whole("sprite", 154, 0, SAMPLE - 1, title="Start from sprite", group="Point"),
    choice(
        "arm",
        "wave",
        (*FLOWING, *STRAIGHT),
        title="Ways",
        group="Traversals",
        help="Equation the potentials obey, or straight directions: learned, random, widest.",
    ),
    *declared(CODES, COUNT, FACTORS, "RK4", ("principal", "codes", "traversals")),
    whole("ways_seed", 0, 0, 99999, title="Random directions", group="Traversals"),
)


def shapes(
    layout: Layout, potentials: tuple[str, ...], directions: tuple[str, ...]
) -> dict[str, tuple[int, ...]]:
    """Name to shape of every array of a file.

    Args:
        layout: Sizes of each set of potentials.
        potentials: Names of the sets.
        directions: Names of the sets of K learned straight directions.
    """
    found: dict[str, tuple[int, ...]] = {}
    for name in potentials:
        found |= layout.shapes(f"{name}.")
    return found | {f"{name}.directions": (layout.count, layout.codes) for name in directions}


class LatentPotentialFlowsModel(Startable):
    """Potentials of several trainings, straight directions beside them, and their decoder.

    Attributes:
        arrays: Everything in the file.
        generator: The decoder, with the codes of known sprites.
        codes: These codes, shape (n, d).
        factors: Their shape, scale, turn, x and y, shape (n, 5).
        potentials: Name of a training to its K potentials.
        directions: Name of a training to its K unit directions, shape (K, d).
    """

    declared = DECLARED
    named: tuple[str, ...] = FACTORS
    _walked: tuple[object, np.ndarray] | None = None

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        super().__init__(card, arrays)
        self.arrays = arrays
        generator = open_model(card_of(GENERATOR))
        if not isinstance(generator, SpritesVaeModel):
            raise WeightsError(f"{card.path.name}: {GENERATOR} is no autoencoder of sprites")
        if generator.card.sha256 != card.training.get("generator_sha256"):
            raise WeightsError(
                f"{card.path.name}: was trained on another {GENERATOR}, "
                f"make it again with: separatrix train {card.id}"
            )
        self.generator = generator
        self.codes, self.factors = generator.codes, generator.factors
        reader = open_model(card_of(READER))
        if not isinstance(reader, SpritesReaderModel):
            raise WeightsError(f"{card.path.name}: {READER} is no reader of sprites")
        self._pictures = ReadDecoder(self.decode, reader.read, reader.spreads, self.codes)
        sizes = card.sizes
        self.bounded = bool(sizes["bounded"])
        self.potentials = {
            name: Landscapes(arrays, f"{name}.", bounded=self.bounded)
            for name in sizes["potentials"]
        }
        self.directions = {
            name: arrays[f"{name}.directions"].astype(np.float64) for name in sizes["directions"]
        }
        self._mean, self._principal = principal(self.codes)

    @staticmethod
    def shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        layout = Layout(int(sizes["codes"]), int(sizes["width"]), int(sizes["count"]))
        potentials, directions = tuple(sizes["potentials"]), tuple(sizes["directions"])
        if layout.codes != CODES:
            raise ValueError(f"codes = {layout.codes}, allowed {CODES}, that of {GENERATOR}")
        for name in (*potentials, *directions):
            if not isinstance(name, str) or not name or len(potentials) > 8 or len(directions) > 8:
                raise ValueError("potentials and directions must be lists of up to 8 names")
        if not isinstance(sizes["bounded"], bool):
            raise ValueError(f"bounded = {sizes['bounded']!r}, allowed true and false")
        return shapes(layout, potentials, directions)

    def flow(
        self, parameters: Parameters, start: np.ndarray | None = None
    ) -> PotentialPlane | CodePlane:
        """The plane through the chosen sprite, with the handle where the hand left it.

        Args:
            parameters: Values of `declared`.
            start: A code the plane goes through in place of that of the sprite, shape (d,).

        Raises:
            ParameterError: If both axes are the same, the handle is not a place in the plane, or
                the weights hold no ways of that name.
        """
        p: Any = parameters
        checked(p)
        start = self.codes[p.sprite] if start is None else start
        space = self.space(p.arm, p.way - 1, start, p.scheme, p.speed, p.ways_seed)
        cut = (
            self._spanned(p, space, start)
            if p.axes == "traversals"
            else sliced(p, start, self._mean, self._principal, p.axes == "principal")
        )
        if isinstance(space, PotentialSpace):
            return PotentialPlane(space, cut)
        return CodePlane(space, cut)

    def space(
        self,
        arm: str,
        way: int,
        start: np.ndarray,
        scheme: str = "RK4",
        speed: float = 1.0,
        ways_seed: int = 0,
    ) -> PotentialSpace | CodeSpace:
        """All codes, carried along way number `way`, counted from 0, of one arm.

        Args:
            arm: Name of a set of potentials or directions in the file, "random" or "principal".
            way: Which of its ways.
            start: Code to begin with, shape (d,).
            scheme: "Euler" or "RK4"; for potentials.
            speed: Factor of the slopes; for potentials.
            ways_seed: Seed of random directions.

        Raises:
            ParameterError: If the weights hold no ways of that name.
        """
        letter = {"random": "r", "principal": "p", "linear": "v"}.get(arm, "u")
        names = tuple(f"{letter}{chr(0x2081 + k)}" for k in range(COUNT))
        if arm in self.potentials:
            return PotentialSpace(
                self._pictures,
                self.potentials[arm],
                names,
                way,
                start,
                equation=next((name for name in FLOWING if arm.startswith(name)), "none"),
                scheme=scheme,
                speed=speed,
            )
        if arm == "random":
            walks = orthonormal(CODES, COUNT, stream(ways_seed, "directions"))
        elif arm == "principal":
            walks = self._principal[:COUNT]
        elif arm in self.directions:
            walks = self.directions[arm]
        else:
            held = ", ".join((*self.potentials, *self.directions, "random", "principal"))
            raise ParameterError(f"arm = '{arm}', {self.id} holds {held}")
        return CodeSpace(
            self._pictures, walks, names, way, start, PACE * speed, PotentialSpace.reach
        )

    def decode(self, codes: np.ndarray) -> np.ndarray:
        """Pictures, shape (n, 32, 32), of `codes`, shape (n, d)."""
        return decoded(self.generator.arrays, codes)

    def encoded(self, ink: np.ndarray) -> np.ndarray:
        return encoded(self.generator.arrays, ink[None])[0, 0].astype(np.float64)

    def _ends(self, p: Any, space: PotentialSpace | CodeSpace, start: np.ndarray) -> np.ndarray:
        """Where all ways lead from the start, walked once while only the handle moves."""
        key = (p.arm, p.scheme, p.speed, p.ways_seed, start.tobytes())
        known = self._walked  # the window asks too, from its own thread
        if known is None or known[0] != key:
            ends = space.traversed(start, np.array([space.duration]))[:, 0] - start
            known = self._walked = key, ends
        return known[1]

    def _spanned(self, p: Any, space: PotentialSpace | CodeSpace, start: np.ndarray) -> Slice:
        """The slice in which two traversals end."""
        first, second = p.horizontal_axis - 1, p.vertical_axis - 1
        if max(first, second) >= COUNT:
            raise ParameterError(
                f"horizontal_axis and vertical_axis = {first + 1}, {second + 1}, "
                f"there are {COUNT} traversals"
            )
        ends = self._ends(p, space, start)[[first, second]]
        one = _unit(ends[0], np.eye(CODES)[0])
        across = ends[1] - (ends[1] @ one) * one
        spare = np.eye(CODES)[int(np.abs(one).argmin())]
        two = _unit(across, spare - (spare @ one) * one)
        symbols = (f"s_{{{first + 1}}}", f"s_{{{second + 1}}}")
        return Slice(np.stack([one, two]), start, start, symbols, checked(p))


def _unit(vector: np.ndarray, otherwise: np.ndarray) -> np.ndarray:
    length = float(np.linalg.norm(vector))
    found = vector if length > 1e-6 else otherwise
    return np.asarray(found / np.linalg.norm(found))


MODEL = LatentPotentialFlowsModel
