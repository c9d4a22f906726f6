"""How the web server is set, in development and in production alike; read by gunicorn's --config."""

from typing import Any

from gunicorn.http import wsgi

worker_class = "gthread"
loglevel = "warning"
control_socket_disable = True
timeout = 60  # a request that takes longer is cut off; the database and the PDF press give up sooner

# What a request's head may weigh. The longest query that a page takes is 2,000 characters.
limit_request_line = 4_094
limit_request_fields = 60
limit_request_field_size = 8_190
keepalive = 5


class _Nameless(wsgi.Response):
    """An answer that does not say which server made it."""

    def default_headers(self) -> Any:
        return [line for line in super().default_headers() if not line.startswith("Server:")]


wsgi.Response = _Nameless
