"""``crossfoot accounts``: people and tokens from the command line."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crossfoot_server.accounts import authenticate, signing_in
from crossfoot_server.accounts.errors import TokenExpired, TokenRevoked, UnknownUser
from crossfoot_server.cli.accounts import accounts
from crossfoot_server.store import Store
from crossfoot_templates.loader import load_catalog
from crossfoot_tests.docs.places import REFERENCE

pytestmark = pytest.mark.slow

ORGANISATION = """
entities = [{ code = "HQ", zh = "总部", en = "Head office" }]
teams = [{ code = "east", zh = "华东", en = "East", entity = "HQ" }]

[[users]]
login = "chen"
name = "陈静"
entity = "HQ"
team = "east"
grants = [{ role = "sales", scope = "own" }, { role = "sales_manager", scope = "team" }]

[[users]]
login = "gone"
name = "Gone"
entity = "HQ"
active = false
"""


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(accounts, [*arguments, "--store", str(folder / "store.sqlite")])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An organisation file that was applied to the store beside it."""
    written = tmp_path / "organisation.toml"
    written.write_text(ORGANISATION, "utf-8")
    applied = run(tmp_path, "apply", str(written))
    assert (applied.exit_code, applied.stdout, applied.stderr) == (
        0,
        f"Applied {written}: 1 entities, 1 teams, 2 users.\n",
        f"Made a new store at {tmp_path / 'store.sqlite'}.\n",
    )
    return written


def login_of(folder: Path, token: str, now: datetime) -> str | None:
    with closing(Store.open(f"sqlite:///{folder / 'store.sqlite'}", load_catalog())) as store:
        actor = authenticate(store, token, now)
    return actor.login if actor else None


def test_the_file_of_the_page_on_accounts_is_applied(tmp_path: Path) -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", (REFERENCE / "accounts.md").read_text("utf-8"), re.DOTALL)
    written = tmp_path / "organisation.toml"
    written.write_text(text, "utf-8")
    applied = run(tmp_path, "apply", str(written))
    assert (applied.exit_code, applied.stdout) == (0, f"Applied {written}: 1 entities, 2 teams, 1 users.\n")


def test_everybody_is_listed_with_their_grants(file: Path) -> None:
    assert run(file.parent, "list").stdout == (
        "LOGIN\tNAME\tENTITY\tTEAM\tSTATE\tGRANTS\n"
        "chen\t陈静\tHQ\teast\tactive\tsales:own, sales_manager:team\n"
        "gone\tGone\tHQ\t-\tleft\t-\n"
    )


