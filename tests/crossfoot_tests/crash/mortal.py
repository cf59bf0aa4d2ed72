"""The ``crossfoot`` program, ending by SIGKILL at the operation of its own that it is told.

The operations that matter are those that others can see: on files in the folder it works in, and on sockets.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crossfoot_tests.crash.forking import FORKING

if TYPE_CHECKING:
    from _typeshed import FileDescriptorLike

ON_FILES = {
    "os.rename",
    "os.remove",
    "os.link",
    "os.chmod",
    "os.mkdir",
    "os.truncate",
    "shutil.copyfile",
    "shutil.copymode",
    "shutil.copystat",
}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_SECONDS = 60


@dataclass
class Operations:
    """Counts what matters in ``folder`` and dies right before operation number ``last``; 0 lives on.

    ``tell`` hears the name of each, so that somebody else may choose a moment.
    """

    folder: str
    last: int
    tell: Callable[[str], None]
    names: list[str] = field(default_factory=list)

    def happens(self, name: str) -> None:
        """An operation is about to be carried out."""
        self.names.append(name)
        self.tell(name)
        if len(self.names) == self.last:
            os.kill(os.getpid(), signal.SIGKILL)

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        """What the interpreter tells of itself."""
        if event == "socket.connect":
            self.happens(event)
        elif event in ON_FILES or (event == "open" and _writes(arguments)):
            path = os.fspath(arguments[0]) if isinstance(arguments[0], (str, os.PathLike)) else ""
            if path.startswith(self.folder):
                self.happens(f"{event} {Path(path).name}")

    def watch(self) -> None:
        """Begin. Flushing to disk, sending and receiving are not told by the interpreter and noted at their source."""
        fsync, receive, send = os.fsync, socket.SocketIO.readinto, socket.socket.sendall

        def noted_fsync(fd: FileDescriptorLike) -> None:
            self.happens("fsync")
            fsync(fd)

        def noted_send(its: socket.socket, data: bytes) -> None:
            self.happens("send")
            send(its, data)

        def noted_receive(its: socket.SocketIO, buffer: bytearray) -> int | None:
            received = receive(its, buffer)
            self.happens("received")
            return received

        os.fsync = noted_fsync
        socket.socket.sendall = noted_send  # type: ignore[method-assign, assignment]
        socket.SocketIO.readinto = noted_receive  # type: ignore[method-assign, assignment]
        sys.addaudithook(self.audit)


def _writes(arguments: tuple[Any, ...]) -> bool:
    _, mode, flags = arguments
    return bool(set(mode or "") & set("wax+")) or bool((flags or 0) & _WRITING)


@dataclass(frozen=True)
class Run:
    """One run of the program: how it ended (an exit code, or minus a signal), and the operations it came to."""

    exit_code: int
    operations: list[str]


def run(folder: Path, *arguments: object, last: int = 0, moment: Callable[[], None] | None = None) -> Run:
    """Run ``crossfoot`` with ``arguments`` and its configuration in ``folder``.

    It dies before its operation number ``last``; or when ``moment``, which is called at the first, returns.
    """
    told, tells = FORKING.Pipe(duplex=False)
    process = FORKING.Process(target=_crossfoot, args=(folder, [str(each) for each in arguments], last, tells))
    process.start()
    tells.close()
    with told:
        names = _listen(told, process, moment)
    process.join(_SECONDS)
    assert process.exitcode is not None, "the program hangs"
    return Run(process.exitcode, names)


def _listen(told: Connection, process: BaseProcess, moment: Callable[[], None] | None) -> list[str]:
    names = []
    try:
        while True:
            names.append(told.recv())
            if moment is not None and len(names) == 1:
                moment()
                process.kill()
    except EOFError:
        return names


def _crossfoot(folder: Path, arguments: list[str], last: int, tells: Connection) -> None:
    from crossfoot_sync.cli import main  # noqa: PLC0415 - in the process that dies

    os.environ |= {"CROSSFOOT_CONFIG": str(folder / "config"), "TMPDIR": str(folder / "tmp")}
    (folder / "tmp").mkdir(exist_ok=True)
    with (folder / "said.txt").open("ab") as said:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
    Operations(f"{folder}{os.sep}", last, tells.send).watch()
    main(arguments)
