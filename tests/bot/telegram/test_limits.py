"""Rate limits: kept beforehand, and a short refusal waited out for its chat alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest
from telegram.error import RetryAfter, TimedOut

from bot.telegram.limits import PoliteLimiter

_Callback = Callable[..., Coroutine[Any, Any, bool]]


class _Api:
    """Answers requests, refusing the first ones as told, and notes when each came."""

    def __init__(self, *refusals: Exception) -> None:
        self.refusals = list(refusals)
        self.times: list[float] = []

    async def call(self) -> bool:
        self.times.append(asyncio.get_running_loop().time())
        if self.refusals:
            raise self.refusals.pop(0)
        return True


async def _request(limiter: PoliteLimiter, api: _Api, chat: int | None, endpoint: str = "sendMessage") -> object:
    data = {} if chat is None else {"chat_id": chat}
    return await limiter.process_request(api.call, (), {}, endpoint, data, None)


def _now() -> float:
    return asyncio.get_running_loop().time()


async def test_one_message_a_period_in_a_chat() -> None:
    """The second message to a chat waits for its period to pass; one to another chat does not."""
    limiter, api, other = PoliteLimiter(chat=(1, 0.2)), _Api(), _Api()
    begin = _now()
    await asyncio.gather(_request(limiter, api, 1), _request(limiter, api, 1), _request(limiter, other, 2))
    assert api.times[1] - begin >= 0.19
    assert other.times[0] - begin < 0.1


async def test_edits_and_chat_actions_do_not_wait_in_a_private_chat() -> None:
    """Paging quickly edits at once, though only one new message a second may be sent."""
    limiter, api = PoliteLimiter(), _Api()
    begin = _now()
    for endpoint in ("sendMessage", "editMessageText", "sendChatAction", "editMessageText"):
        await _request(limiter, api, 1, endpoint)
    assert _now() - begin < 0.2


async def test_everything_counts_in_a_group() -> None:
    """In a group edits and chat actions share one limit with messages."""
    limiter, api = PoliteLimiter(group=(2, 0.4)), _Api()
    begin = _now()
    for endpoint in ("editMessageText", "sendChatAction", "editMessageText"):
        await _request(limiter, api, -100, endpoint)
    assert api.times[1] - begin < 0.1
    assert api.times[2] - begin >= 0.15


async def test_a_short_refusal_is_waited_out_for_its_chat_alone() -> None:
    """After "retry after 0.3 s" the same request is made again then; meanwhile another chat is served at once."""
    limiter, refused, other = PoliteLimiter(), _Api(RetryAfter(timedelta(seconds=0.3))), _Api()
    begin = _now()
    first = asyncio.create_task(_request(limiter, refused, 1, "editMessageText"))
    await asyncio.sleep(0.01)
    await _request(limiter, other, 2, "editMessageText")
    assert _now() - begin < 0.2
    assert await first is True
    assert refused.times[1] - begin >= 0.3


async def test_a_long_refusal_goes_to_the_caller_and_silences_the_chat() -> None:
    """A refusal of more than five seconds is raised at once, and nothing more is sent to that chat until it is over."""
    limiter, refused, other = PoliteLimiter(), _Api(RetryAfter(30)), _Api()
    with pytest.raises(RetryAfter):
        await _request(limiter, refused, 1)
    with pytest.raises(RetryAfter):
        await _request(limiter, refused, 1)
    assert len(refused.times) == 1
    assert await _request(limiter, other, 2) is True


async def test_refused_again_and_again_it_gives_up() -> None:
    """Three refusals of the same request are enough."""
    refusals = [RetryAfter(timedelta(seconds=0.01)) for _ in range(5)]
    api = _Api(*refusals)
    with pytest.raises(RetryAfter):
        await _request(PoliteLimiter(), api, 1, "editMessageText")
    assert len(api.times) == 3


async def test_a_lost_answer_is_not_asked_for_again() -> None:
    """Whatever is no refusal goes to the caller after one attempt: the message may have been delivered."""
    api = _Api(TimedOut())
    with pytest.raises(TimedOut):
        await _request(PoliteLimiter(), api, 1)
    assert len(api.times) == 1


async def test_what_goes_to_no_chat_is_never_held_up() -> None:
    """Answers to presses are made at once however many there are."""
    limiter, api = PoliteLimiter(), _Api()
    begin = _now()
    for _ in range(100):
        await _request(limiter, api, None, "answerCallbackQuery")
    assert _now() - begin < 0.2
