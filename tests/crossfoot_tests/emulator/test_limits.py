"""How large a spreadsheet may become, and how many requests a minute has."""

from __future__ import annotations

from crossfoot_sync.emulator import Discovery, Google, ManualClock, Quota
from crossfoot_tests.emulator.sharing import SHEETS, Shared


def test_a_spreadsheet_has_ten_million_cells_at_most(shared: Shared) -> None:
    size = {"rowCount": 383_600, "columnCount": 26}
    shared.batch({"addSheet": {"properties": {"sheetId": 1, "gridProperties": size}}})
    row = {"sheetId": 0, "dimension": "ROWS", "length": 20}
    assert shared.refused({"appendDimension": row}) == (
        "Invalid requests[0].appendDimension: "
        "This action would increase the number of cells in the workbook above the limit of 10000000 cells."
    )


def test_a_sheet_has_18278_columns_at_most(shared: Shared) -> None:
    grid = {"rowCount": 1, "columnCount": 18_278}
    shared.batch({"addSheet": {"properties": {"sheetId": 1, "gridProperties": grid}}})
    assert "above the limit of 18278 columns" in shared.refused(
        {"appendDimension": {"sheetId": 1, "dimension": "COLUMNS", "length": 1}}
    )


def a_google(discovery: Discovery, clock: ManualClock, quota: Quota) -> tuple[Google, str]:
    """One with a spreadsheet that two accounts of one project may write."""
    google = Google(clock=clock, quota=quota, discovery=discovery)
    ann = google.person("ann@example.com")
    file_id = ann.creates("Sheet")
    for name in ("one", "two"):
        ann.shares(file_id, google.service_account(name))
    return google, file_id


def test_the_sixty_first_read_of_a_minute_is_refused_with_429(discovery: Discovery) -> None:
    clock = ManualClock()
    google, file_id = a_google(discovery, clock, Quota())
    session = google.session(google.service_account("one"))
    address = f"{SHEETS}/{file_id}/values/A1"
    assert [session.get(address).status_code for _ in range(61)] == [200] * 60 + [429]
    assert session.get(address).json() == {
        "error": {
            "code": 429,
            "message": "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user' "
            "of service 'sheets.googleapis.com' for consumer 'project_number:100000000001'.",
            "status": "RESOURCE_EXHAUSTED",
            "details": [
                {
                    "@type": "type.googleapis.com/google.rpc.ErrorInfo",
                    "reason": "RATE_LIMIT_EXCEEDED",
                    "domain": "googleapis.com",
                    "metadata": {
                        "service": "sheets.googleapis.com",
                        "consumer": "projects/100000000001",
                        "quota_limit": "ReadRequestsPerMinutePerUser",
                        "quota_limit_value": "60",
                        "quota_location": "global",
                        "quota_metric": "sheets.googleapis.com/read_requests",
                    },
                },
                {
                    "@type": "type.googleapis.com/google.rpc.Help",
                    "links": [
                        {
                            "description": "Request a higher quota limit.",
                            "url": "https://cloud.google.com/docs/quotas/help/request_increase",
                        }
                    ],
                },
            ],
        }
    }
    body = {"values": [["x"]]}
    assert session.put(address, json=body, params={"valueInputOption": "RAW"}).status_code == 200
    clock.advance(59)
    assert session.get(address).status_code == 429
    clock.advance(1)
    assert session.get(address).status_code == 200


def test_accounts_of_a_project_share_its_quota(discovery: Discovery) -> None:
    google, file_id = a_google(discovery, ManualClock(), Quota(per_user=60, per_project=70, retry_after=17))
    address = f"{SHEETS}/{file_id}/values/A1"
    one, two = (google.session(google.service_account(name)) for name in ("one", "two"))
    assert [one.get(address).status_code for _ in range(60)] == [200] * 60
    assert [two.get(address).status_code for _ in range(11)] == [200] * 10 + [429]
    refused = two.get(address)
    assert "'Read requests per minute'" in refused.json()["error"]["message"]
    assert refused.headers["Retry-After"] == "17"


def test_drive_is_not_counted(discovery: Discovery) -> None:
    google, file_id = a_google(discovery, ManualClock(), Quota(per_user=1))
    session = google.session(google.service_account("one"))
    drive = f"https://www.googleapis.com/drive/v3/files/{file_id}?fields=version"
    assert [session.get(drive).status_code for _ in range(5)] == [200] * 5


def test_what_came_in_is_logged(discovery: Discovery) -> None:
    clock = ManualClock()
    google, file_id = a_google(discovery, clock, Quota(per_user=1))
    account = google.service_account("one")
    session = google.session(account)
    for _ in range(2):
        session.get(f"{SHEETS}/{file_id}/values/A1")
    logged = [(each.time, each.email, each.method, each.direction, each.status) for each in google.log]
    assert logged == [
        (clock.now(), account.email, "sheets.spreadsheets.values.get", "read", status) for status in (200, 429)
    ]
