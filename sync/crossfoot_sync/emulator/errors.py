"""What Google refuses, in the words and bodies it uses. Each cause has a class of its own."""

from __future__ import annotations

import json

from crossfoot_sync.emulator.json_types import Json

_DETAIL = "type.googleapis.com/google.rpc."


class ApiError(Exception):
    """An answer that is a refusal: an HTTP ``code``, a canonical ``status`` and a message."""

    code = 400
    status: str | None = "INVALID_ARGUMENT"

    def __init__(self, message: str, *, details: list[Json] | None = None, errors: list[Json] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.details = details or []
        self.errors = errors or []
        self.headers: dict[str, str] = {}

    def body(self) -> Json:
        """The body of the answer."""
        error: Json = {"code": self.code, "message": self.message}
        if self.errors:
            error["errors"] = self.errors
        if self.status:
            error["status"] = self.status
        if self.details:
            error["details"] = self.details
        return {"error": error}


class InvalidArgumentError(ApiError):
    """The request says something that cannot be done."""

    def inside(self, place: str) -> InvalidArgumentError:
        """The same refusal, told of the request of a batch that it stands in."""
        self.message = f"Invalid {place}: {self.message}"
        self.args = (self.message,)
        return self


class BadFieldError(InvalidArgumentError):
    """A field of the body holds what it cannot hold."""

    def __init__(self, field: str, description: str) -> None:
        violation: Json = {"description": description}
        if field:
            violation = {"field": field, "description": description}
        super().__init__(description, details=[{"@type": _DETAIL + "BadRequest", "fieldViolations": [violation]}])

    @classmethod
    def value(cls, field: str, type_name: str, value: object) -> BadFieldError:
        """A value of another type than the field's."""
        return cls(field, f"Invalid value at '{field}' ({type_name}), {json.dumps(value, ensure_ascii=False)}")

    @classmethod
    def unknown(cls, parent: str, name: str) -> BadFieldError:
        """A name that the message does not have."""
        where = f" at '{parent}'" if parent else ""
        return cls(parent, f'Invalid JSON payload received. Unknown name "{name}"{where}: Cannot find field.')

    @classmethod
    def mask(cls, path: str) -> BadFieldError:
        """A field mask that names what does not exist."""
        return cls(path, f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'.")


class ProtectedError(InvalidArgumentError):
    """The caller may write the spreadsheet, but not here."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(
            message
            or "You are trying to edit a protected cell or object. "
            "Please contact the spreadsheet owner to remove protection if you need to edit."
        )


class PermissionDeniedError(ApiError):
    """The caller may not do this."""

    code, status = 403, "PERMISSION_DENIED"

    def __init__(
        self, message: str = "The caller does not have permission", *, details: list[Json] | None = None
    ) -> None:
        super().__init__(message, details=details)


class ScopeInsufficientError(PermissionDeniedError):
    """The token was asked for with too few scopes."""

    def __init__(self, service: str) -> None:
        super().__init__(
            "Request had insufficient authentication scopes.",
            details=[error_info("ACCESS_TOKEN_SCOPE_INSUFFICIENT", {"service": service})],
        )


class ApiDisabledError(PermissionDeniedError):
    """The caller's project has not switched the API on."""

    def __init__(self, title: str, service: str, project: str) -> None:
        place = f"https://console.developers.google.com/apis/api/{service}/overview?project={project}"
        super().__init__(
            f"{title} has not been used in project {project} before or it is disabled. Enable it by visiting {place} "
            "then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our "
            "systems and retry.",
            details=[error_info("SERVICE_DISABLED", {"service": service, "consumer": f"projects/{project}"})],
        )


class UnauthenticatedError(ApiError):
    """No token, or one that is unknown or has run out."""

    code, status = 401, "UNAUTHENTICATED"

    def __init__(self) -> None:
        super().__init__(
            "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other "
            "valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project."
        )


class NotFoundError(ApiError):
    """Nothing has that id."""

    code, status = 404, "NOT_FOUND"

    def __init__(self, message: str = "Requested entity was not found.") -> None:
        super().__init__(message)


class QuotaError(ApiError):
    """The quota of this minute is used up."""

    code, status = 429, "RESOURCE_EXHAUSTED"


_TROUBLE = {
    500: ("INTERNAL", "Internal error encountered."),
    502: ("UNAVAILABLE", "Bad Gateway"),
    503: ("UNAVAILABLE", "The service is currently unavailable."),
    504: ("DEADLINE_EXCEEDED", "Deadline expired before operation could complete."),
}


class ServerError(ApiError):
    """Google's own trouble: 500, 502, 503 or 504."""

    def __init__(self, code: int) -> None:
        status, message = _TROUBLE[code]
        super().__init__(message)
        self.code, self.status = code, status


class DriveError(ApiError):
    """A refusal of Drive: it names a ``reason`` and a domain, and has no canonical status."""

    status = None

    def __init__(self, code: int, reason: str, message: str, *, domain: str = "global", location: str = "") -> None:
        error: Json = {"message": message, "domain": domain, "reason": reason}
        if location:
            error |= {"location": location, "locationType": "parameter"}
        super().__init__(message, errors=[error])
        self.code = code


def file_not_found(file_id: str) -> DriveError:
    """Drive says the same of a file that is not there and of one that the caller may not see."""
    return DriveError(404, "notFound", f"File not found: {file_id}.", location="fileId")


def storage_full() -> DriveError:
    """The owner-to-be has no storage left. A service account has none at all, and is told the same."""
    message = "The user's Drive storage quota has been exceeded."
    return DriveError(403, "storageQuotaExceeded", message, domain="usageLimits")


def error_info(reason: str, metadata: Json) -> Json:
    """The machine-readable part of a refusal."""
    return {"@type": _DETAIL + "ErrorInfo", "reason": reason, "domain": "googleapis.com", "metadata": metadata}
