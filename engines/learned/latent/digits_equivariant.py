"""An autoencoder of coloured digits and three potentials that learned together how they change."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np

from engines.errors import ParameterError
from engines.learned.latent.digits_vae import CODES, KNOWN, SIDE, shapes
from engines.learned.latent.pictured import AlteredDecoder, Startable, shown
from engines.learned.latent.potentials.cut import carried, cut, declared
from engines.learned.latent.potentials.landscape import Landscapes
from engines.learned.latent.potentials.layout import Layout
from engines.learned.latent.potentials.space import PotentialPlane, PotentialSpace
from engines.learned.latent.slice import sliced
from engines.learned.latent.straight import CodePlane, CodeSpace, orthonormal, principal
from engines.learned.nets import autoencoder
from engines.learned.weights import Card
from engines.numerics.pictures.altering import repainted, resampled, tinted
from engines.parameters.declare import Declaration, Parameters, choice, whole
from engines.running.randomness import stream

SAMPLE = 256
WAYS = ("scale", "turn", "hue")
STEPS = {"scale": 0.1, "turn": np.deg2rad(20.0), "hue": np.deg2rad(20.0)}  # of sequences learned
ARM, MEAN = "learned", "straight"
PACE = 0.5  # length of a step of directions that mean nothing
INK_HUE = np.pi  # of drawings: where sequences of hues begin
LAYOUT = Layout(CODES, 32, len(WAYS), bounded=False)
STEM = "potentials."
DECLARED: tuple[Declaration, ...] = (
    whole("digit", 206, 0, SAMPLE - 1, title="Start from digit", group="Point"),
    choice(
        "arm",
        ARM,
        (ARM, MEAN, "random", "principal"),
        title="Ways",
        group="Traversals",
        help="A potential for each change, the mean of its steps as a straight line, or straight "
        "directions without a meaning: random, widest.",
    ),
    *declared(CODES, LAYOUT.count, KNOWN),
    whole("ways_seed", 0, 0, 99999, title="Random directions", group="Traversals"),
)


def every_shape() -> dict[str, tuple[int, ...]]:
    """Name to shape of every array of the weights file: networks, and some known digits."""
    known = {"sample.codes": (SAMPLE, CODES), "sample.factors": (SAMPLE, len(KNOWN))}
    return {**shapes(), **LAYOUT.shapes(STEM), **known}


class DigitsEquivariantModel(Startable):
    """Potentials grow, turn and paint the digit of a code.

    Attributes:
        arrays: Weights of all networks.
        landscapes: One potential for each of scale, turn and hue.
        codes: Codes of known digits, shape (n, d).
        factors: Which digit, and its scale, turn and hue, shape (n, 4).
    """

    declared = DECLARED
    named = KNOWN

    def __init__(self, card: Card, arrays: Mapping[str, np.ndarray]) -> None:
        super().__init__(card, arrays)
        self.arrays = arrays
        self.landscapes = Landscapes(arrays, STEM, bounded=LAYOUT.bounded)
        self.codes = arrays["sample.codes"].astype(np.float64)
        self.factors = arrays["sample.factors"].astype(np.float64)
        self._mean, self._principal = principal(self.codes)

    @staticmethod
    def shapes(sizes: Mapping[str, Any]) -> dict[str, tuple[int, ...]]:
        known = {"codes": CODES, "width": LAYOUT.width, "count": LAYOUT.count, "sample": SAMPLE}
        for name, must in known.items():
            if int(sizes[name]) != must:
                raise ValueError(f"{name} = {sizes[name]}, allowed {must}")
        return every_shape()

    def encode(self, pictures: np.ndarray) -> np.ndarray:
        """Mean codes, shape (n, d), of coloured pictures, shape (n, 3, 16, 16)."""
        return autoencoder.encoded(self.arrays, pictures)[0]

    def decode(self, codes: np.ndarray) -> np.ndarray:
        """Coloured pictures, shape (n, 3, 16, 16), of `codes`, shape (n, d)."""
        return autoencoder.decoded(self.arrays, codes)

    def encoded(self, ink: np.ndarray) -> np.ndarray:
        side = len(ink) // SIDE
        small = np.asarray(ink).reshape(SIDE, side, SIDE, side).mean(axis=(1, 3))
        picture = small * tinted(np.array(INK_HUE))[:, None, None]
        return self.encode(picture[None])[0].astype(np.float64)

    def moved(self, codes: np.ndarray, way: int, steps: int) -> np.ndarray:
        """`codes`, shape (n, d), after so many steps of length 1 along potential `way`, from 0."""
        return carried(self.landscapes, codes, way, steps)

    @cached_property
    def paces(self) -> np.ndarray:
        """Mean step of known codes along each potential, shape (3, d)."""
        steps = int(PotentialSpace.reach)
        ends = [self.moved(self.codes, way, steps) for way in range(LAYOUT.count)]
        return np.stack([(end - self.codes).mean(axis=0) for end in ends]) / steps

    def flow(
        self, parameters: Parameters, start: np.ndarray | None = None
    ) -> PotentialPlane | CodePlane:
        """The plane through the chosen digit, or another code, with the handle where it was left.

        Raises:
            ParameterError: If both axes are the same, or the handle is not a place in the plane.
        """
        p: Any = parameters
        start = self.codes[p.digit] if start is None else start
        space = self.space(p.arm, p.way - 1, start, p.scheme, p.speed, p.ways_seed)
        if isinstance(space, PotentialSpace):
            return cut(p, space, self._mean, self._principal)
        along = p.axes == "principal"
        return CodePlane(space, sliced(p, start, self._mean, self._principal, along))

    def space(
        self,
        arm: str,
        way: int,
        start: np.ndarray,
        scheme: str = "Euler",
        speed: float = 1.0,
        ways_seed: int = 0,
    ) -> PotentialSpace | CodeSpace:
        """All codes, carried along way number `way`, counted from 0: of the potentials, or straight.

        Raises:
            ParameterError: If there are no ways of that name.
        """
        meant = self._decoder(speed)
        if arm == ARM:
            return PotentialSpace(
                meant,
                self.landscapes,
                WAYS,
                way,
                start,
                equation="none",
                scheme=scheme,
                speed=speed,
            )
        reach = PotentialSpace.reach
        if arm == MEAN:
            return CodeSpace(meant, self.paces, WAYS, way, start, speed, reach)
        walks = {
            "random": lambda: orthonormal(CODES, LAYOUT.count, stream(ways_seed, "directions")),
            "principal": lambda: self._principal[: LAYOUT.count],
        }
        if arm not in walks:
            held = ", ".join((ARM, MEAN, *walks))
            raise ParameterError(f"arm = '{arm}', {self.id} holds {held}")
        names = tuple(f"{arm[0]}{chr(0x2081 + k)}" for k in range(LAYOUT.count))
        plain = lambda codes: shown(self.decode(codes))  # noqa: E731
        return CodeSpace(plain, walks[arm](), names, way, start, PACE * speed, reach)

    def _decoder(self, speed: float) -> AlteredDecoder:
        def alter(way: int, code: np.ndarray, picture: np.ndarray, steps: np.ndarray) -> np.ndarray:
            moved, rest = speed * steps * STEPS[WAYS[way]], np.zeros(len(steps))
            if WAYS[way] == "hue":
                return repainted(picture, moved)
            if WAYS[way] == "turn":
                return resampled(picture, rest + 1.0, moved)
            size = self._size(code)
            return resampled(picture, np.maximum((size + moved) / size, 0.1), rest)

        return AlteredDecoder(lambda codes: shown(self.decode(codes)), alter, speed * self.paces)

    def _size(self, code: np.ndarray) -> float:
        """Scale of the known digit whose code is nearest."""
        nearest = np.linalg.norm(self.codes - code, axis=1).argmin()
        return float(self.factors[nearest, KNOWN.index("scale")])


MODEL = DigitsEquivariantModel
