"""A small believable company, the same every time: its people, customers, opportunities and receivables."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from random import Random

SEED = 20260302
TODAY = dt.date(2026, 3, 31)

ORGANISATION = """\
# The demo company: two legal entities, three teams, five people.
entities = [
  {code = "HDZN", zh = "华东智能装备有限公司", en = "East China Intelligent Equipment Ltd"},
  {code = "HDSZ", zh = "华东智能装备（深圳）有限公司", en = "East China Intelligent Equipment (Shenzhen) Ltd"},
]
teams = [
  {code = "sales", zh = "销售部", en = "Sales", entity = "HDZN"},
  {code = "east", zh = "华东大区", en = "East region", entity = "HDZN", parent = "sales"},
  {code = "south", zh = "华南大区", en = "South region", entity = "HDSZ", parent = "sales"},
  {code = "finance", zh = "财务部", en = "Finance", entity = "HDZN"},
]

[[users]]
login = "lina"
name = "李娜"
entity = "HDZN"
team = "east"
language = "zh"
grants = [{role = "sales", scope = "own"}]

[[users]]
login = "wangwei"
name = "王伟"
entity = "HDSZ"
team = "south"
language = "zh"
grants = [{role = "sales", scope = "own"}]

[[users]]
login = "grace"
name = "Grace Chen"
entity = "HDZN"
team = "sales"
language = "en"
grants = [{role = "sales_manager", scope = "team"}]

[[users]]
login = "zhaomin"
name = "赵敏"
entity = "HDZN"
team = "finance"
language = "zh"
grants = [{role = "finance", scope = "all"}]
"""

LOGINS = ("lina", "wangwei", "grace", "zhaomin")

_CITIES = ("上海", "苏州", "杭州", "南京", "宁波", "深圳", "广州", "东莞", "佛山", "厦门")
_TRADES = ("精密机械", "新能源科技", "医疗器械", "食品包装", "汽车零部件", "半导体材料")
_ENGLISH = (
    "Brightwater Foods (Suzhou) Co.",
    "Kestrel Medical Asia Ltd",
    "Novagrid Energy Hong Kong",
    "Alder & Finch Ltd",
)
_PROJECTS = (
    "自动装配线",
    "视觉检测系统",
    "AGV 物流改造",
    "MES 二期",
    "备件年度框架",
    "Packaging cell",
    "Line retrofit",
)
_STAGES = ("development", "initiation", "proposal")
_ACTIONS = ("拜访技术部", "提交方案", "准备样机演示", "确认招标时间", "Call the plant manager", "送报价单")


@dataclass(frozen=True)
class Salesperson:
    """Somebody who owns customers."""

    login: str
    team: str
    entity: str


_SALES = (Salesperson("lina", "east", "HDZN"), Salesperson("wangwei", "south", "HDSZ"))


def write_company(folder: Path) -> None:
    """Write the organisation, the company's old lists as CSV files, and the mappings that bring them in."""
    random = Random(SEED)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "organisation.toml").write_text(ORGANISATION, encoding="utf-8")
    customers = _customers(random)
    _write(folder / "customers.csv", customers)
    _write(folder / "opportunities.csv", _opportunities(random, customers))
    _write(folder / "follow_ups.csv", _follow_ups(random, customers))
    items = _receivables(random, customers)
    _write(folder / "receivables.csv", items)
    _write(
        folder / "receipts.csv",
        _receipts(random, items, {customer["code"]: customer["name"] for customer in customers}),
    )
    (folder / "sales.toml").write_text(_mapping("follow_up", "customer", "opportunity", "follow_up"), encoding="utf-8")
    (folder / "finance.toml").write_text(_mapping("receivables", "receivable", "receipt"), encoding="utf-8")


_FILES = {
    "customer": "customers.csv",
    "opportunity": "opportunities.csv",
    "follow_up": "follow_ups.csv",
    "receivable": "receivables.csv",
    "receipt": "receipts.csv",
}
_COLUMNS = {
    "customer": "code name grade state industry region source currency credit_days entity team owner",
    "opportunity": "customer name stage currency expected_amount probability expected_sign_on opened_on project_number "
    "initiated_on needs budget decision_process schedule competitors next_action next_action_on entity team owner",
    "follow_up": "date person line customer purpose method content next_on entity team owner",
    "receivable": "number kind customer invoice_number issued_on due_on currency net tax amount entity team owner",
    "receipt": "number kind customer payer received_on currency amount form bank_account bank_reference "
    "note_number note_due_on entity team owner",
}


def _mapping(book: str, *tables: str) -> str:
    """A mapping file whose columns have the same names on both sides."""
    lines = [f'book = "{book}"']
    for table in tables:
        lines += ["", "[[target]]", f'table = "{table}"', f'file = "{_FILES[table]}"', "column = ["]
        lines += [f'  {{name = "{name}", from = "{name}"}},' for name in _COLUMNS[table].split()]
        lines += ["]"]
    return "\n".join(lines) + "\n"


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _owned(person: Salesperson) -> dict[str, str]:
    return {"entity": person.entity, "team": person.team, "owner": person.login}


