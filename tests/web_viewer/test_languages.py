"""The language that a reader gets by headers."""

import pytest


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("ru", "ru"),
        ("RU-ru", "ru"),
        ("en", "en"),
        ("de", "en"),
        ("de, ru;q=0.1", "ru"),
        ("ru, en", "ru"),
        ("en, ru", "en"),
        ("en;q=0.8, ru;q=0.9", "ru"),
        ("ru;q=0.8,en;q=0.9", "en"),
        ("ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", "ru"),
        ("ru;q=0, en;q=0.1", "en"),
        ("en;q=0", "en"),
        ("en;q=0, *", "ru"),
        ("*", "en"),
        ("*;q=0.5, ru;q=0.4", "en"),
        ("*;q=0.5, ru;q=0.6", "ru"),
        ("ru ; q=1.000 , en", "ru"),
        ("ru;q=2, en;q=0.5", "en"),
        ("ru;q=0.1234", "en"),
        (";;,,=", "en"),
        ("rus", "en"),
    ],
)
async def test_the_best_language_is_chosen(reader, header, language):
    page = await reader.get("/", Accept_Language=header)
    assert page.headers["Content-Language"] == language
    assert "Accept-Language" in page.headers["Vary"]
