"""Add a hash of each source message"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "b61d90f3e2c7"
down_revision: str | None = "b36d9a71c8f2"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "parts", sa.Column("is_former", sa.Boolean(), server_default="false", nullable=False), schema="posts"
    )
    # Unknown for messages that are stored already.
    op.add_column("parts", sa.Column("said", sa.Text(), nullable=True), schema="posts")


def downgrade() -> None:
    # Before this migration, replaced parts were deleted.
    op.execute("DELETE FROM posts.parts WHERE is_former")
    op.drop_column("parts", "said", schema="posts")
    op.drop_column("parts", "is_former", schema="posts")
