"""Evidence of flows from noise to small digits."""

from engines.evidence.generative.digits import by_class, pictures

CLAIMS = (*pictures.CLAIMS, *by_class.CLAIMS)
