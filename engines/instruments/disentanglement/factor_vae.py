"""Does the coordinate of a code that stays still betray which factor was held?"""

from __future__ import annotations

import numpy as np

from engines.errors import ParameterError
from engines.instruments.disentanglement.codes import matched
from engines.running.randomness import stream

EACH = 64
LEARNED, TESTED = 5000, 2500
DEAD = 0.05


def factor_vae_score(
    codes: np.ndarray,
    factors: np.ndarray,
    *,
    each: int = EACH,
    learned: int = LEARNED,
    tested: int = TESTED,
    seed: int = 0,
) -> float:
    """Accuracy of the majority vote from the stillest coordinate to the factor that was held.

        vote = argmin_i Var[z_i | v_f = c] / Var[z_i]

    Pictures of one vote are drawn from those given that share the value of the held factor.
    Coordinates whose deviation is under a twentieth of the widest are dead and have no vote.

    Args:
        codes: Codes of many pictures with all factors at random, shape (n, d).
        factors: One of few values each, shape (n, F).
        each: Pictures of one vote.
        learned: Votes from which the majority is learned.
        tested: Votes on which it is tested.
        seed: Seed of the votes.

    Returns:
        Between 0 and 1; chance is 1 / F.

    Raises:
        ParameterError: If shapes do not agree, a code is not finite, a factor never changes, or no
            coordinate does.

    Source:
        Kim & Mnih (2018), ICML, arXiv:1802.05983, section 4.
    """
    codes, values = matched(codes, factors)
    spread = codes.std(axis=0)
    if not spread.max() > 0.0:
        raise ParameterError("codes never change")
    live = np.flatnonzero(spread > DEAD * spread.max())
    scaled = codes[:, live] / spread[live]
    rows = [
        [np.flatnonzero(column == value) for value in range(column.max() + 1)]
        for column in values.T
    ]
    draw, count = stream(seed, "votes"), values.shape[1]
    votes = np.zeros((2, len(live), count))
    for n in range(learned + tested):
        f = int(draw.integers(count))
        alike = rows[f][values[draw.integers(len(values)), f]]
        stillest = int(scaled[draw.choice(alike, each)].var(axis=0).argmin())
        votes[int(n >= learned), stillest, f] += 1.0
    majority = votes[0].argmax(axis=1)
    return float(votes[1, np.arange(len(live)), majority].sum() / tested)
