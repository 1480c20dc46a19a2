"""Preferences: the terms of a person's new pastes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from auth.models import User
from posts.models import Post, Terms, Visibility
from posts.texts.drafts import draft_of_text
from tests.doors import Door
from tests.posts.conftest import CHAT

_WEEK = timedelta(days=7)


async def submitted(posts: Door, author: User, text: str = "a text") -> Post:
    post: Post = await posts.submit(author, CHAT, draft_of_text(text))
    return post


async def test_who_chose_nothing_publishes_for_everybody_for_ever(posts: Door, alice: User) -> None:
    assert await posts.terms_of(alice) == Terms(Visibility.PUBLIC, None, burn_after_read=False)
    post = await submitted(posts, alice)
    assert (post.visibility, post.expires_at, post.burn_after_read) == (Visibility.PUBLIC, None, False)


@pytest.mark.parametrize("visibility", list(Visibility))
async def test_a_new_paste_is_as_was_chosen(posts: Door, alice: User, visibility: Visibility) -> None:
    terms = Terms(visibility, _WEEK, burn_after_read=True)
    await posts.set_terms(alice, terms)
    assert await posts.terms_of(alice) == terms
    post = await submitted(posts, alice)
    assert (post.visibility, post.burn_after_read) == (visibility, True)
    assert post.expires_at == post.created_at + _WEEK


async def test_the_last_choice_counts_and_older_pastes_stay(posts: Door, alice: User) -> None:
    await posts.set_terms(alice, Terms(Visibility.PRIVATE, _WEEK))
    old = await submitted(posts, alice, "old")
    await posts.set_terms(alice, Terms())
    assert (await submitted(posts, alice, "new")).visibility is Visibility.PUBLIC
    assert await posts.own(alice, old.id) == old


async def test_everybody_has_their_own(posts: Door, alice: User, bob: User) -> None:
    await posts.set_terms(alice, Terms(Visibility.PRIVATE))
    assert (await submitted(posts, bob)).visibility is Visibility.PUBLIC


async def test_a_paste_may_be_an_exception(posts: Door, alice: User) -> None:
    await posts.set_terms(alice, Terms(Visibility.PRIVATE, _WEEK))
    draft = replace(draft_of_text("for all"), visibility=Visibility.PUBLIC)
    post = await posts.submit(alice, CHAT, draft)
    assert (post.visibility, post.expires_at) == (Visibility.PUBLIC, post.created_at + _WEEK)


async def test_a_new_text_keeps_the_terms_of_the_paste(posts: Door, alice: User, note: Post) -> None:
    await posts.set_terms(alice, Terms(Visibility.PRIVATE, _WEEK, burn_after_read=True))
    new = await posts.revise(alice, CHAT, note, draft_of_text("second text"))
    assert (new.visibility, new.expires_at, new.burn_after_read) == (Visibility.PUBLIC, None, False)
