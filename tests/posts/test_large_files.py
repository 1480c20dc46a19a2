"""Files of up to 20 MB are pastes like others, even if they are larger in UTF-8."""

import pytest

from auth.models import User
from posts.drafts.models import NotPublished
from posts.limits import MAX_FILE_BYTES, Allowance, LimitReached
from posts.models import Post
from posts.texts.drafts import draft_of_file, draft_of_text
from tests.doors import Door
from tests.posts.conftest import CHAT, STRANGER

_THAI = "สวัสดีครับ นี่คือข้อความภาษาไทยธรรมดาที่เขียนขึ้นเพื่อทดสอบ\n"
# Within the limit by far, and in UTF-8 beyond it.
_FILE = _THAI.encode("cp874") * (MAX_FILE_BYTES * 2 // 5 // len(_THAI))


@pytest.fixture
async def large(posts: Door, alice: User) -> Post:
    post: Post = await posts.submit(alice, CHAT, draft_of_file("thai.txt", _FILE))
    assert post.size == len(_FILE.decode("cp874").encode()) > MAX_FILE_BYTES
    return post


async def test_what_it_becomes_is_published(posts: Door, large: Post) -> None:
    assert await posts.content(large) == _FILE.decode("cp874").encode()
    assert await posts.original(large) == _FILE


async def test_it_is_saved_for_a_stranger(posts: Door, alice: User) -> None:
    await posts.save_for_stranger(STRANGER, draft_of_file("thai.txt", _FILE))
    (post,) = await posts.publish_drafts(alice, STRANGER)
    assert post.size > MAX_FILE_BYTES


async def test_it_is_read_otherwise_and_back(posts: Door, alice: User, large: Post) -> None:
    other = await posts.reread(alice, large.id, "windows-1252")
    assert other.encoding == "latin-1", "which reads these bytes as windows-1252 does"
    again = await posts.reread(alice, large.id, "windows-874")
    assert (again.sha256, again.revision) == (large.sha256, 3)


async def test_it_comes_back_when_its_file_is_not_there_any_more(
    posts: Door, alice: User, large: Post
) -> None:
    await posts.revise(alice, CHAT, large, draft_of_text("short"))
    back = await posts.restore(alice, large.id, 1)
    assert (back.sha256, back.size) == (large.sha256, large.size)


async def test_a_larger_message_is_pending_and_not_refused(posts: Door, alice: User) -> None:
    pending = await posts.submit(alice, CHAT, draft_of_text("ё" * (MAX_FILE_BYTES // 2 + 1)))
    assert isinstance(pending, NotPublished)
    assert pending.limit == LimitReached("size", Allowance().paste_size, 0)
