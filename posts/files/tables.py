"""The row of the installation."""

from uuid import UUID

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.database import Base
from posts.pastes.tables import SCHEMA


class InstallationRow(Base):
    """The one row that names this installation; its content store has the same id in a file."""

    __tablename__ = "installation"

    is_only: Mapped[bool] = mapped_column(primary_key=True, server_default="true")
    id: Mapped[UUID]

    __table_args__ = (CheckConstraint("is_only", name="only"), {"schema": SCHEMA})
