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
