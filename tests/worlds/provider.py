"""Who signs readers in: an OpenID provider on loopback that asks which of its accounts it is, and signs that."""

import json
import time
from base64 import urlsafe_b64encode
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.worlds.http_server import Quiet, answering

CLIENT, SECRET = "earmark", "a-secret-of-the-client"


@dataclass
class Provider:
    """`accounts` maps a name to its claims; `codes` what was granted: account, nonce, challenge."""

    accounts: dict[str, dict]
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    codes: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    url: str = ""

    def answer(self, path: str, asked: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        return getattr(self, f"_{path.strip('/').replace('.well-known/', '').replace('-', '_')}")(asked)

    def _openid_configuration(self, asked):
        return _json(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorize",
                "token_endpoint": f"{self.url}/token",
                "jwks_uri": f"{self.url}/keys",
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    def _keys(self, asked):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return _json({"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]})

    def _authorize(self, asked):
        links = [f'<a href="/grant?{urlencode(asked | {"who": name})}">{name}</a>' for name in self.accounts]
        return 200, {"Content-Type": "text/html"}, " ".join(links).encode()

    def _grant(self, asked):
        code = f"code-{len(self.codes)}"
        self.codes[code] = (asked["who"], asked["nonce"], asked["code_challenge"])
        back = f"{asked['redirect_uri']}?code={code}&state={quote(asked['state'])}"
        return 302, {"Location": back}, b""

    def _token(self, asked):
        who, nonce, challenge = self.codes.pop(asked["code"])
        proof = urlsafe_b64encode(sha256(asked["code_verifier"].encode()).digest()).decode().rstrip("=")
        assert proof == challenge
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": nonce, "sub": f"sub-{who}"}
        signed = jwt.encode(claims | self.accounts[who], self.key, "RS256", headers={"kid": "one"})
        return _json({"access_token": "a", "token_type": "Bearer", "expires_in": 300, "id_token": signed})

    def secrets(self, page: str) -> str:
        """What secrets.toml holds for a page at that address."""
        return f"""[auth]
redirect_uri = "{page}/oauth2callback"
cookie_secret = "made-up-for-this-test"
client_id = "{CLIENT}"
client_secret = "{SECRET}"
server_metadata_url = "{self.url}/.well-known/openid-configuration"
"""


def _json(told):
    return 200, {"Content-Type": "application/json"}, json.dumps(told).encode()


@contextmanager
def provider(**accounts: dict):
    served = Provider(accounts)

    class Handler(Quiet):
        def do_GET(self):
            self._tell(urlsplit(self.path).query)

        def do_POST(self):
            self._tell(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def _tell(self, said):
            asked = {name: values[0] for name, values in parse_qs(said).items()}
            status, headers, body = served.answer(urlsplit(self.path).path, asked)
            self.send_response(status)
            for name, text in (headers | {"Content-Length": str(len(body))}).items():
                self.send_header(name, text)
            self.end_headers()
            self.wfile.write(body)

    with answering(Handler) as address:
        served.url = f"http://{address}"
        yield served