def test_applying_a_file_again_changes_nothing(file: Path) -> None:
    before = run(file.parent, "list").stdout
    again = run(file.parent, "apply", str(file))
    assert (again.exit_code, again.stderr) == (0, "")
    assert run(file.parent, "list").stdout == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("users = [", "Invalid value"),
        ('用户 = "A"', 'a key that is not plain letters goes in quotes, as in { "用户" = … }. Nothing of the file was'),
        ("users = [{ login = “a” }]", 'quotes are the plain ", not “ ”. Nothing of the file was taken;'),
        ('users = [{ login = "a" }]', "user 'a': it has no name; name is needed."),
        ('users = [{ name = "A" }]', "users, number 1: it has no login; login is needed."),
        ("people = []", "organisation.toml: it cannot have 'people'; it may have entities, teams, users."),
        ("users = 7", "organisation.toml: its users should be a list and is a number."),
        ("teams = [7]", "teams, number 1: it should be a table and is a number."),
        (
            'users = [{ login = "a", name = "A", entity = "HQ", grants = [{ role = "sales", scope = "mine" }] }]',
            "user 'a', grant of 'sales': its scope 'mine' is none of all, entity, own, team. ",
        ),
        (
            'users = [{ login = "a", name = "A", entity = "HQ", language = "de" }]',
            "user 'a': its language 'de' is none of en, zh. ",
        ),
        (
            'users = [{ login = "a", name = "A", entity = "HQ", team = 3 }]',
            "user 'a': its team should be text in quotes and is a number. ",
        ),
        (
            'users = [{ login = "a", name = "A", entity = "X" }]',
            "user 'a': its entity 'X' is none of HQ. Nothing of the file was taken;",
        ),
    ],
)
def test_a_mistake_in_the_file_is_named_and_nothing_is_taken(file: Path, text: str, told: str) -> None:
    before = run(file.parent, "list").stdout
    file.write_text(text, "utf-8")
    result = run(file.parent, "apply", str(file))
    assert result.exit_code == 1
    assert told in result.stderr
    assert "Nothing of the file was taken" in result.stderr
    assert result.stdout == ""
    assert run(file.parent, "list").stdout == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('users = [{ name = "A" }]', "users, number 1：缺少 login，必须填写"),
        ("people = []", "{file}：不能有 'people'；可以有：entities, teams, users"),
        ("users = 7", "{file}：users 应为列表，现在是数字"),
        ("teams = [7]", "teams, number 1：此处应为表，现在是数字"),
        (
            'users = [{ login = "a", name = "A", entity = "HQ", language = "de" }]',
            "user 'a'：language 的值 'de' 不在可选范围内：en, zh",
        ),
    ],
)
def test_a_mistake_in_the_file_is_told_in_chinese_at_a_chinese_terminal(tmp_path: Path, text: str, told: str) -> None:
    written = tmp_path / "organisation.toml"
    written.write_text(text, "utf-8")
    arguments = ["apply", str(written), "--store", str(tmp_path / "store.sqlite")]
    result = CliRunner().invoke(accounts, arguments, env={"LC_ALL": "zh_CN.UTF-8"})
    way_out = "文件的内容都未被采用；请改正此项后再次应用。"
    assert (result.exit_code, result.stderr) == (1, f"错误：{told.format(file=written)}。{way_out}\n")


def test_what_was_applied_is_told_in_chinese_at_a_chinese_terminal(file: Path) -> None:
    arguments = ["apply", str(file), "--store", str(file.parent / "store.sqlite")]
    told = CliRunner().invoke(accounts, arguments, env={"LC_ALL": "zh_CN.UTF-8"}).stdout
    assert told == f"已应用 {file}：1 个法人主体，1 个团队，2 名用户。\n"


NOT_UTF8 = """\
Error: {file}, line 7: it is not saved as UTF-8. Save it so (in Notepad: Save as, Encoding: UTF-8) and apply it again; \
nothing of it was taken.
"""
NOT_UTF8_ZH = """\
错误：{file} 第 7 行：文件不是 UTF-8 编码。请另存为 UTF-8（记事本：“另存为”，“编码”选 UTF-8）后重新应用；\
文件内容尚未录入。
"""


@pytest.mark.parametrize(("language", "told"), [("C.UTF-8", NOT_UTF8), ("zh_CN.UTF-8", NOT_UTF8_ZH)])
def test_a_file_that_was_saved_in_another_encoding_is_said_to_be(tmp_path: Path, language: str, told: str) -> None:
    written = tmp_path / "organisation.toml"
    written.write_text(ORGANISATION.replace("总部", "HQ").replace("华东", "East"), "gb18030")
    arguments = ["apply", str(written), "--store", str(tmp_path / "store.sqlite")]
    result = CliRunner().invoke(accounts, arguments, env={"LC_ALL": language})
    assert (result.exit_code, result.stderr) == (1, told.format(file=written))
    assert not (tmp_path / "store.sqlite").exists()


def test_a_file_with_a_byte_order_mark_is_taken(tmp_path: Path) -> None:
    written = tmp_path / "organisation.toml"
    written.write_text(ORGANISATION, "utf-8-sig")
    assert run(tmp_path, "apply", str(written)).stdout == f"Applied {written}: 1 entities, 1 teams, 2 users.\n"


def test_a_token_is_all_that_stdout_carries_and_it_opens_the_store(file: Path) -> None:
    result = run(file.parent, "token", "chen", "--label", "laptop", "--days", "30")
    now = datetime.now(UTC)
    until = [(now - timedelta(minutes=1) + timedelta(days=30)).date(), (now + timedelta(days=30)).date()]
    said = [f"Keep it safe: it cannot be shown again. It holds until {day}.\n" for day in until]
    assert (result.exit_code, result.stderr in said) == (0, True)
    [token] = result.stdout.splitlines()
    assert login_of(file.parent, token, now) == "chen"
    assert login_of(file.parent, token, now + timedelta(days=29)) == "chen"
    with pytest.raises(TokenExpired):
        login_of(file.parent, token, now + timedelta(days=30))


