"""Create the first tables"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "ad62a04b8826"
down_revision: str | None = None
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    for schema in ("auth", "posts", "notifier"):
        op.execute(sa.schema.CreateSchema(schema, if_not_exists=True))
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), server_default="active", nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column(
            "registered_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint("status IN ('active', 'blocked', 'deleted')", name=op.f("ck_users_status")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        schema="auth",
    )
    op.create_index(
        "uq_users_email", "users", [sa.literal_column("lower(email)")], unique=True, schema="auth"
    )
    op.create_index(
        "uq_users_username", "users", [sa.literal_column("lower(username)")], unique=True, schema="auth"
    )
    op.create_table(
        "deliveries",
        sa.Column("event_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("recipient", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("post_id", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("silent", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("status", sa.Text(), server_default="waiting", nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column(
            "next_attempt_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.CheckConstraint(
            "status IN ('waiting', 'sent', 'failed', 'dropped')", name=op.f("ck_deliveries_status")
        ),
        sa.PrimaryKeyConstraint("event_id", "recipient", name=op.f("pk_deliveries")),
        schema="notifier",
    )
    op.create_index(
        "ix_deliveries_waiting",
        "deliveries",
        ["next_attempt_at"],
        unique=False,
        schema="notifier",
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_table(
        "subscribers",
        sa.Column("follower", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("followed", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("notification", sa.Text(), server_default="on", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "notification IN ('on', 'silent', 'digest', 'off')", name=op.f("ck_subscribers_notification")
        ),
        sa.CheckConstraint("follower <> followed", name=op.f("ck_subscribers_not_oneself")),
        sa.PrimaryKeyConstraint("follower", "followed", name=op.f("pk_subscribers")),
        schema="notifier",
    )
    op.create_index(
        op.f("ix_subscribers_followed"), "subscribers", ["followed"], unique=False, schema="notifier"
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("content_source", sa.Text(), nullable=False),
        sa.Column("source_bot_id", sa.BigInteger(), nullable=True),
        sa.Column("source_chat_id", sa.BigInteger(), nullable=True),
        sa.Column("source_message_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint(
            "source_bot_id",
            "source_chat_id",
            "source_message_id",
            name=op.f("uq_drafts_source_bot_id_source_chat_id_source_message_id"),
        ),
        schema="posts",
    )
    op.create_index(op.f("ix_drafts_telegram_id"), "drafts", ["telegram_id"], unique=False, schema="posts")
    op.create_table(
        "events",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("post_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        schema="posts",
    )
    op.create_index(
        "ix_events_deleted_url",
        "events",
        ["url"],
        unique=False,
        schema="posts",
        postgresql_where=sa.text("kind = 'deleted'"),
    )
    op.create_index(
        "ix_events_waiting",
        "events",
        ["happened_at"],
        unique=False,
        schema="posts",
        postgresql_where=sa.text("handled_at IS NULL"),
    )
    op.create_table(
        "posts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("content_source", sa.Text(), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="1", nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), server_default="plain", nullable=False),
        sa.Column("visibility", sa.Text(), server_default="public", nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("burn_after_read", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("source_bot_id", sa.BigInteger(), nullable=True),
        sa.Column("source_chat_id", sa.BigInteger(), nullable=True),
        sa.Column("source_message_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "visibility IN ('public', 'unlisted', 'private')", name=op.f("ck_posts_visibility")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint(
            "source_bot_id",
            "source_chat_id",
            "source_message_id",
            name=op.f("uq_posts_source_bot_id_source_chat_id_source_message_id"),
        ),
        sa.UniqueConstraint("url", name=op.f("uq_posts_url")),
        schema="posts",
    )
    op.create_index("ix_posts_created_by_id", "posts", ["created_by", "id"], unique=False, schema="posts")
    op.create_table(
        "telegram_accounts",
        sa.Column("telegram_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("reachable", sa.Boolean(), server_default="true", nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["auth.users.id"], name=op.f("fk_telegram_accounts_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("telegram_id", name=op.f("pk_telegram_accounts")),
        schema="auth",
    )
    op.create_index(
        op.f("ix_telegram_accounts_user_id"), "telegram_accounts", ["user_id"], unique=False, schema="auth"
    )
    op.create_table(
        "revisions",
        sa.Column("post_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content_source", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.posts.id"], name=op.f("fk_revisions_post_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", "number", name=op.f("pk_revisions")),
        schema="posts",
    )


def downgrade() -> None:
    op.drop_table("revisions", schema="posts")
    op.drop_index(op.f("ix_telegram_accounts_user_id"), table_name="telegram_accounts", schema="auth")
    op.drop_table("telegram_accounts", schema="auth")
    op.drop_index("ix_posts_created_by_id", table_name="posts", schema="posts")
    op.drop_table("posts", schema="posts")
    op.drop_index(
        "ix_events_waiting",
        table_name="events",
        schema="posts",
        postgresql_where=sa.text("handled_at IS NULL"),
    )
    op.drop_index(
        "ix_events_deleted_url",
        table_name="events",
        schema="posts",
        postgresql_where=sa.text("kind = 'deleted'"),
    )
    op.drop_table("events", schema="posts")
    op.drop_index(op.f("ix_drafts_telegram_id"), table_name="drafts", schema="posts")
    op.drop_table("drafts", schema="posts")
    op.drop_index(op.f("ix_subscribers_followed"), table_name="subscribers", schema="notifier")
    op.drop_table("subscribers", schema="notifier")
    op.drop_index(
        "ix_deliveries_waiting",
        table_name="deliveries",
        schema="notifier",
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.drop_table("deliveries", schema="notifier")
    op.drop_index("uq_users_username", table_name="users", schema="auth")
    op.drop_index("uq_users_email", table_name="users", schema="auth")
    op.drop_table("users", schema="auth")
    for schema in ("notifier", "posts", "auth"):
        op.execute(sa.schema.DropSchema(schema))
