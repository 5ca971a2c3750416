from __future__ import annotations

from app.cli.benches.parts.timing import medians, seconds_of


def test_works_are_warmed_up_and_then_take_turns():
    calls: list[str] = []
    times = medians(lambda: calls.append("a"), lambda: calls.append("b"), repeats=3)
    assert "".join(calls) == "ab" + "ab" * 3
    assert len(times) == 2
    assert all(t >= 0 for t in times)


def test_a_time_is_never_negative():
    assert seconds_of(lambda: None) >= 0
