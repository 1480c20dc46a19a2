"""Every page is valid HTML by the Nu HTML checker, with neither errors nor warnings.

Without the checker, a Java program, the tests are skipped. `VNU_JAR` names its file, which is in the package
`vnu-jar` of npm."""

import asyncio
import json
import os
import shutil
from pathlib import Path

import pytest

from tests.web_viewer.authors import Author
from tests.web_viewer.every_page import PAGES, publish_everything

_MORE = {
    "table": "/alice/table.csv",
    "tree": "/alice/tree.json",
    "log": "/alice/app.log",
    "difference": "/alice/two.diff",
    "part": "/alice/large.txt?part=2",
    "refused": "/alice?before=x",
}


@pytest.fixture
def jar() -> str:
    jar = os.environ.get("VNU_JAR", "")
    if not jar or not Path(jar).is_file():
        pytest.skip("this test needs the Nu HTML checker: VNU_JAR is not the path of its vnu.jar")
    if shutil.which("java") is None:
        pytest.skip("this test needs java, for the Nu HTML checker")
    return jar


@pytest.fixture
async def everything(alice: Author) -> None:
    await publish_everything(alice)
    await alice.publishes("name,size\none,1\ntwo,2\n", "table.csv")
    await alice.publishes('{"one": [1, 2, {"three": null}], "four": {}}', "tree.json")
    await alice.publishes("2026-11-24 10:00:00 ERROR it failed\n", "app.log")
    await alice.publishes("--- a\n+++ b\n@@ -1 +1 @@\n-one\n+two\n", "two.diff")
    await alice.publishes("words and words\n" * 200_000, "large.txt")


async def found_by(jar: str, folder: Path) -> list[str]:
    """Return the messages about the pages in a folder, one on each line."""
    process = await asyncio.create_subprocess_exec(
        *("java", "-Xss8m", "-jar", jar, "--format", "json", "--stdout", "--skip-non-html", str(folder)),
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    return [
        f"{Path(message['url']).name}: {message['message']} {message.get('extract', '')!r}"
        for message in json.loads(said)["messages"]
    ]


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_every_page_is_right_html(jar, everything, reader, tmp_path, language):
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, path in (PAGES | _MORE).items():
        answer = await reader.get(path.partition("#")[0], Accept_Language=language)
        assert f'<html lang="{language}"' in answer.text, name
        (folder / f"{name.replace(' ', '-')}.html").write_bytes(answer.body)
    opened = await reader.presses("/alice/once", Accept_Language=language)
    (folder / "opened.html").write_bytes(opened.body)
    assert await found_by(jar, folder) == []


async def test_an_error_would_be_found(jar, reader, tmp_path):
    page = (await reader.get("/")).text.replace("</main>", "<center></main>")
    (tmp_path / "wrong.html").write_text(page)
    assert any("center" in said for said in await found_by(jar, tmp_path / "wrong.html"))
