"""Drives LibreOffice. Run by the system's Python with LibreOffice's bridge; reads jobs as JSON lines, answers each.

A job is ``{"verb": …, "arguments": […]}``, a verb being a method of :class:`Office`. A file is opened, worked in, saved
in its own format and closed; in between it stands open on the person's screen, with the lock file that says so.
"""

import json
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]  # comes with LibreOffice
from com.sun.star.beans import NamedValue  # type: ignore[import-not-found]  # the same

from crossfoot_tests.office.actions import Actions, properties

FORMAT = "Calc MS Excel 2007 XML"


class Office:
    """One LibreOffice with a profile of its own."""

    def __init__(self, profile: Path) -> None:
        pipe = "crossfoot" + uuid.uuid4().hex
        self.process = subprocess.Popen(
            [
                "soffice",
                f"-env:UserInstallation={profile.as_uri()}",
                "--headless",
                "--norestore",
                "--nologo",
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        services = self._connect(pipe)
        self.desktop = services("com.sun.star.frame.Desktop")
        self.dispatcher = services("com.sun.star.frame.DispatchHelper")
        self.documents: dict[str, Any] = {}
        _ask_nothing(services("com.sun.star.configuration.ConfigurationProvider"))

    def _connect(self, pipe: str) -> Any:
        """What makes LibreOffice's services."""
        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        until = time.monotonic() + 60
        while True:
            try:
                context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            except Exception:
                if time.monotonic() > until or self.process.poll() is not None:
                    raise
                time.sleep(0.1)
            else:
                return lambda name: context.ServiceManager.createInstanceWithContext(name, context)

    def open(self, path: str) -> None:
        """Open the file."""
        url = uno.systemPathToFileUrl(path)
        document = self.desktop.loadComponentFromURL(url, "_blank", 0, properties(Hidden=True))
        if document is None:
            raise RuntimeError(f"LibreOffice did not open {path}")
        # without a screen there is nothing to lay toolbars out on, and LibreOffice dies of trying
        document.CurrentController.Frame.LayoutManager = None
        self.documents[path] = document

    def do(self, path: str, actions: list[list[Any]]) -> list[Any]:
        """Carry out ``actions`` in the open file; what each of them returned."""
        doing = Actions(self.documents[path], self.dispatcher)
        return [getattr(doing, name)(*arguments) for name, *arguments in actions]

    def save(self, path: str, password: str = "") -> None:
        """Save the open file under its name, encrypted where a password is given."""
        arguments = {"FilterName": FORMAT} | ({"EncryptionData": _encryption(password)} if password else {})
        self.documents[path].storeAsURL(uno.systemPathToFileUrl(path), properties(**arguments))

    def close(self, path: str) -> None:
        """Close the open file."""
        self.documents.pop(path).close(True)

    def end(self) -> None:
        """Close LibreOffice."""
        try:
            self.desktop.terminate()
        except Exception:
            self.process.kill()
        self.process.wait()


def _encryption(password: str) -> Any:
    """What a password comes to when a workbook is encrypted."""
    named = []
    for name, value in (("OOXPassword", password), ("CryptoType", "Standard")):
        each = NamedValue()
        each.Name, each.Value = name, value
        named.append(each)
    return uno.Any("[]com.sun.star.beans.NamedValue", tuple(named))


def _ask_nothing(provider: Any) -> None:
    """Let pastes overwrite cells without a question: nobody is there to answer it."""
    place = properties(nodepath="/org.openoffice.Office.Calc/Input")
    settings = provider.createInstanceWithArguments("com.sun.star.configuration.ConfigurationUpdateAccess", place)
    settings.setPropertyValue("ReplaceCellsWarning", False)
    settings.commitChanges()


def main() -> None:
    """Answer jobs until standard input ends."""
    office = Office(Path(sys.argv[1]))
    try:
        for line in sys.stdin:
            job = json.loads(line)
            try:
                answer: dict[str, Any] = {"answer": getattr(office, job["verb"])(*job["arguments"])}
            except Exception as error:  # the other side raises it again
                answer = {"error": f"{type(error).__name__}: {error}"}
            print(json.dumps(answer), flush=True)
    finally:
        office.end()


if __name__ == "__main__":
    main()
