"""Files of people and of the bot, on disk: in `folder`, or in a temporary folder without one."""

import mimetypes
import secrets
import tempfile
from pathlib import Path, PurePosixPath

from local.telegram.state import StoredFile

_FOLDERS = {"image": "photos", "audio": "voice"}


class Files:
    """The contents of files. `World.store` makes their ids known."""

    def __init__(self, folder: Path | None) -> None:
        self._configured_folder = folder
        self._temporary: tempfile.TemporaryDirectory[str] | None = None

    @property
    def _folder(self) -> Path:
        if self._configured_folder is not None:
            return self._configured_folder
        if self._temporary is None:
            self._temporary = tempfile.TemporaryDirectory(prefix="telegram-")
        return Path(self._temporary.name)

    def upload_path(self) -> Path:
        """Return a new path to write a file to, for `store_upload`."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder / f"{secrets.token_hex(8)}.part"

    def store_upload(self, upload: Path, name: str, mime_type: str | None = None) -> StoredFile:
        """Move a complete upload to the path that getFile returns."""
        name = PurePosixPath(name.replace("\\", "/")).name or "file"
        mime_type = mime_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        folder = _FOLDERS.get(mime_type.partition("/")[0], "documents")
        unique_id = secrets.token_urlsafe(9)
        path = f"{folder}/file_{unique_id}{_extension(name)}"
        file = StoredFile(secrets.token_urlsafe(40), unique_id, path, name, mime_type, upload.stat().st_size)
        target = self.path_of(file)
        target.parent.mkdir(parents=True, exist_ok=True)
        upload.rename(target)
        return file

    def write(self, content: bytes, name: str, mime_type: str | None = None) -> StoredFile:
        """Write a content to the path that getFile returns."""
        upload = self.upload_path()
        upload.write_bytes(content)
        return self.store_upload(upload, name, mime_type)

    def path_of(self, file: StoredFile) -> Path:
        return self._folder / file.path

    def close(self) -> None:
        """Delete the temporary folder, if there is one."""
        if self._temporary is not None:
            self._temporary.cleanup()
            self._temporary = None


def _extension(name: str) -> str:
    extension = PurePosixPath(name).suffix
    return extension if extension[1:].isascii() and extension[1:].isalnum() and len(extension) <= 16 else ""
