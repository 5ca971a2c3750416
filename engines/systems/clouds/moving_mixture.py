"""A mixture of Gaussians that moves: density, score and velocity at one moment, in closed form."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from engines.errors import FlowError


class MovingMixture:
    r"""p(x) = sum_k p_k N(x; M_k, V_k) while means and covariances change.

        w_k(x) = p_k N(x; M_k, V_k) / p(x)
        S = -sum_k w_k V_k^{-1} (x - M_k)
        u = sum_k w_k [M_k' + (V_k' / 2) V_k^{-1} (x - M_k)]

    u is the velocity that moves p: of a path a x + s z of one mixture, of one between two of them,
    with or without a noise that vanishes at both ends, whatever gives M_k' and V_k'.

    Args:
        logs: ln p_k, shape (K,).
        means: M_k, shape (K, d).
        covariances: V_k, shape (K, d, d), symmetric and positive definite.
        mean_rates: M_k', shape (K, d).
        half_rates: V_k' / 2, shape (K, d, d); may be left unsymmetric, as in a a' C + s s' I.

    Raises:
        FlowError: If a covariance is not positive definite.
    """

    def __init__(
        self,
        logs: np.ndarray,
        means: np.ndarray,
        covariances: np.ndarray,
        mean_rates: np.ndarray,
        half_rates: np.ndarray,
    ) -> None:
        self.logs, self.means, self.covariances = logs, means, covariances
        self.mean_rates, self.half_rates = mean_rates, half_rates
        values = np.linalg.eigvalsh(covariances)
        if not (values > 0.0).all():
            raise FlowError(
                f"covariance with eigenvalue {values.min():.3g}: "
                "covariance must be positive definite"
            )
        self.dimension = means.shape[1]
        self.precisions = np.linalg.inv(covariances)
        determinants = np.log(values).sum(axis=1)
        offsets = self.logs - 0.5 * (determinants + self.dimension * np.log(2.0 * np.pi))
        # exponents are quadratic in x: products of two matrices serve all states and parts at once
        pulled = np.einsum("kij,kj->ki", self.precisions, means)
        offsets = offsets - 0.5 * np.einsum("ki,ki->k", means, pulled)
        self._pulled, self._offsets = pulled, offsets
        self._alike = bool(np.ptp(self.precisions, axis=0).max() < 1e-15 * self.precisions.max())

    @classmethod
    def still(cls, logs: np.ndarray, means: np.ndarray, covariances: np.ndarray) -> MovingMixture:
        """A mixture that does not move."""
        return cls(logs, means, covariances, np.zeros_like(means), np.zeros_like(covariances))

    def exponents(self, x: np.ndarray) -> np.ndarray:
        """ln(p_k N(x; M_k, V_k)), shape (n, K), of states of shape (n, d)."""
        found = x @ self._pulled.T
        found += self._offsets
        if self._alike:
            found -= 0.5 * np.einsum("ni,ij,nj->n", x, self.precisions[0], x)[:, None]
        else:
            d = self.dimension
            products = (x[:, :, None] * x[:, None, :]).reshape(len(x), d * d)
            found -= 0.5 * (products @ self.precisions.reshape(-1, d * d).T)
        return found

    def log_density(self, x: np.ndarray) -> np.ndarray:
        """The logarithm ln p(x), shape (n,)."""
        powers = self.exponents(x)
        highest = powers.max(axis=1)
        return np.asarray(highest + np.log(np.exp(powers - highest[:, None]).sum(axis=1)))

    def shares(self, x: np.ndarray) -> np.ndarray:
        """w_k(x), shape (n, K): how probable it is that x belongs to part k."""
        powers = self.exponents(x)
        powers -= powers.max(axis=1, keepdims=True)
        np.exp(powers, out=powers)
        powers /= powers.sum(axis=1, keepdims=True)
        return powers

    def blended(self, x: np.ndarray, shares: np.ndarray, maps: Affine) -> np.ndarray:
        """sum_k w_k (A_k x + b_k), shape (n, d), of affine maps."""
        matrices, offsets = maps
        found = shares @ offsets
        if np.ptp(matrices, axis=0).max() == 0.0:
            found += x @ matrices[0].T
            return np.asarray(found)
        d = self.dimension
        mixed = (shares @ matrices.reshape(len(matrices), d * d)).reshape(-1, d, d)
        found += np.einsum("nij,nj->ni", mixed, x)
        return np.asarray(found)

    @cached_property
    def score_maps(self) -> Affine:
        """-V_k^{-1} (x - M_k)."""
        return -self.precisions, self._pulled

    @cached_property
    def velocity_maps(self) -> Affine:
        """M_k' + (V_k' / 2) V_k^{-1} (x - M_k)."""
        matrices = self.half_rates @ self.precisions
        return matrices, self.mean_rates - np.einsum("kij,kj->ki", matrices, self.means)

    def score(self, x: np.ndarray) -> np.ndarray:
        """The score S = grad ln p, shape (n, d)."""
        return self.blended(x, self.shares(x), self.score_maps)

    def velocity(self, x: np.ndarray) -> np.ndarray:
        """The velocity u, shape (n, d)."""
        return self.blended(x, self.shares(x), self.velocity_maps)

    def jacobian(self, x: np.ndarray) -> np.ndarray:
        """du_i/dx_j, shape (n, d, d)."""
        return self.derived(x)[1]

    def derived(self, x: np.ndarray, maps: Affine | None = None) -> tuple[np.ndarray, np.ndarray]:
        r"""The velocity and its derivative, or those of another blend of maps v_k = A_k x + b_k.

            J = sum_k w_k A_k + sum_k w_k v_k s_k^T - u S^T,   s_k = -V_k^{-1} (x - M_k)

        Args:
            x: Places, shape (n, d).
            maps: A_k, shape (K, d, d), and b_k, shape (K, d); those of the velocity if None.

        Returns:
            Shape (n, d) and (n, d, d).
        """
        matrices, offsets = self.velocity_maps if maps is None else maps
        shares = self.shares(x)
        if self._alike and np.ptp(matrices, axis=0).max() == 0.0:
            # J = A + Cov_w(b, V^{-1} M): products of matrices that serve all states at once
            d = self.dimension
            pairs = (offsets[:, :, None] * self._pulled[:, None, :]).reshape(-1, d * d)
            steady, pulled = shares @ offsets, shares @ self._pulled
            found = (shares @ pairs).reshape(-1, d, d) - steady[:, :, None] * pulled[:, None, :]
            return x @ matrices[0].T + steady, np.asarray(found + matrices[0])
        values = np.einsum("kij,nj->nki", matrices, x) + offsets
        slopes = self._pulled - np.einsum("kij,nj->nki", self.precisions, x)
        weighed = shares[:, :, None] * values
        found = np.tensordot(shares, matrices, axes=1)
        found += weighed.transpose(0, 2, 1) @ slopes
        total, score = weighed.sum(axis=1), np.einsum("nk,nki->ni", shares, slopes)
        found -= total[:, :, None] * score[:, None, :]
        return total, np.asarray(found)


Affine = tuple[np.ndarray, np.ndarray]
