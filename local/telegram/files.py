"""The files of people and of the bot, on disk; without a folder of their own they end with the process."""

import mimetypes
import secrets
import tempfile
from pathlib import Path, PurePosixPath

from local.telegram.state import StoredFile

_FOLDERS = {"image": "photos", "audio": "voice"}


class Files:
    def __init__(self, folder: Path | None) -> None:
        self._given = folder
        self._temporary: tempfile.TemporaryDirectory[str] | None = None

    @property
    def _folder(self) -> Path:
        if self._given is not None:
            return self._given
        if self._temporary is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="telegram-")
        return Path(self._temporary.name)

    def draft(self) -> Path:
        """A place to write a file to before it is kept."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder / f"{secrets.token_hex(8)}.part"

    def keep(self, draft: Path, name: str, mime_type: str | None = None) -> StoredFile:
        """Moves a written draft to where getFile finds it."""
        name = PurePosixPath(name.replace("\\", "/")).name or "file"
        mime_type = mime_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        folder = _FOLDERS.get(mime_type.partition("/")[0], "documents")
        unique_id = secrets.token_urlsafe(9)
        path = f"{folder}/file_{unique_id}{_ending(name)}"
        file = StoredFile(secrets.token_urlsafe(40), unique_id, path, name, mime_type, draft.stat().st_size)
        target = self.place(file)
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.rename(target)
        return file

    def write(self, content: bytes, name: str, mime_type: str | None = None) -> StoredFile:
        draft = self.draft()
        draft.write_bytes(content)
        return self.keep(draft, name, mime_type)

    def place(self, file: StoredFile) -> Path:
        return self._folder / file.path

    def close(self) -> None:
        if self._temporary is not None:
            self._temporary.cleanup()
            self._temporary = None


def _ending(name: str) -> str:
    ending = PurePosixPath(name).suffix
    return ending if ending[1:].isascii() and ending[1:].isalnum() and len(ending) <= 16 else ""
