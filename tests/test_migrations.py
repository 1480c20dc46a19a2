"""The migrations create the tables of the models, upwards and downwards."""

from sqlalchemy import text

from kernel.database import Sessions
from local.postgres import EmbeddedPostgres
from tests.conftest import run_alembic


async def test_the_migrations_make_what_the_code_declares(postgres: EmbeddedPostgres):
    printed = await run_alembic("check", database_url=postgres.url)
    assert "No new upgrade operations detected" in printed


async def test_every_migration_can_be_taken_back(postgres: EmbeddedPostgres):
    await run_alembic("downgrade", "base", database_url=postgres.url)
    await run_alembic("upgrade", "head", database_url=postgres.url)


async def test_present_texts_learn_what_their_pastes_are(postgres: EmbeddedPostgres, sessions: Sessions):
    await run_alembic("downgrade", "d41c7be9a630", database_url=postgres.url)
    columns = "title, url, content_source, created_by, revision, language, size, lines, sha256, encoding"
    async with sessions.begin() as session:
        post = await session.scalar(
            text(
                f"INSERT INTO posts.posts ({columns})"
                " VALUES ('a', 'alice/a', 'x', 1, 2, 'python', 1, 1, 'x', 'utf-8') RETURNING id"
            )
        )
        await session.execute(
            text(
                "INSERT INTO posts.revisions (post_id, number, content_source, sha256, size)"
                " VALUES (:post, 1, 'w', 'w', 1), (:post, 2, 'x', 'x', 1)"
            ),
            {"post": post},
        )
    await run_alembic("upgrade", "head", database_url=postgres.url)
    async with sessions() as session:
        known = await session.execute(
            text("SELECT language, format, encoding FROM posts.revisions ORDER BY number")
        )
        assert [tuple(row) for row in known] == [(None, None, None), ("python", "plain", "utf-8")]


async def test_deliveries_and_exports_are_due_when_they_were_and_leased_to_nobody(
    postgres: EmbeddedPostgres, sessions: Sessions
):
    columns, moment = "(event_id, recipient, post_id, next_attempt_at)", "2026-11-30 12:00+00"
    await run_alembic("downgrade", "b61d90f3e2c7", database_url=postgres.url)
    async with sessions.begin() as session:
        await session.execute(text(f"INSERT INTO notifier.deliveries {columns} VALUES (1, 1, 1, '{moment}')"))
        await session.execute(
            text(
                "INSERT INTO notifier.exports (user_id, telegram_id, next_attempt_at)"
                f" VALUES (1, 1, '{moment}')"
            )
        )
    await run_alembic("upgrade", "head", database_url=postgres.url)
    async with sessions() as session:
        for table in ("deliveries", "exports"):
            rows = await session.execute(
                text(f"SELECT due_at = '{moment}', lease, status FROM notifier.{table}")
            )
            assert [tuple(row) for row in rows] == [(True, None, "waiting")]
    await run_alembic("downgrade", "b61d90f3e2c7", database_url=postgres.url)
    async with sessions() as session:
        kept = await session.scalars(
            text("SELECT count(*) FROM notifier.exports WHERE next_attempt_at IS NOT NULL")
        )
        assert kept.all() == [1]
    await run_alembic("upgrade", "head", database_url=postgres.url)
