"""`python -m tests.local.fork_server`: call the launcher in forks of one process, which imports it once.

Each line of standard input is a JSON object with a working directory `folder` and an environment `settings`;
each line of standard output has the launcher's exit `code` and `output`.
"""

import json
import os
import sys
import traceback

from local.__main__ import main


def run(folder: str, settings: dict[str, str]) -> dict[str, object]:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(writer, 1)
        os.dup2(writer, 2)
        os.closerange(3, writer + 1)
        _become_launcher(folder, settings)
    os.close(writer)
    with open(reader, errors="replace") as stream:  # noqa: PTH123 - a pipe
        output = stream.read()
    return {"code": os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), "output": output}


def _become_launcher(folder: str, settings: dict[str, str]) -> None:
    code = 1
    try:
        os.setsid()
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(settings)
        code = main()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(run(**json.loads(line))), flush=True)
