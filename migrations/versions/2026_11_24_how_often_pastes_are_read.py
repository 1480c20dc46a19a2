"""Add view counts of pastes"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "d41c7be9a630"
down_revision: str | None = "5c1f0e7a92d4"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "views",
        sa.Column("post_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.posts.id"], name=op.f("fk_views_post_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", name=op.f("pk_views")),
        schema="posts",
    )


def downgrade() -> None:
    op.drop_table("views", schema="posts")
