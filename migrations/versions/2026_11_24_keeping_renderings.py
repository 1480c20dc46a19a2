"""Add rendered pages beside pastes"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "5f0d27c94a1e"
down_revision: str | None = "c2a41b96e0f3"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "renderings",
        sa.Column("post_id", sa.BigInteger(), nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.Column("rendered_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("build", sa.Text(), nullable=False),
        sa.Column("page", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"],
            ["posts.posts.id"],
            name=op.f("fk_renderings_post_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("post_id", "variant", name=op.f("pk_renderings")),
        schema="posts",
        # Unlogged: what a crash loses is rendered again.
        prefixes=["UNLOGGED"],
    )
    # The content is compressed already.
    op.execute("ALTER TABLE posts.renderings ALTER COLUMN page SET STORAGE EXTERNAL")


def downgrade() -> None:
    op.drop_table("renderings", schema="posts")
