"""The token endpoint: a service account's signed assertion against a token that lasts an hour."""

from __future__ import annotations

import base64
import binascii
import json
from urllib.parse import parse_qs

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from crossfoot_sync.emulator.http.message import Request, Response
from crossfoot_sync.emulator.json_types import Json
from crossfoot_sync.emulator.state import TOKEN_SECONDS, State

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:jwt-bearer"
TOKEN_ADDRESS = "https://oauth2.googleapis.com/token"  # noqa: S105 (an address)
_LEEWAY = 300


class _RefusedError(Exception):
    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error, self.description = error, description


def token(state: State, request: Request) -> Response:
    """Answer ``POST /token``; a refusal is a 400 with ``error`` and ``error_description``."""
    try:
        return Response.of(_granted(state, request))
    except _RefusedError as refused:
        return Response.of({"error": refused.error, "error_description": refused.description}, 400)


def _granted(state: State, request: Request) -> Json:
    form = {name: values[0] for name, values in parse_qs(request.body.decode()).items()}
    if form.get("grant_type") != GRANT_TYPE:
        raise _RefusedError("unsupported_grant_type", f"Invalid grant_type: {form.get('grant_type', '')}")
    claims, signed, signature = _parts(form.get("assertion", ""))
    account = state.accounts.get(str(claims.get("iss", "")).lower())
    key = state.keys.get(account.email) if account else None
    if account is None or key is None:
        raise _RefusedError("invalid_grant", "Invalid grant: account not found")
    _check_signature(key, signed, signature)
    _check_times(claims, state.clock.now().timestamp())
    scopes = frozenset(str(claims.get("scope", "")).split())
    if not scopes:
        raise _RefusedError("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
    granted = state.grant(account, scopes)
    return {"access_token": granted, "expires_in": TOKEN_SECONDS - 1, "token_type": "Bearer"}


def _parts(assertion: str) -> tuple[Json, bytes, bytes]:
    try:
        header, payload, signature = assertion.split(".")
        claims = json.loads(_decoded(payload))
        json.loads(_decoded(header))
        return claims, f"{header}.{payload}".encode(), _decoded(signature)
    except (ValueError, binascii.Error):
        raise _RefusedError("invalid_grant", "Bad Request") from None


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _check_signature(key: str, signed: bytes, signature: bytes) -> None:
    public = serialization.load_pem_public_key(key.encode())
    if not isinstance(public, rsa.RSAPublicKey):
        raise TypeError("the key of a service account is an RSA key")
    try:
        public.verify(signature, signed, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        raise _RefusedError("invalid_grant", "Invalid JWT Signature.") from None


def _check_times(claims: Json, now: float) -> None:
    issued, expires = float(claims.get("iat", 0)), float(claims.get("exp", 0))
    if not (issued - _LEEWAY <= now <= expires + _LEEWAY) or expires - issued > TOKEN_SECONDS + _LEEWAY:
        raise _RefusedError(
            "invalid_grant",
            "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
            "Check your iat and exp values in the JWT claim.",
        )


def new_key() -> tuple[str, str]:
    """A new private key and its public key, both PEM."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    written = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return written.decode(), public.decode()


def public_key_of(private: str) -> str:
    """The public key (PEM) of a private one."""
    loaded = serialization.load_pem_private_key(private.encode(), None)
    written = loaded.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return written.decode()
