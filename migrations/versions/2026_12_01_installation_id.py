"""Add the id of the installation, and indexes for the sweep of orphans"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "7be20c4d91fa"
down_revision: str | None = "4a7d19c0be52"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "installation",
        sa.Column("is_only", sa.Boolean(), server_default="true", nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("is_only", name=op.f("ck_installation_only")),
        sa.PrimaryKeyConstraint("is_only", name=op.f("pk_installation")),
        schema="posts",
    )
    op.create_index("ix_revisions_content_source", "revisions", ["content_source"], schema="posts")
    op.create_index(
        "ix_posts_original_source",
        "posts",
        ["original_source"],
        schema="posts",
        postgresql_where=sa.text("original_source IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_posts_original_source", "posts", schema="posts")
    op.drop_index("ix_revisions_content_source", "revisions", schema="posts")
    op.drop_table("installation", schema="posts")
