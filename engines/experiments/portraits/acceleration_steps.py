"""The steps of a method with momentum as a map of a place and the place before."""

from __future__ import annotations

from typing import ClassVar

from engines.experiments.portraits.acceleration_dynamics import AccelerationDynamics


class AccelerationSteps(AccelerationDynamics):
    """What `AccelerationDynamics` shows of flows, of steps."""

    discrete: ClassVar[bool] = True


EXPERIMENT = AccelerationSteps
