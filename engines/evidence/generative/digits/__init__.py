"""Evidence of flows from noise to small digits."""

from engines.evidence.generative.digits import by_class, mean_jump, one_jump, pictures

CLAIMS = (*pictures.CLAIMS, *by_class.CLAIMS, *one_jump.CLAIMS, *mean_jump.CLAIMS)
