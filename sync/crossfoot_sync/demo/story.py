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

from crossfoot_sync.client.books import connect, new_book, open_desk
from crossfoot_sync.client.credentials import Credentials
from crossfoot_sync.client.desk import Desk
from crossfoot_sync.client.errors import ClientError
from crossfoot_sync.client.report import SyncReport
from crossfoot_sync.demo.company import LOGINS, write_company
from crossfoot_sync.demo.consolidated import Line, consolidate, crossfoots
from crossfoot_sync.demo.hands import Hands
from crossfoot_sync.demo.server import ServerProcess, crossfoot
from crossfoot_sync.engine.manifest import Manifest
from crossfoot_sync.engine.rows import Decision
from crossfoot_sync.engine.workbook import Workbook, read_workbook

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
    """The demo in ``folder``, which is made anew."""

    def __init__(self, folder: Path, out: Console) -> None:
        self.folder = folder
        self.out = out
        self.store = folder / "store.sqlite"

    def prepare(self) -> None:
        """Empty the folder of an earlier demo and write the company's files.

        Raises:
            ClientError: the folder holds something else.
        """
        if self.folder.exists():
            if not (self.folder / MARK).exists():
                raise ClientError(f"{self.folder} is no demo folder. Name another with --folder.")
            self.out.print(f"{escape(str(self.folder))} holds an earlier demo: it is emptied first.")
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

    def _step(self, number: int, text: str) -> None:
        self.out.print(f"\n[bold blue]{number}[/bold blue]  [bold]{text}[/bold]")

    def _log_in(self, address: str) -> None:
        for login in LOGINS:
            wanted = "accounts", "token", login, "--label", "demo", "--never"
            token = crossfoot(*wanted, *self._store(), config=self.folder).strip()
            Credentials(self._config(login)).keep(address, token)

    def _bring_in(self, address: str) -> None:
        self._step(1, "The company's old lists come in: customers, opportunities, follow-ups, receivables, receipts")
        company = self.folder / "company"
        for login, mapping, files in (
            ("grace", "sales.toml", ("customers.csv", "opportunities.csv", "follow_ups.csv")),
            ("zhaomin", "finance.toml", ("receivables.csv", "receipts.csv")),
        ):
            paths = [str(company / name) for name in (mapping, *files)]
            said = crossfoot("import", *paths, "--server", address, "--apply", config=self._config(login))
            self.out.print(escape(said.rstrip()))

    def _make_books(self, address: str) -> None:
        self._step(2, "Three people get their workbooks, each filled with what they may see")
        for login, book, name in WORKBOOKS:
            report = new_book(self.folder / name, book, connect(address, Credentials(self._config(login))))
            rows = ", ".join(f"{table.label} {table.totals.rows}" for table in report.tables if table.totals)
            self.out.print(f"  {name} ({login}): {rows}")

    def _work(self) -> None:
        self._step(3, "李娜 (sales) and Grace (her manager) work in their books, the way people do")
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
        for who, what in (
            ("李娜", f"{first}: a new next action (good)"),
            ("李娜", f"{second}: expected signing “下个月吧” (no date)"),
            ("李娜", f"{third}: expected amount 150万"),
            ("李娜", "a new opportunity numbered *1, and a follow-up that points at *1"),
            ("李娜", "one follow-up deleted"),
            ("Grace", f"{first}: forecast Commit (the same row, another field)"),
            ("Grace", f"{third}: expected amount 1,200,000 (the same field)"),
        ):
            self.out.print(f"  [cyan]{who}[/cyan]  {escape(what)}")

    def _sync_both(self) -> None:
        self._step(4, "Grace syncs first, then 李娜; this is what each got back")
        for login, name in (("grace", GRACE_BOOK), ("lina", LINA_BOOK)):
            with self._desk(login, name) as desk:
                self._show(name, desk.sync(reason="demo"))

    def _resolve(self) -> None:
        self._step(5, "李娜 keeps her amount; the date she mends; Grace syncs and sees it all")
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
        self._step(6, "赵敏 (finance) refreshes her book: the consolidated receivables")
        with self._desk("zhaomin", FINANCE_BOOK) as desk:
            report = desk.pull()
            lines = consolidate(self._workbook(desk))
        # a figure that is cut is no figure: a narrow terminal may wrap the lines instead
        Console(file=self.out.file, width=max(self.out.width, _TABLE_WIDTH)).print(_table(lines))
        adds_up = "yes" if crossfoots(lines) else "NO"
        agree = "agree" if report.agree else "DIFFER"
        self.out.print(f"  Adds up along rows and columns: {adds_up}; control totals of sheet and store: {agree}")

    def serve_command(self, address: str) -> str:
        """What starts the server again where the workbooks look for it."""
        return f"{_COMMAND} serve --store {self.store} --port {address.rpartition(':')[2]}"

    def _where(self) -> None:
        self._step(7, "The files are yours to open and edit, and to sync while the server runs, each as its owner")
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
            fared = ", ".join(f"{count} {status}" for status, count in sorted(table.statuses.items()))
            if fared or table.received:
                counts.append(
                    f"{table.label}: "
                    + "; ".join(filter(None, (fared, f"{table.received} received" if table.received else "")))
                )
        self.out.print(f"  [bold]{name}[/bold]  {' · '.join(counts) or 'nothing to do'}")
        for row in report.rows:
            self.out.print(f"    {row.tick} {escape(row.name)}  {escape(row.message)}")


def _table(lines: list[Line]) -> Table:
    """The lines with a total for every currency."""
    table = Table(box=None, expand=False)
    for heading in ("法人主体", "币种", "客户", "应收", "已收", "余额"):
        table.add_column(heading, justify="right" if heading in ("应收", "已收", "余额") else "left", no_wrap=True)
    totals: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 3)
    for line in lines:
        amounts = [line.receivable, line.received, line.balance]
        totals[line.currency] = [a + b for a, b in zip(totals[line.currency], amounts, strict=True)]
        table.add_row(line.entity, line.currency, line.customer, *(f"{amount:,.2f}" for amount in amounts))
    for currency, amounts in sorted(totals.items()):
        table.add_row("合计", currency, "", *(f"{amount:,.2f}" for amount in amounts), style="bold")
    return table
