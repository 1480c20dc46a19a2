"""Add language, format and encoding to revisions"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "8d3f5b6c1a07"
down_revision: str | None = "d41c7be9a630"
branch_labels: Sequence[str] | None = None
depends_on: Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("revisions", sa.Column("language", sa.Text(), nullable=True), schema="posts")
    op.add_column("revisions", sa.Column("format", sa.Text(), nullable=True), schema="posts")
    op.add_column("revisions", sa.Column("encoding", sa.Text(), nullable=True), schema="posts")
    # Unknown for older revisions.
    op.execute(
        "UPDATE posts.revisions AS text"
        " SET language = post.language, format = post.format, encoding = post.encoding"
        " FROM posts.posts AS post WHERE post.id = text.post_id AND post.revision = text.number"
    )


def downgrade() -> None:
    op.drop_column("revisions", "encoding", schema="posts")
    op.drop_column("revisions", "format", schema="posts")
    op.drop_column("revisions", "language", schema="posts")
