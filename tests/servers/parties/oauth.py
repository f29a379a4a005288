"""An OAuth 1.0a provider that only verifies: oauthlib's server side, over HTTP.

    python oauth.py PORT
"""
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from oauthlib.oauth1 import RequestValidator, SignatureOnlyEndpoint

PORT = int(sys.argv[1])


class Provider(RequestValidator):
    """One client, one user; a nonce serves once."""

    allowed_signature_methods = ("HMAC-SHA1", "HMAC-SHA256")
    enforce_ssl = False
    nonce_length = (20, 40)  # the RFC knows no length; oauthlib allows 20 to 30 unless said
    dummy_client = "nobody"
    seen = set()

    def check_client_key(self, client_key):
        return True

    def validate_client_key(self, client_key, request):
        return client_key == "key +~/é"

    def validate_timestamp_and_nonce(self, client_key, timestamp, nonce, *_, **__):
        new = (timestamp, nonce) not in self.seen
        self.seen.add((timestamp, nonce))
        return new

    def get_client_secret(self, client_key, request):
        return "secret &=%é"

    def get_access_token_secret(self, client_key, token, request):
        return "token secret+" if token == "token" else "nobody's"


ENDPOINT = SignatureOnlyEndpoint(Provider())


class Handler(BaseHTTPRequestHandler):
    def answer(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        url = f"http://{self.headers['host']}{self.path}"
        valid, _ = ENDPOINT.validate_request(url, self.command, body, dict(self.headers))
        self.send_response(204 if valid else 401)
        self.end_headers()

    do_GET = do_POST = do_PUT = do_DELETE = answer

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", PORT), Handler).serve_forever()
