"""`python -m tests.kernel.writing_until_refused FOLDER`: writes to a disk until it refuses, and prints how.

It runs as a process of its own, because limits and mounts that make a disk full are a whole process'.
"""

import asyncio
import json
import sys
from itertools import count
from pathlib import Path

from kernel.storage import ContentKey, Storage, StorageUnavailable, is_storage_unavailable

_BIG = b"x" * 100_000


async def write(folder: Path) -> dict[str, object]:
    storage = Storage(f"file://{folder}")
    known = [ContentKey(key) for key in _files(folder)]
    try:
        for number in count():
            known.append(await storage.put(_BIG if number else b"small"))
    except OSError as fault:
        return {
            "errno": fault.errno,
            "is_away": is_storage_unavailable(fault),
            "kept": len(known),
            "left": len(_files(folder)),
            "readable": [len(await storage.get(key)) for key in known[:1]],
            "is_known_before_writing": await _refuses(storage),
        }
    raise AssertionError


async def _refuses(storage: Storage) -> bool:
    try:
        await storage.check_writing()
    except StorageUnavailable:
        return True
    return False


def _files(folder: Path) -> list[str]:
    return [str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()]


if __name__ == "__main__":
    print(json.dumps(asyncio.run(write(Path(sys.argv[1])))))
