"""Who may use the bot, and how often the others hear of it."""

from __future__ import annotations

from bot.telegram.access import TELL_AGAIN, Doorman


def test_people_are_let_in_by_their_id() -> None:
    """Whom the settings allow may use the bot, and nobody else."""
    doorman = Doorman({7, 8}.__contains__)
    assert doorman.admits(7)
    assert not doorman.admits(9)


def test_a_stranger_is_told_once_in_a_while() -> None:
    """Each stranger is told by themselves, and again only after ten minutes; nobody is remembered for longer."""
    now = 0.0
    doorman = Doorman(lambda user: False, clock=lambda: now)
    assert [doorman.may_tell(user) for user in (1, 1, 2, 1)] == [True, False, True, False]
    now = TELL_AGAIN - 1
    assert not doorman.may_tell(1)
    now = TELL_AGAIN
    assert doorman.may_tell(1)
