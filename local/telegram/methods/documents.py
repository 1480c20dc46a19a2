"""sendDocument and getFile."""

from aiogram.methods import GetFile, SendDocument
from aiogram.types import BufferedInputFile

from local.telegram.errors import bad_request
from local.telegram.json_values import Json
from local.telegram.methods import formatting
from local.telegram.methods.messages import new_message, send
from local.telegram.state import StoredFile
from local.telegram.world import World

# Telegram Bot API, getFile: bytes.
DOWNLOAD_LIMIT = 20 * 1024 * 1024


async def send_document(world: World, call: SendDocument) -> Json:
    content = formatting.caption(call.caption, call.parse_mode, call.caption_entities)
    message = new_message(world, call, content)
    message.file_id = stored_file(world, call.document).file_id
    return send(world, message)


def stored_file(world: World, document: object) -> StoredFile:
    """Store an upload, or find a file by its id. Raises BotApiError."""
    if isinstance(document, BufferedInputFile):
        if not document.data:
            raise bad_request("file must be non-empty")
        return world.store(world.files.write(document.data, document.filename or "file"))
    file = world.state.files.get(str(document))
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return file


async def get_file(world: World, call: GetFile) -> Json:
    file = world.state.files.get(call.file_id)
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    fields = {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": file.size}
    return {**fields, "file_path": file.path}
