from engines.running.mailbox import Mailbox
from engines.running.ticket import Ticket


def test_the_newest_item_replaces_an_unread_one():
    box, ticket = Mailbox(), Ticket()
    box.post(ticket, 1)
    box.post(ticket, 2)
    assert (box.take(), box.take()) == (2, None)


def test_a_withdrawn_run_can_post_nothing():
    box, ticket = Mailbox(), Ticket()
    ticket.withdraw()
    box.post(ticket, 1)
    assert box.take() is None


def test_an_item_that_went_stale_in_the_slot_is_never_taken():
    box, ticket = Mailbox(), Ticket()
    box.post(ticket, 1)
    ticket.withdraw()
    assert box.take() is None


def test_whoever_listens_hears_of_what_came_and_not_of_what_was_withdrawn():
    box, heard, ticket = Mailbox(), [], Ticket()
    box.told = lambda: heard.append(box.take())
    box.post(ticket, 1)
    ticket.withdraw()
    box.post(ticket, 2)
    assert heard == [1]
