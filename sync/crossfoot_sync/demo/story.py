"""One day in the demo company, told step by step on the terminal."""

from __future__ import annotations

import shutil
import sys
from collections import defaultdict
from contextlib import AbstractContextManager
from decimal import Decimal
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from crossfoot_sync.cli.words import fared
from crossfoot_sync.client.books import connect, new_book, open_desk
from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.errors import ClientError
from crossfoot_sync.client.report import SyncReport
from crossfoot_sync.demo import words
from crossfoot_sync.demo.company import LOGINS, write_company
from crossfoot_sync.demo.consolidated import Line, consolidate, crossfoots
from crossfoot_sync.demo.hands import Hands
from crossfoot_sync.demo.server import ServerProcess, crossfoot
from crossfoot_sync.engine.manifest import Manifest
from crossfoot_sync.engine.rows import Decision
from crossfoot_sync.engine.workbook import Workbook, read_workbook
from crossfoot_templates.label import BETWEEN, COLON, Label, Language

MARK = ".crossfoot-demo"
_TABLE_WIDTH = 120
_COMMAND = Path(sys.executable).with_name("crossfoot")
LINA_BOOK, GRACE_BOOK, FINANCE_BOOK = "李娜-客户跟进.xlsx", "Grace-follow-up.xlsx", "财务-应收.xlsx"
WORKBOOKS = (
    ("lina", "follow_up", LINA_BOOK),
    ("grace", "follow_up", GRACE_BOOK),
    ("zhaomin", "receivables", FINANCE_BOOK),
)
"""Who has a workbook of which book, and what its file is called."""


