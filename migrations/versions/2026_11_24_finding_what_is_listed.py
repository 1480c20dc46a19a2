"""Add indexes for lists and search"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "c2a41b96e0f3"
down_revision: str | None = "8d3f5b6c1a07"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None

_LISTED = sa.text("visibility = 'public' AND NOT burn_after_read AND deleted_at IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_posts_listed", "posts", ["created_by", "id"], schema="posts", postgresql_where=_LISTED
    )
    op.create_index(
        "ix_posts_authored",
        "posts",
        [sa.literal_column("(search || array_to_tsvector(ARRAY['@'::text || created_by::text]))")],
        schema="posts",
        postgresql_using="gin",
    )


def downgrade() -> None:
    op.drop_index("ix_posts_authored", table_name="posts", schema="posts")
    op.drop_index("ix_posts_listed", table_name="posts", schema="posts")