def _customers(random: Random) -> list[dict[str, str]]:
    names = [
        f"{city}{trade}有限公司" for city, trade in zip(_CITIES, random.choices(_TRADES, k=len(_CITIES)), strict=True)
    ]
    rows = []
    for number, name in enumerate([*names, *_ENGLISH], start=1):
        person = _SALES[number % 2]
        rows.append(
            {
                "code": f"KH-{number:05}",
                "name": name,
                "grade": random.choice("AABBC"),
                "state": random.choice(("protected", "active", "active")),
                "industry": random.choice(_TRADES),
                "region": random.choice(("华东", "华南")),
                "source": random.choice(("exhibition", "referral", "web", "phone")),
                "currency": "USD" if name in _ENGLISH[2:] else "CNY",
                "credit_days": str(random.choice((30, 45, 60))),
                **_owned(person),
            }
        )
    return rows


def _opportunities(random: Random, customers: list[dict[str, str]]) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for customer in [*customers, *customers[:8]]:
        stage = random.choice(_STAGES)
        opened = TODAY - dt.timedelta(days=random.randint(10, 150))
        rows.append(
            {
                "customer": customer["code"],
                "name": random.choice(_PROJECTS),
                "stage": stage,
                "currency": customer["currency"],
                "expected_amount": f"{random.randint(8, 260)}0000",
                "probability": f"{10 + 15 * _STAGES.index(stage)}%",
                "expected_sign_on": (TODAY + dt.timedelta(days=random.randint(10, 160))).isoformat(),
                "opened_on": opened.isoformat(),
                **(_evidence(random, len(rows), opened) if stage != _STAGES[0] else _NO_EVIDENCE),
                "next_action": random.choice(_ACTIONS),
                "next_action_on": (TODAY + dt.timedelta(days=random.randint(1, 21))).isoformat(),
                **{name: customer[name] for name in ("entity", "team", "owner")},
            }
        )
    return rows


_EVIDENCE = {
    "needs": ("替换老产线", "新建车间", "提高良率", "降低能耗"),
    "budget": ("集团年度预算，已批", "专项资金，五月批复", "自筹，总经理批"),
    "decision_process": ("技术部推荐，采购部比价，总经理定", "招标小组评审"),
    "schedule": ("三季度安装", "年底前投产", "六月底前到货"),
    "competitors": ("本地两家集成商", "一家进口品牌", "无"),
}
_NO_EVIDENCE = dict.fromkeys(("project_number", "initiated_on", *_EVIDENCE), "")


def _evidence(random: Random, number: int, opened: dt.date) -> dict[str, str]:
    """What a deal must show before it leaves its first stages."""
    return {
        "project_number": f"XM-2026-{number + 1:03}",
        "initiated_on": (opened + dt.timedelta(days=7)).isoformat(),
        **{name: random.choice(texts) for name, texts in _EVIDENCE.items()},
    }


def _follow_ups(random: Random, customers: list[dict[str, str]]) -> list[dict[str, str]]:
    rows = []
    for day in range(5, 0, -1):
        date = (TODAY - dt.timedelta(days=day)).isoformat()
        for person in _SALES:
            theirs = [customer for customer in customers if customer["owner"] == person.login]
            for line, customer in enumerate(random.sample(theirs, k=3), start=1):
                rows.append(
                    {
                        "date": date,
                        "person": person.login,
                        "line": str(line),
                        "customer": customer["code"],
                        "purpose": random.choice(("order", "develop", "relation", "collect")),
                        "method": random.choice(("visit", "phone", "meeting")),
                        "content": random.choice(
                            (
                                "介绍新产品，客户关注交期。",
                                "确认技术参数。",
                                "Discussed delivery dates.",
                                "催收到期款。",
                            )
                        ),
                        "next_on": (TODAY + dt.timedelta(days=random.randint(1, 14))).isoformat(),
                        **_owned(person),
                    }
                )
    return rows


def _receivables(random: Random, customers: list[dict[str, str]]) -> list[dict[str, str]]:
    rows = []
    for number in range(1, 37):
        customer = random.choice(customers)
        issued = TODAY - dt.timedelta(days=random.randint(1, 200))
        net = Decimal(random.randint(1_000_000, 60_000_000)).scaleb(-2)
        tax = (net * Decimal("0.13")).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        rows.append(
            {
                "number": f"YS-{number:05}",
                "kind": "invoice",
                "customer": customer["code"],
                "invoice_number": f"{26442000000000000000 + number * 7919:020}",
                "issued_on": issued.isoformat(),
                "due_on": (issued + dt.timedelta(days=int(customer["credit_days"]))).isoformat(),
                "currency": customer["currency"],
                "net": str(net),
                "tax": str(tax),
                "amount": str(net + tax),
                **{name: customer[name] for name in ("entity", "team", "owner")},
            }
        )
    return rows


def _receipts(random: Random, items: list[dict[str, str]], names: dict[str, str]) -> list[dict[str, str]]:
    rows = []
    for number, item in enumerate(random.sample(items, k=20), start=1):
        whole = Decimal(item["amount"])
        paid = whole if number % 3 else (whole / 2).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        received = min(TODAY, dt.date.fromisoformat(item["issued_on"]) + dt.timedelta(days=random.randint(15, 80)))
        form = random.choice(("transfer", "transfer", "bank_note"))
        noted = form == "bank_note"
        rows.append(
            {
                "number": f"SK-{number:05}",
                "kind": "receipt",
                "customer": item["customer"],
                "payer": names[item["customer"]],
                "received_on": received.isoformat(),
                "currency": item["currency"],
                "amount": str(paid),
                "form": form,
                "bank_account": "0012300456",
                "bank_reference": f"2026{number:08}",
                "note_number": f"{1_104_290_000_160 + number}" if noted else "",
                "note_due_on": (received + dt.timedelta(days=180)).isoformat() if noted else "",
                **{name: item[name] for name in ("entity", "team", "owner")},
            }
        )
    return rows