class Story:
    """The demo in ``folder``, which is made anew, told in ``language``."""

    def __init__(self, folder: Path, out: Console, language: Language) -> None:
        self.folder = folder
        self.out = out
        self.language = language
        self.store = folder / "store.sqlite"

    def prepare(self) -> None:
        """Empty the folder of an earlier demo and write the company's files.

        Raises:
            ClientError: the folder holds something else.
        """
        if self.folder.exists():
            if not (self.folder / MARK).exists():
                raise ClientError(self.said(words.NO_DEMO_FOLDER, folder=self.folder))
            self.out.print(escape(self.said(words.EMPTIED, folder=self.folder)))
            shutil.rmtree(self.folder)
        self.folder.mkdir(parents=True)
        (self.folder / MARK).touch()
        write_company(self.folder / "company")
        crossfoot(
            "accounts", "apply", str(self.folder / "company" / "organisation.toml"), *self._store(), config=self.folder
        )

    def tell(self, server: ServerProcess) -> None:
        """Everything from the first import to the consolidated receivables."""
        self._log_in(server.address)
        self._bring_in(server.address)
        self._make_books(server.address)
        self._work()
        self._sync_both()
        self._resolve()
        self._consolidated()
        self._where()

    def _store(self) -> tuple[str, str]:
        return "--store", str(self.store)

    def _config(self, login: str) -> Path:
        return self.folder / "config" / login

    def said(self, text: Label, **facts: object) -> str:
        """``text`` with its facts."""
        return text.in_(self.language).format(**facts)

    def _step(self, number: int) -> None:
        text = self.said(words.STEPS[number - 1])
        self.out.print(f"\n[bold blue]{number}[/bold blue]  [bold]{text}[/bold]")

    def _log_in(self, address: str) -> None:
        for login in LOGINS:
            wanted = "accounts", "token", login, "--label", "demo", "--never"
            token = crossfoot(*wanted, *self._store(), config=self.folder).strip()
            Credentials(self._config(login)).keep(address, token)

    def _bring_in(self, address: str) -> None:
        self._step(1)
        company = self.folder / "company"
        for login, mapping, files in (
            ("grace", "sales.toml", ("customers.csv", "opportunities.csv", "follow_ups.csv")),
            ("zhaomin", "finance.toml", ("receivables.csv", "receipts.csv")),
        ):
            paths = [str(company / name) for name in (mapping, *files)]
            said = crossfoot("import", *paths, "--server", address, "--apply", config=self._config(login))
            self.out.print(escape(said.rstrip()))

    def _make_books(self, address: str) -> None:
        self._step(2)
        for login, book, name in WORKBOOKS:
            report = new_book(self.folder / name, book, connect(address, Credentials(self._config(login))))
            rows = BETWEEN[self.language].join(
                f"{table.label} {table.totals.rows}" for table in report.tables if table.totals
            )
            self.out.print(f"  {name} ({login}){COLON[self.language]}{rows}")

    def _work(self) -> None:
        self._step(3)
        lina, grace = Hands(self.folder / LINA_BOOK), Hands(self.folder / GRACE_BOOK)
        numbers = [str(number) for number in lina.cells("opportunity").columns["number"][:3]]
        first, second, third = numbers
        lina.type("opportunity", 0, "next_action", "下周二带样机去客户现场")
        lina.type("opportunity", 1, "expected_sign_on", "下个月吧")
        lina.type("opportunity", 2, "expected_amount", "150万")
        customer = lina.shows("opportunity", 0, "customer")
        lina.add(
            "opportunity",
            {
                "number": "*1",
                "customer": customer,
                "name": "二期扩建",
                "stage": "1 客户开发",
                "currency": lina.shows("opportunity", 0, "currency"),
                "expected_amount": "80万",
                "expected_sign_on": "2026年9月30日",
                "next_action": "约总工见面",
            },
        )
        lina.add(
            "follow_up",
            {
                "date": "2026-03-31",
                "person": "李娜",
                "line": 1,
                "customer": customer,
                "opportunity": "*1",
                "purpose": "开发",
                "method": "拜访",
                "content": "客户确认二期扩建，要求四月报价。",
            },
        )
        lina.remove("follow_up", 0)
        grace.type("opportunity", grace.find("opportunity", "number", first), "forecast", "Commit")
        grace.type("opportunity", grace.find("opportunity", "number", third), "expected_amount", 1200000.0)
        for who, what in words.WORK:
            told = self.said(what, first=first, second=second, third=third)
            self.out.print(f"  [cyan]{who}[/cyan]  {escape(told)}")

    def _sync_both(self) -> None:
        self._step(4)
        for login, name in (("grace", GRACE_BOOK), ("lina", LINA_BOOK)):
            with self._desk(login, name) as desk:
                self._show(name, desk.sync(reason="demo"))

    def _resolve(self) -> None:
        self._step(5)
        hands = Hands(self.folder / LINA_BOOK)
        hands.type("opportunity", 1, "expected_sign_on", "2026-05-15")
        with self._desk("lina", LINA_BOOK) as desk:
            conflicts: dict[tuple[str, str, str], Decision] = {
                (each.table, each.row_id, each.column): "mine"
                for each in desk.open_fields()
                if each.column == "expected_amount"
            }
            self._show(LINA_BOOK, desk.sync(decisions=conflicts, reason="resolved"))
        with self._desk("grace", GRACE_BOOK) as desk:
            self._show(GRACE_BOOK, desk.sync())

    def _consolidated(self) -> None:
        self._step(6)
        with self._desk("zhaomin", FINANCE_BOOK) as desk:
            report = desk.pull()
            lines = consolidate(self._workbook(desk))
        # a figure that is cut is no figure: a narrow terminal may wrap the lines instead
        Console(file=self.out.file, width=max(self.out.width, _TABLE_WIDTH)).print(_table(lines, self.language))
        adds_up = self.said(words.YES if crossfoots(lines) else words.NO)
        agree = self.said(words.AGREE if report.agree else words.DIFFER)
        self.out.print(f"  {self.said(words.ADDS_UP, adds_up=adds_up, agree=agree)}")

    def serve_command(self, address: str) -> str:
        """What starts the server again where the workbooks look for it."""
        return f"{_COMMAND} serve --store {self.store} --port {address.rpartition(':')[2]}"

    def _where(self) -> None:
        self._step(7)
        for login, _, name in WORKBOOKS:
            self.out.print(f"  CROSSFOOT_CONFIG={self._config(login)} {_COMMAND} book sync '{self.folder / name}'")

    def _desk(self, login: str, name: str) -> AbstractContextManager[Desk]:
        return open_desk(self.folder / name, Credentials(self._config(login)))

    def _workbook(self, desk: Desk) -> Workbook:
        reading = desk.grid.read()
        manifest = Manifest.read(reading.manifest)
        return read_workbook(reading, manifest, desk.server.view(manifest.book))

    def _show(self, name: str, report: SyncReport) -> None:
        counts = []
        for table in report.tables:
            sent = fared(dict(sorted(table.statuses.items())), self.language)
            received = self.said(words.RECEIVED, count=table.received) if table.received else ""
            if sent or received:
                came = self.said(words.PARTED).join(filter(None, (sent, received)))
                counts.append(f"{table.label}{COLON[self.language]}{came}")
        self.out.print(f"  [bold]{name}[/bold]  {' · '.join(counts) or self.said(words.NOTHING_TO_DO)}")
        for row in report.rows:
            self.out.print(f"    {row.tick} {escape(row.name)}  {escape(row.message)}")


def _table(lines: list[Line], language: Language) -> Table:
    """The lines with a total for every currency."""
    table = Table(box=None, expand=False)
    for place, heading in enumerate(words.HEADINGS):
        table.add_column(heading.in_(language), justify="left" if place < words.TEXTS else "right", no_wrap=True)
    totals: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 3)
    for line in lines:
        amounts = [line.receivable, line.received, line.balance]
        totals[line.currency] = [a + b for a, b in zip(totals[line.currency], amounts, strict=True)]
        table.add_row(line.entity, line.currency, line.customer, *(f"{amount:,.2f}" for amount in amounts))
    for currency, amounts in sorted(totals.items()):
        table.add_row(words.TOTAL.in_(language), currency, "", *(f"{amount:,.2f}" for amount in amounts), style="bold")
    return table
