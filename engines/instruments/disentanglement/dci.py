"""Disentanglement, completeness and informativeness of codes, from the importances of forests."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engines.errors import ParameterError
from engines.instruments.disentanglement.codes import matched
from engines.running.ticket import Ticket

TREES = 20
DEEPEST = 12
LEAF = 4


@dataclass(frozen=True, slots=True)
class DCI:
    """Three scores between 0 and 1, and what they come from.

    Attributes:
        disentanglement: Whether each coordinate tells of one factor only.
        completeness: Whether each factor is told by one coordinate only.
        informativeness: Share of unseen factor values the forests name rightly, mean over factors.
        importances: R[i, f], how much coordinate i helps to tell factor f, shape (d, F).
        accuracies: That share for each factor, shape (F,).
    """

    disentanglement: float
    completeness: float
    informativeness: float
    importances: np.ndarray
    accuracies: np.ndarray


def scores(importances: np.ndarray) -> tuple[float, float]:
    """Disentanglement and completeness of importances R, shape (d, F).

        D = sum_i rho_i (1 - H_F(R_i / sum R_i)),   rho_i = sum_f R_if / sum R
        C = sum_f rho_f (1 - H_d(R_f / sum R_f)),   rho_f = sum_i R_if / sum R

    with entropies to the base of the number of factors, of coordinates.
    """
    total = importances.sum()

    def purity(rows: np.ndarray) -> float:
        weight = rows.sum(axis=1)
        share = rows / np.where(weight > 0.0, weight, 1.0)[:, None]
        logs = np.log(np.where(share > 0.0, share, 1.0))
        entropy = -(share * logs).sum(axis=1) / np.log(max(rows.shape[1], 2))
        return float((weight / total * (1.0 - entropy)).sum())

    if not total > 0.0:
        return 0.0, 0.0
    return purity(importances), purity(importances.T)


def dci(
    codes: np.ndarray,
    factors: np.ndarray,
    *,
    share: float = 0.5,
    seed: int = 0,
    ticket: Ticket | None = None,
) -> DCI:
    """The scores by random forests, one for each factor, that see all coordinates at each split.

    Args:
        codes: Shape (n, d).
        factors: One of few values each, shape (n, F).
        share: Part of the pictures the forests learn from; the rest tells how informed they are.
        seed: Seed of the forests.
        ticket: Looked at before each forest.

    Raises:
        ParameterError: If shapes do not agree, a code is not finite, a factor never changes, or
            nothing is left to learn from or to be tested on.
        Withdrawn: If the ticket was withdrawn.

    Source:
        Eastwood & Williams (2018), ICLR, sections 2 and 3.
    """
    from sklearn.ensemble import RandomForestClassifier  # type: ignore[import-untyped]

    codes, values = matched(codes, factors)
    known = round(share * len(codes))
    if not 1 <= known < len(codes):
        raise ParameterError(f"share = {share}, allowed between 1/{len(codes)} and 1")
    importances = np.empty((codes.shape[1], values.shape[1]))
    accuracies = np.empty(values.shape[1])
    for f, column in enumerate(values.T):
        if ticket is not None:
            ticket.check()
        # A leaf of several pictures: what a tree learns by heart would share importance among all.
        forest = RandomForestClassifier(
            TREES,
            max_features=None,
            max_depth=DEEPEST,
            min_samples_leaf=LEAF,
            random_state=seed,
            n_jobs=1,
        )
        forest.fit(codes[:known], column[:known])
        importances[:, f] = forest.feature_importances_
        accuracies[f] = forest.score(codes[known:], column[known:])
    found = scores(importances)
    return DCI(found[0], found[1], float(accuracies.mean()), importances, accuracies)
