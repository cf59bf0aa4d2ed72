"""One LibreOffice: a process with a profile and a pipe of its own, that ends with its owner."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import IO, Any, cast
from xml.sax.saxutils import escape

from crossfoot_addin.libreoffice import bridge, guard
from crossfoot_addin.libreoffice.errors import OfficeGone

STARTING = 90.0
"""Seconds that LibreOffice may take to start."""
ENDING = 30.0
"""Seconds that it may take to end."""

SETTINGS = (
    ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale", "en-US"),  # what is typed is read as in the United States
    ("/org.openoffice.Setup/Office", "ooSetupInstCompleted", "true"),
    ("/org.openoffice.Office.Calc/Input", "ReplaceCellsWarning", "false"),  # nobody is there to answer
    ("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
    ("/org.openoffice.Office.Recovery/RecoveryInfo", "Enabled", "false"),
    ("/org.openoffice.Office.Recovery/AutoSave", "Enabled", "false"),
)
"""What a new profile says: place, setting, value."""


class Office:
    """LibreOffice, started at once and without a window.

    Raises:
        OfficeNotFound: it is not installed.
        OfficeGone: it did not start.
    """

    def __init__(self) -> None:
        bridge.uno()
        self.profile = Path(tempfile.mkdtemp(prefix="crossfoot-libreoffice-"))
        _settle(self.profile)
        pipe = f"crossfoot{uuid.uuid4().hex}"
        self._guard = subprocess.Popen(  # noqa: S603  # this module's own script
            [sys.executable, "-I", "-S", guard.__file__, str(self.profile), *_command(self.profile, pipe)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the owner, whose end is told by the pipe
        )
        try:
            self.pid = int(cast("IO[bytes]", self._guard.stdout).readline() or 0)
            self._context = self._connect(pipe)
            self.desktop = self.service("frame.Desktop")
        except BaseException:
            self.kill()
            raise

    def service(self, name: str) -> Any:
        """One of LibreOffice's services, such as ``frame.Desktop``."""
        return self._context.ServiceManager.createInstanceWithContext(f"com.sun.star.{name}", self._context)

    @property
    def running(self) -> bool:
        """Whether it still runs."""
        return self._guard.poll() is None

    @property
    def version(self) -> str:
        """Its version, such as ``7.4.7``."""
        place = bridge.properties(nodepath="/org.openoffice.Setup/Product")
        settings = self.service("configuration.ConfigurationProvider").createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationAccess", place
        )
        return str(settings.getByName("ooSetupVersionAboutBox") or settings.getByName("ooSetupVersion"))

    def quit(self) -> None:
        """End it, with whatever is open in it."""
        if self.running:
            try:
                self.desktop.terminate()
            except bridge.failure():  # the connection ends with the program
                pass
        self.kill()

    def kill(self) -> None:
        """End it at once; only this one."""
        for pipe in (self._guard.stdin, self._guard.stdout):
            if pipe is not None:
                pipe.close()
        self._guard.wait(ENDING)

    def _connect(self, pipe: str) -> Any:
        local = bridge.uno().getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        until = time.monotonic() + STARTING
        while self.running and time.monotonic() < until:
            try:
                return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            except bridge.failure():
                time.sleep(0.05)
        raise OfficeGone(f"LibreOffice ({bridge.program()}) did not start within {STARTING:.0f} seconds.")


def _command(profile: Path, pipe: str) -> list[str]:
    return [
        bridge.program(),
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        f"--accept=pipe,name={pipe};urp;StarOffice.ComponentContext",
    ]


def _settle(profile: Path) -> None:
    """Write the settings of a new profile."""
    items = "".join(
        f'<item oor:path="{place}"><prop oor:name="{name}" oor:op="fuse"><value>{escape(value)}</value></prop></item>'
        for place, name, value in SETTINGS
    )
    folder = profile / "user"
    folder.mkdir()
    (folder / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        f'xmlns:xs="http://www.w3.org/2001/XMLSchema">{items}</oor:items>',
        encoding="utf-8",
    )
