import numpy as np

from engines.running.randomness import stream


def test_a_stream_depends_on_its_seed_and_its_purpose_alone():
    first = stream(3, "tracers").random(5)
    np.testing.assert_array_equal(first, stream(3, "tracers").random(5))
    assert not np.array_equal(first, stream(3, "samples").random(5))
    assert not np.array_equal(first, stream(4, "tracers").random(5))
