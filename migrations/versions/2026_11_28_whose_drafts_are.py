"""Add the owner of drafts"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "b36d9a71c8f2"
down_revision: str | None = "e7b8402fd5c6"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    # NULL for existing drafts and for those that old code still adds: these belong to their chat.
    op.add_column("drafts", sa.Column("user_id", sa.BigInteger(), nullable=True), schema="posts")
    op.create_index(op.f("ix_drafts_user_id"), "drafts", ["user_id"], schema="posts")


def downgrade() -> None:
    op.drop_index(op.f("ix_drafts_user_id"), table_name="drafts", schema="posts")
    op.drop_column("drafts", "user_id", schema="posts")
