"""Add revisions, redirects, exports and the deletion of accounts"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0b9125b7b023"
down_revision: str | None = "ad62a04b8826"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "exports",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), server_default="waiting", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("parts_sent", sa.Integer(), server_default="0", nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column(
            "next_attempt_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint("status IN ('waiting', 'sent', 'failed')", name=op.f("ck_exports_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
        schema="notifier",
    )
    op.create_index(op.f("ix_exports_user_id"), "exports", ["user_id"], unique=False, schema="notifier")
    op.create_index(
        "ix_exports_waiting",
        "exports",
        ["next_attempt_at"],
        unique=False,
        schema="notifier",
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_table(
        "pieces",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("purpose", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "arrived_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("bot_id", "chat_id", "message_id", name=op.f("pk_pieces")),
        schema="posts",
    )
    op.create_table(
        "preferences",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("visibility", sa.Text(), server_default="public", nullable=False),
        sa.Column("lifetime", sa.Interval(), nullable=True),
        sa.Column("burn_after_read", sa.Boolean(), server_default="false", nullable=False),
        sa.CheckConstraint(
            "visibility IN ('public', 'unlisted', 'private')", name=op.f("ck_preferences_visibility")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_preferences")),
        schema="posts",
    )
    op.create_table(
        "parts",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("post_id", sa.BigInteger(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.posts.id"], name=op.f("fk_parts_post_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("bot_id", "chat_id", "message_id", name=op.f("pk_parts")),
        schema="posts",
    )
    op.create_index(op.f("ix_parts_post_id"), "parts", ["post_id"], unique=False, schema="posts")
    op.create_table(
        "redirects",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("post_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.posts.id"], name=op.f("fk_redirects_post_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_redirects")),
        schema="posts",
    )
    op.create_index(op.f("ix_redirects_post_id"), "redirects", ["post_id"], unique=False, schema="posts")
    op.add_column("users", sa.Column("deleting_at", sa.DateTime(timezone=True), nullable=True), schema="auth")
    op.create_index(
        "ix_users_deleting_at",
        "users",
        ["deleting_at"],
        unique=False,
        schema="auth",
        postgresql_where=sa.text("deleting_at IS NOT NULL"),
    )
    op.add_column(
        "deliveries",
        sa.Column("kind", sa.Text(), server_default="published", nullable=False),
        schema="notifier",
    )
    op.add_column(
        "deliveries", sa.Column("title", sa.Text(), server_default="", nullable=False), schema="notifier"
    )
    op.add_column(
        "drafts", sa.Column("reason", sa.Text(), server_default="stranger", nullable=False), schema="posts"
    )
    op.create_check_constraint(
        op.f("ck_drafts_reason"), "drafts", "reason IN ('stranger', 'limit', 'warning')", schema="posts"
    )
    op.drop_constraint("uq_drafts_source_bot_id_source_chat_id_source_message_id", "drafts", schema="posts")
    op.create_unique_constraint(
        "uq_drafts_owner_source",
        "drafts",
        ["telegram_id", "source_bot_id", "source_chat_id", "source_message_id"],
        schema="posts",
    )
    op.add_column("drafts", sa.Column("original_source", sa.Text(), nullable=True), schema="posts")
    op.add_column(
        "drafts",
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), server_default="{}", nullable=False),
        schema="posts",
    )
    op.add_column("events", sa.Column("title", sa.Text(), server_default="", nullable=False), schema="posts")
    op.drop_index(
        op.f("ix_events_deleted_url"),
        table_name="events",
        schema="posts",
        postgresql_where="(kind = 'deleted'::text)",
    )
    op.create_index(
        "ix_events_gone_url",
        "events",
        ["url"],
        unique=False,
        schema="posts",
        postgresql_where=sa.text("kind IN ('deleted', 'expired', 'burned')"),
    )
    op.create_index(
        "ix_events_published",
        "events",
        ["post_id"],
        unique=False,
        schema="posts",
        postgresql_where=sa.text("kind = 'published'"),
    )
    op.add_column("posts", sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True), schema="posts")
    op.add_column("posts", sa.Column("encoding", sa.Text(), nullable=True), schema="posts")
    op.add_column("posts", sa.Column("original_source", sa.Text(), nullable=True), schema="posts")
    op.add_column("posts", sa.Column("forwarded_from", sa.Text(), nullable=True), schema="posts")
    op.add_column(
        "posts", sa.Column("search", postgresql.TSVECTOR(), server_default="", nullable=False), schema="posts"
    )
    op.create_index(
        "ix_posts_deleted_at",
        "posts",
        ["deleted_at"],
        unique=False,
        schema="posts",
        postgresql_where=sa.text("deleted_at IS NOT NULL"),
    )
    op.create_index(
        "ix_posts_expires_at",
        "posts",
        ["expires_at"],
        unique=False,
        schema="posts",
        postgresql_where=sa.text("expires_at IS NOT NULL"),
    )
    # Texts are in files, which no migration reads: of the older pastes the titles are found.
    op.execute("UPDATE posts.posts SET search = to_tsvector('russian', title)")


def downgrade() -> None:
    op.drop_index(
        "ix_posts_expires_at",
        table_name="posts",
        schema="posts",
        postgresql_where=sa.text("expires_at IS NOT NULL"),
    )
    op.drop_index(
        "ix_posts_deleted_at",
        table_name="posts",
        schema="posts",
        postgresql_where=sa.text("deleted_at IS NOT NULL"),
    )
    op.drop_column("posts", "search", schema="posts")
    op.drop_column("posts", "forwarded_from", schema="posts")
    op.drop_column("posts", "original_source", schema="posts")
    op.drop_column("posts", "encoding", schema="posts")
    op.drop_column("posts", "deleted_at", schema="posts")
    op.drop_index(
        "ix_events_published",
        table_name="events",
        schema="posts",
        postgresql_where=sa.text("kind = 'published'"),
    )
    op.drop_index(
        "ix_events_gone_url",
        table_name="events",
        schema="posts",
        postgresql_where=sa.text("kind IN ('deleted', 'expired', 'burned')"),
    )
    op.create_index(
        op.f("ix_events_deleted_url"),
        "events",
        ["url"],
        unique=False,
        schema="posts",
        postgresql_where="(kind = 'deleted'::text)",
    )
    op.drop_column("events", "title", schema="posts")
    op.drop_constraint("uq_drafts_owner_source", "drafts", schema="posts")
    op.create_unique_constraint(
        "uq_drafts_source_bot_id_source_chat_id_source_message_id",
        "drafts",
        ["source_bot_id", "source_chat_id", "source_message_id"],
        schema="posts",
    )
    op.drop_column("drafts", "details", schema="posts")
    op.drop_column("drafts", "original_source", schema="posts")
    op.drop_constraint(op.f("ck_drafts_reason"), "drafts", schema="posts")
    op.drop_column("drafts", "reason", schema="posts")
    op.drop_column("deliveries", "title", schema="notifier")
    op.drop_column("deliveries", "kind", schema="notifier")
    op.drop_index(
        "ix_users_deleting_at",
        table_name="users",
        schema="auth",
        postgresql_where=sa.text("deleting_at IS NOT NULL"),
    )
    op.drop_column("users", "deleting_at", schema="auth")
    op.drop_index(op.f("ix_redirects_post_id"), table_name="redirects", schema="posts")
    op.drop_table("redirects", schema="posts")
    op.drop_index(op.f("ix_parts_post_id"), table_name="parts", schema="posts")
    op.drop_table("parts", schema="posts")
    op.drop_table("preferences", schema="posts")
    op.drop_table("pieces", schema="posts")
    op.drop_index(
        "ix_exports_waiting",
        table_name="exports",
        schema="notifier",
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.drop_index(op.f("ix_exports_user_id"), table_name="exports", schema="notifier")
    op.drop_table("exports", schema="notifier")