def test_a_token_holds_for_as_long_as_one_that_a_code_gives_unless_it_is_never_to_expire(file: Path) -> None:
    now = datetime.now(UTC)
    usual = run(file.parent, "token", "chen").stdout.strip()
    assert login_of(file.parent, usual, now + timedelta(days=signing_in.HOLDS_DAYS)) == "chen"
    with pytest.raises(TokenExpired):
        login_of(file.parent, usual, now + timedelta(days=signing_in.HOLDS_DAYS, minutes=5))
    lasting = run(file.parent, "token", "chen", "--never")
    assert lasting.stderr == "Keep it safe: it cannot be shown again. It holds until it is revoked.\n"
    assert login_of(file.parent, lasting.stdout.strip(), now + timedelta(days=36500)) == "chen"
    both = run(file.parent, "token", "chen", "--never", "--days", "7")
    assert (both.exit_code, both.stderr.splitlines()[-1]) == (
        2,
        "Error: --days and --never exclude each other; give one of them.",
    )


def test_a_revoked_token_is_listed_as_such_and_opens_nothing(file: Path) -> None:
    token = run(file.parent, "token", "chen", "--label", "laptop", "--never").stdout.strip()
    token_id = token.split("_")[1]
    assert run(file.parent, "revoke", token_id).stdout == f"Token {token_id} is revoked.\n"
    with pytest.raises(TokenRevoked):
        login_of(file.parent, token, datetime.now(UTC))
    heads, entry = (line.split("\t") for line in run(file.parent, "tokens", "chen").stdout.splitlines())
    assert heads == ["ID", "CREATED", "EXPIRES", "STATE", "LABEL"]
    assert (entry[0], *entry[2:]) == (token_id, "never", "revoked", "laptop")
    assert token not in str(entry)


def test_a_program_that_shows_a_code_is_shown_and_let_in_once_that_was_said(file: Path) -> None:
    options = "chen", "--store", str(file.parent / "store.sqlite")
    with closing(Store.open(f"sqlite:///{file.parent / 'store.sqlite'}", load_catalog())) as store:
        asked = signing_in.ask(store, "crossfoot @ DESKTOP", datetime(2099, 3, 2, 9, 30, tzinfo=UTC))
        refused = CliRunner().invoke(accounts, ["let-in", asked.code, *options], input="n\n")
        assert signing_in.redeem(store, asked.secret, datetime.now(UTC)) is None
        agreed = CliRunner().invoke(accounts, ["let-in", asked.code, *options], input="y\n")
        token = signing_in.redeem(store, asked.secret, datetime.now(UTC))
    question = "“crossfoot @ DESKTOP” asked at 2099-03-02 09:30 UTC.\nLet it in as 陈静 (chen), for 90 days? [y/N]: "
    assert (refused.exit_code, refused.output) == (1, f"{question}n\nAborted!\n")
    assert (agreed.exit_code, agreed.output) == (
        0,
        f"{question}y\n“crossfoot @ DESKTOP” is in as chen, for 90 days.\n",
    )
    assert login_of(file.parent, str(token), datetime.now(UTC)) == "chen"


def test_nobody_is_asked_about_a_person_whom_there_is_not(file: Path) -> None:
    with closing(Store.open(f"sqlite:///{file.parent / 'store.sqlite'}", load_catalog())) as store:
        asked = signing_in.ask(store, "crossfoot @ DESKTOP", datetime.now(UTC))
    result = run(file.parent, "let-in", asked.code, "nobody")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: There is no user 'nobody'; ")


