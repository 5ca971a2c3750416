import pytest

from engines.running.ticket import Ticket, Withdrawn


def test_a_ticket_is_wanted_until_it_is_withdrawn():
    ticket = Ticket()
    ticket.check()
    ticket.withdraw()
    assert ticket.withdrawn
    with pytest.raises(Withdrawn):
        ticket.check()
