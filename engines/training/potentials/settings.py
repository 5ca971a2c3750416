"""What one training of potentials or directions does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Sizes, weights and schedule of one arm.

    Attributes:
        equation: What the potentials obey: "wave", "heat", "hamilton-jacobi" or "none".
        published_operator: Whether row sums of second derivatives stand for the Laplacian.
        straight: Whether straight directions are learned instead of potentials.
        classified: Whether a classifier has to tell the ways apart.
        count: Number K of ways.
        width: Units of each layer of a potential.
        bounded: Whether potentials end in a tanh.
        steps: T_h, number of steps of length 1 of a path.
        each: Starts in a batch, from each of which all ways are walked.
        pace: Mean length of a step that the amplitudes are held to.
        cap: Largest logarithm of an amplitude.
        equation_weight: Weight of the squared residual relative to the terms of the equation.
        rest_weight: Weight of the slopes at time 0.
        stall_weight: Weight of the squared lengths by which walks fall short of `least`.
        least: Length that each walk should have.
        change_weight: Weight of the change of pictures, which is made large.
        alike_weight: Weight of the likeness of what two ways change in the same picture.
        loud: Factor of the difference of two pictures that the classifier sees beside the first.
        rate: Largest learning rate.
    """

    equation: str = "wave"
    published_operator: bool = False
    straight: bool = False
    classified: bool = True
    count: int = 6
    width: int = 64
    bounded: bool = False
    steps: int = 5
    each: int = 10
    pace: float = 0.3
    cap: float = 3.0
    equation_weight: float = 3.0
    rest_weight: float = 1.0
    stall_weight: float = 5.0
    least: float = 0.7
    change_weight: float = 10.0
    alike_weight: float = 0.0
    loud: float = 4.0
    rate: float = 1e-3