def test_a_program_that_shows_a_code_is_let_in_without_asking_where_that_is_wanted(file: Path) -> None:
    with closing(Store.open(f"sqlite:///{file.parent / 'store.sqlite'}", load_catalog())) as store:
        asked = signing_in.ask(store, "crossfoot @ DESKTOP", datetime.now(UTC))
        said = run(file.parent, "let-in", asked.code, "chen", "--days", "7", "--yes").stdout
        token = signing_in.redeem(store, asked.secret, datetime.now(UTC))
    assert said == "“crossfoot @ DESKTOP” is in as chen, for 7 days.\n"
    assert login_of(file.parent, str(token), datetime.now(UTC)) == "chen"
    again = run(file.parent, "let-in", asked.code, "chen")
    assert (again.exit_code, again.stderr.startswith("Error: No program shows the code")) == (1, True)
    assert again.stderr.endswith(f" The store is {file.parent / 'store.sqlite'}.\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["token", "nobody"], "There is no user 'nobody'; add them to the organisation file and apply it."),
        (["token", "gone"], "There is no user 'gone'; add them to the organisation file and apply it."),
        (["tokens", "nobody"], "There is no user 'nobody'; add them to the organisation file and apply it."),
        (["revoke", "t1"], "There is no token 't1'; list the tokens of a user to find its id."),
    ],
)
def test_what_is_not_there_is_named_with_the_way_out(file: Path, arguments: list[str], told: str) -> None:
    result = run(file.parent, *arguments)
    where = f"The store is {file.parent / 'store.sqlite'}."
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", f"Error: {told} {where}\n")


@pytest.mark.parametrize(
    "arguments", [["list"], ["token", "chen"], ["tokens", "chen"], ["let-in", "BDFH-KLMN", "chen"], ["revoke", "t1"]]
)
@pytest.mark.parametrize("named", ["{folder}/nope/typo.sqlite", "sqlite:///{folder}/nope/typo.sqlite"])
def test_a_store_that_is_not_there_is_named_and_not_made(tmp_path: Path, named: str, arguments: list[str]) -> None:
    result = CliRunner().invoke(accounts, [*arguments, "--store", named.format(folder=tmp_path)])
    assert (result.exit_code, result.stdout, result.stderr) == (
        4,
        "",
        (
            f"Error: There is no store {tmp_path / 'nope' / 'typo.sqlite'}. Name the right one with --store or in "
            "CROSSFOOT_STORE; a new one is begun with: crossfoot accounts apply FILE\n"
        ),
    )
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_no_store_and_may_become_one(tmp_path: Path) -> None:
    store = tmp_path / "store.sqlite"
    store.touch()
    looked = CliRunner().invoke(accounts, ["list", "--store", str(store)])
    assert (looked.exit_code, looked.stderr.partition(". ")[0]) == (4, f"Error: There is no store {store}")
    assert store.read_bytes() == b""
    (tmp_path / "organisation.toml").write_text(ORGANISATION, "utf-8")
    applied = run(tmp_path, "apply", str(tmp_path / "organisation.toml"))
    assert (applied.exit_code, applied.stderr) == (0, f"Made a new store at {store}.\n")


def test_a_store_that_is_not_there_is_named_in_chinese_at_a_chinese_terminal(tmp_path: Path) -> None:
    spoken = {"LC_ALL": "zh_CN.UTF-8"}
    result = CliRunner().invoke(accounts, ["list", "--store", str(tmp_path / "typo.sqlite")], env=spoken)
    assert result.stderr == (
        f"错误：没有数据库 {tmp_path / 'typo.sqlite'}。请用 --store 或 CROSSFOOT_STORE 指定正确的文件；"
        "如需新建：crossfoot accounts apply FILE\n"
    )


def test_a_store_in_which_nobody_is_says_so(tmp_path: Path) -> None:
    (tmp_path / "organisation.toml").write_text("users = []\n", "utf-8")
    run(tmp_path, "apply", str(tmp_path / "organisation.toml"))
    listed = run(tmp_path, "list")
    assert (listed.exit_code, listed.stdout, listed.stderr) == (
        0,
        "LOGIN\tNAME\tENTITY\tTEAM\tSTATE\tGRANTS\n",
        (
            f"The store {tmp_path / 'store.sqlite'} has no users yet; write an organisation file and run: "
            "crossfoot accounts apply FILE\n"
        ),
    )


