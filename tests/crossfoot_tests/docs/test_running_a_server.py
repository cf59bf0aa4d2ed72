"""The page on running a server leads one way from a bare machine to one that serves, and other pages go on from there.

Only root could carry it out as it stands, so its places are moved into a folder of the test's own.
"""

from __future__ import annotations

import re
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest

from crossfoot_tests.docs.places import DOCS, REFERENCE
from crossfoot_tests.docs.playing import fits

HOW_TO = DOCS / "how-to"
PAGE = (HOW_TO / "run-a-server.md").read_text("utf-8")
STORE = "/var/lib/crossfoot/store.sqlite"
ORGANISATION = "/etc/crossfoot/organisation.toml"


def block(kind: str, number: int = 0) -> str:
    """A block of code of the page, without its indentation."""
    found = re.findall(rf"^( *)```{kind}\n(.*?)^\1```$", PAGE, re.DOTALL | re.MULTILINE)
    indent, text = found[number]
    return re.sub(f"^{indent}", "", text, flags=re.MULTILINE)


def unit() -> ConfigParser:
    """The unit that systemd is given."""
    read = ConfigParser(interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]  # systemd tells capitals apart
    read.read_string(block("ini"))
    return read


@pytest.mark.parametrize(
    "page",
    [
        "run-a-server.md",
        "restore-the-store-from-a-backup.md",
        "deploy-the-task-pane.md",
        "../reference/server-settings.md",
    ],
)
def test_pages_on_servers_name_one_store(page: str) -> None:
    assert {*re.findall(r"/\w[\w/]*/store\.sqlite", (HOW_TO / page).read_text("utf-8"))} <= {STORE}


def test_the_unit_starts_with_the_machine_what_the_page_installed_as_the_user_that_it_made() -> None:
    service = unit()["Service"]
    assert (unit()["Install"]["WantedBy"], service["User"]) == ("multi-user.target", "crossfoot")
    assert f"venv {Path(service['ExecStart'].split()[0]).parents[1]}\n" in block("sh")
    assert f"--shell /bin/bash {service['User']}\n" in block("sh", 1)
    assert block("sh", 1).endswith(f"CROSSFOOT_STORE={STORE} | sudo tee {service['EnvironmentFile']}\n")
    assert f"/var/lib/{service['StateDirectory']}/" in STORE


@pytest.mark.slow
def test_accounts_are_kept_in_the_store_that_the_unit_serves(tmp_path: Path) -> None:
    def here(text: str) -> str:
        return re.sub("/(?=etc/|var/)", f"{tmp_path}/", text)

    for place in (STORE, ORGANISATION):
        Path(here(place)).parent.mkdir(parents=True)
    (example,) = re.findall(r"```toml\n(.*?)```", (REFERENCE / "accounts.md").read_text("utf-8"), re.DOTALL)
    Path(here(ORGANISATION)).write_text(example, "utf-8")
    shell(here(block("sh", 1).splitlines()[-1]).replace("sudo ", ""))

    first, *commands = block("console").split("\n$ ")
    settings, (apply, shown) = commands[0], commands[1].split("\n", 1)
    assert first == "$ sudo -iu crossfoot"
    settings = here(settings).replace("/opt/crossfoot/bin", str(Path(sys.executable).parent))
    assert fits(here(shown), shell(f"{settings}\n{here(apply)}"))

    serve = unit()["Service"]["ExecStart"].rpartition("/")[2]
    command = f"{settings}\nexec {serve} --port 0"
    with subprocess.Popen(["bash", "-c", command], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        said = server.stdout.readline()
        server.terminate()
    shown = block("console", 1).splitlines()[-1].replace("8765", "…")
    assert fits(here(shown), said)


def shell(script: str) -> str:
    """What a script prints."""
    done = subprocess.run(
        ["bash", "-c", script], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True
    )
    return done.stdout
