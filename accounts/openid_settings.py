"""What the environment says of the provider of identities: nothing, or all of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

SCOPES = "openid profile email nationalrbacaccess associatedorgs"
ACR_VALUES = "AAL3_ANY"
BUTTON = "Sign in with NHS smartcard or CIS2"
LOOPBACK = {"127.0.0.1", "localhost"}


@dataclass(frozen=True)
class OpenIdSettings:
    """Where the provider is, who we are to it, and how we prove that."""

    issuer: str
    client_id: str
    site_url: str
    key: str = field(repr=False)
    key_id: str
    secret: str = field(repr=False)
    scopes: str
    acr_values: str
    button: str

    @property
    def signing_key(self) -> RSAKey | ECKey:
        return read_key(self.key)

    @property
    def signing_algorithm(self) -> str:
        return "RS512" if isinstance(self.signing_key, RSAKey) else "ES256"


def read(variable: Callable[[str, str], str], *, site_url: str, development: bool) -> OpenIdSettings | None:
    """The settings, or None when there is no provider; a ValueError says in words what half a provider lacks."""
    given = {name: variable(f"OIDC_{name}", "") for name in ("ISSUER", "CLIENT_ID", "CLIENT_KEY", "CLIENT_SECRET")}
    if not any(given.values()):
        return None
    for name in ("ISSUER", "CLIENT_ID"):
        if not given[name]:
            raise ValueError(f"Set OIDC_{name} too, or none of the variables that begin with OIDC_.")
    if bool(given["CLIENT_KEY"]) == bool(given["CLIENT_SECRET"]):
        raise ValueError("Set OIDC_CLIENT_KEY (a private key in PEM form) or OIDC_CLIENT_SECRET: one of the two.")
    key = given["CLIENT_KEY"].replace("\\n", "\n")
    if key:
        read_key(key)
    _check_address("OIDC_ISSUER", given["ISSUER"], development)
    _check_address("SITE_URL", site_url, development)
    scopes = variable("OIDC_SCOPES", SCOPES)
    if "openid" not in scopes.split():
        raise ValueError("Set OIDC_SCOPES to scopes among which is openid, with spaces between them.")
    return OpenIdSettings(
        issuer=given["ISSUER"],
        client_id=given["CLIENT_ID"],
        site_url=site_url,
        key=key,
        key_id=variable("OIDC_CLIENT_KEY_ID", ""),
        secret=given["CLIENT_SECRET"],
        scopes=scopes,
        acr_values=variable("OIDC_ACR_VALUES", ACR_VALUES),
        button=variable("OIDC_BUTTON", BUTTON),
    )


def read_key(pem: str) -> RSAKey | ECKey:
    """A private key of 2048 bits or more, or one on the curve P-256; the refusal never repeats it."""
    kind = ECKey if "BEGIN EC" in pem else RSAKey
    for each in (kind, ECKey, RSAKey):
        try:
            key = each.import_key(pem)
        except (JoseError, ValueError, TypeError):
            continue
        if not key.is_private:
            continue
        if isinstance(key, RSAKey) and key.raw_value.key_size >= 2048:
            return key
        if isinstance(key, ECKey) and key.curve_name == "P-256":
            return key
    raise ValueError("Set OIDC_CLIENT_KEY to a private key in PEM form: RSA of 2048 bits or more, or EC P-256.")


def _check_address(name: str, address: str, development: bool) -> None:
    parts = urlsplit(address)
    here = development and parts.scheme == "http" and parts.hostname in LOOPBACK
    if not ((parts.scheme == "https" and parts.hostname) or here) or parts.query or parts.fragment:
        raise ValueError(f"Set {name} to an address that begins with https://, without ? and #.")