def test_a_store_is_begun_in_a_folder_that_there_was_not(tmp_path: Path) -> None:
    (tmp_path / "organisation.toml").write_text(ORGANISATION, "utf-8")
    folder = tmp_path / "srv" / "crossfoot"
    assert run(folder, "apply", str(tmp_path / "organisation.toml")).exit_code == 0
    assert run(folder, "list").stdout.splitlines()[1:] == [
        "chen\t陈静\tHQ\teast\tactive\tsales:own, sales_manager:team",
        "gone\tGone\tHQ\t-\tleft\t-",
    ]


TWICE = ORGANISATION.replace('login = "gone"', 'login = "chen"')


@pytest.mark.parametrize("inside", [".", "srv/crossfoot"])
def test_a_store_that_was_begun_for_a_file_that_is_refused_is_taken_away_again(tmp_path: Path, inside: str) -> None:
    written = tmp_path / "organisation.toml"
    written.write_text(TWICE, "utf-8")
    refused = run(tmp_path / inside, "apply", str(written))
    assert (refused.exit_code, refused.stdout, "new store" in refused.stderr) == (1, "", False)
    assert list(tmp_path.iterdir()) == [written]
    written.write_text(ORGANISATION, "utf-8")
    assert run(tmp_path / inside, "apply", str(written)).exit_code == 0


def test_what_else_lies_beside_a_store_that_is_taken_away_stays(tmp_path: Path) -> None:
    written, folder = tmp_path / "srv" / "organisation.toml", tmp_path / "srv"
    folder.mkdir()
    written.write_text(TWICE, "utf-8")
    assert run(folder, "apply", str(written)).exit_code == 1
    assert [*folder.iterdir()] == [written]


def test_a_store_that_was_there_before_a_file_that_is_refused_stays_as_it_was(file: Path) -> None:
    before = run(file.parent, "list").stdout
    file.write_text(TWICE, "utf-8")
    assert run(file.parent, "apply", str(file)).exit_code == 1
    assert run(file.parent, "list").stdout == before


def test_the_store_and_the_overlay_may_be_named_in_the_environment(file: Path) -> None:
    environment = {"CROSSFOOT_STORE": str(file.parent / "store.sqlite")}
    named = CliRunner().invoke(accounts, ["list"], env=environment)
    assert named.stdout == run(file.parent, "list").stdout
    absent = CliRunner().invoke(accounts, ["list"], env={**environment, "CROSSFOOT_OVERLAY": str(file.parent / "no")})
    assert absent.exit_code == 2


def test_definitions_with_errors_are_listed_and_nothing_is_opened(tmp_path: Path) -> None:
    overlay = tmp_path / "overlay"
    overlay.mkdir()
    (overlay / "ours.toml").write_text("tables = 7\n", "utf-8")
    result = CliRunner().invoke(accounts, ["list", "--store", str(tmp_path / "s.sqlite"), "--overlay", str(overlay)])
    assert result.exit_code == 3
    assert "The definitions have errors; nothing was started." in result.stderr
    assert "ours.toml" in result.stderr
    assert not (tmp_path / "s.sqlite").exists()


@pytest.mark.parametrize(
    ("store", "told"),
    [
        ("postgresql://admin:hidden@db/ledger", "postgresql://admin:***@db/ledger"),
        ("nonsense://://admin:hidden@db", "cannot be opened"),
        ("{folder}/plain.txt", "file is not a database"),
        ("{folder}/plain.txt/store.sqlite", "There is no store"),
    ],
)
def test_a_store_that_cannot_be_opened_is_named_without_its_password(tmp_path: Path, store: str, told: str) -> None:
    (tmp_path / "plain.txt").write_text("no store at all, but long enough to be looked at", "utf-8")
    result = CliRunner().invoke(accounts, ["list", "--store", store.format(folder=tmp_path)])
    assert result.exit_code == 4
    assert told in result.stderr
    assert "hidden" not in result.stderr


def test_a_login_that_there_is_not_is_told_in_the_language_of_the_terminal(file: Path) -> None:
    store = file.parent / "store.sqlite"
    arguments = ["token", "nobody", "--store", str(store)]
    told = CliRunner().invoke(accounts, arguments, env={"LC_ALL": "zh_CN.UTF-8"}).stderr
    assert told == f"错误：{UnknownUser('nobody').text('zh')}（数据库：{store}）\n"
