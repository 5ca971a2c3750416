"""Codes that stand for pictures, and what somebody reads from them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

import numpy as np

from engines.errors import UnfitError
from engines.learned.weights import Model
from engines.numerics.one_thread import one_thread
from engines.parameters.declare import Parameters
from engines.protocols.capabilities import Decoding
from engines.protocols.flow import Flow
from engines.protocols.landscape import Altering, Telling

Decoder = Callable[[np.ndarray], np.ndarray]
Alteration = Callable[[int, np.ndarray, np.ndarray, np.ndarray], np.ndarray]
PIECE = 64
FACTORS = ("shape", "scale", "turn", "x", "y")


def shown(pictures: np.ndarray) -> np.ndarray:
    """Pictures of a network, shape (n, c, h, w), as `Decoding` has them: (n, h, w) if they have one
    channel, (n, h, w, 3) if they have three.
    """
    made = np.asarray(pictures)
    return made[:, 0] if made.shape[1] == 1 else np.moveaxis(made, 1, -1)


class Pictured(Model):
    """A model whose flow is a plane of codes, each of which stands for a picture.

    Attributes:
        codes: Codes of known pictures, shape (n, d).
        factors: What is known of them, shape (n, f).
        named: Names of these factors.
    """

    codes: np.ndarray
    factors: np.ndarray
    named: tuple[str, ...]


class Startable(Pictured):
    """One whose plane may go through any code. The first of its parameters is the number of the
    known picture it goes through at rest.
    """

    @abstractmethod
    def flow(self, parameters: Parameters, start: np.ndarray | None = None) -> Flow:
        """The plane; through the code `start`, shape (d,), in place of that of a known picture."""

    @abstractmethod
    def encoded(self, ink: np.ndarray) -> np.ndarray:
        """Code, shape (d,), of a drawing, shape (32, 32), ink from 0 to 1."""


class ReadDecoder:
    """A decoder whose pictures somebody can read.

    Attributes:
        read: Readings, shape (n, S + 5) as in `Telling`, of pictures, shape (n, height, width).
        spreads: Standard deviations of scale, x and y over all pictures.
        known: Codes of true pictures, shape (n, d); n = 0 if there are none.
    """

    def __init__(
        self,
        decode: Decoder,
        read: Callable[[np.ndarray], np.ndarray],
        spreads: tuple[float, float, float],
        known: np.ndarray | None = None,
    ) -> None:
        self._decode, self.read, self.spreads = decode, read, spreads
        self.known = np.zeros((0, 0)) if known is None else known

    def __call__(self, codes: np.ndarray) -> np.ndarray:
        return self._decode(codes)


class AlteredDecoder:
    """A decoder of codes whose ways have a meaning.

    Attributes:
        alter: Pictures, shape (k, h, w, 3), that a way, by number, is meant to make, after a
            number of steps, shape (k,), of the picture, shape (h, w, 3), of a code, shape (d,).
        paces: As in `Altering`.
    """

    def __init__(self, decode: Decoder, alter: Alteration, paces: np.ndarray) -> None:
        self._decode, self.alter, self.paces = decode, alter, paces

    def __call__(self, codes: np.ndarray) -> np.ndarray:
        return self._decode(codes)


class Decoded(Decoding, Telling, Altering):
    """A space of codes with its decoder, large batches in pieces."""

    def __init__(self, decoder: Decoder) -> None:
        self._decoder = decoder
        self.told, self.spreads, self.known = (), (1.0, 1.0, 1.0), np.zeros((0, 0))
        if isinstance(decoder, ReadDecoder):
            self.told, self.spreads, self.known = FACTORS, decoder.spreads, decoder.known
        self.paces = np.zeros((0, 0))
        if isinstance(decoder, AlteredDecoder):
            self.paces = decoder.paces

    def decode(self, states: np.ndarray) -> np.ndarray:
        one_thread()
        pieces = [self._decoder(states[i : i + PIECE]) for i in range(0, len(states), PIECE)]
        return np.concatenate(pieces) if pieces else self._decoder(states)

    def altered(self, way: int, state: np.ndarray, steps: np.ndarray) -> np.ndarray:
        """As `Altering.altered`.

        Raises:
            UnfitError: If nobody knows what its ways are meant to do.
        """
        if not isinstance(self._decoder, AlteredDecoder):
            raise UnfitError("nobody knows what these ways are meant to do to a picture")
        state, one = np.asarray(state, dtype=np.float64), self.decode(np.asarray(state)[None])[0]
        return self._decoder.alter(way, state, one, np.asarray(steps, dtype=np.float64))

    def readings(self, pictures: np.ndarray) -> np.ndarray:
        """As `Telling.readings`.

        Raises:
            UnfitError: If nobody can read these pictures.
        """
        if not isinstance(self._decoder, ReadDecoder):
            raise UnfitError("nobody has learned to read these pictures")
        one_thread()
        return self._decoder.read(pictures)
