"""Where finished pages stand beside their pastes."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base
from posts.rows.tables import SCHEMA, PostRow


class RenderingRow(Base):
    """`rendered_from` is the paste's `updated_at` then: any other value means that it has changed since.

    Not logged: what a crash loses is rendered again.
    """

    __tablename__ = "renderings"

    post_id: Mapped[int] = mapped_column(ForeignKey(PostRow.id, ondelete="CASCADE"), primary_key=True)
    variant: Mapped[str] = mapped_column(Text, primary_key=True)
    rendered_from: Mapped[datetime]
    build: Mapped[str] = mapped_column(Text)
    page: Mapped[bytes]

    __table_args__ = ({"schema": SCHEMA, "prefixes": ["UNLOGGED"]},)
