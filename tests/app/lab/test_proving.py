from app.lab import proving
from engines.evidence.shipped import system
from engines.protocols.check import Check, Claim


def test_claims_are_shown_at_once_and_checks_when_they_have_run(qtbot, pendulum):
    panel = pendulum.right.evidence
    qtbot.waitUntil(lambda: bool(panel.checks), timeout=60000)
    assert all(isinstance(c, Claim) for c in panel.checks)
    pendulum.proving.start()
    qtbot.waitUntil(
        lambda: bool(panel.checks) and isinstance(panel.checks[0], Check), timeout=90000
    )
    assert all(c.id == "pendulum" for c in panel.checks)
    assert all(c.passed for c in panel.checks if isinstance(c, Check))


def test_numbers_have_the_places_their_errors_allow():
    assert proving._text(None) == ""
    assert proving._text(60.6653) == "60.67"
    assert proving._text(0.90517, 0.0018) == "0.905 ± 0.002"
    assert proving._text(-0.00001, 0.002) == "0.000 ± 0.002"
    assert proving._text(2.0, 0.0) == "2"


def test_only_systems_with_published_numbers_have_invariants():
    rows, _ = proving.invariants_of(system("sprott-a"))
    worst = next(row for row in rows if row.verdict == "impossible")
    assert worst.published == "60.67"
    assert worst.why == "there are 3 states"
    assert proving.invariants_of(system("pendulum")) == ((), "")


def test_a_system_without_them_shows_no_panel(pendulum):
    assert not pendulum.right.invariants.isVisibleTo(pendulum.right.pages.widget(2))
