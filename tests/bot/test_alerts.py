"""Alerts to followers, from the notifier."""

from tests.conversation import Person
from tests.worker import NotifierProcess


async def test_a_follower_hears_of_a_new_paste(alice: Person, bob: Person, notifier: NotifierProcess) -> None:
    await bob.says("/follow alice")
    await bob.hears("You're following alice")
    await alice.says("Big <news>")
    await alice.hears("/alice/big-news")
    alert = await bob.hears("alice published Big <news>")
    assert "http://localhost:8080/alice/big-news" in alert.text
    await alice.says("/my")
    await alice.hears_nothing_of("published", until=alice.hears("Your pastes"))
