"""A mail server of a few lines, on this machine: it keeps what it is sent and refuses one name."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_string
from email.message import Message

REFUSED = "nobody@example.org"


class Box(socketserver.ThreadingTCPServer):
    """What was sent, message by message."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Line)
        self.held: list[Message] = []

    @property
    def url(self) -> str:
        """The server's address, as the settings have it."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Line(socketserver.StreamRequestHandler):
    server: Box

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            if word == "DATA":
                self._say("354 go on")
                self._keep()
            elif word == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("550 no" if REFUSED in line else "250 yes")

    def _keep(self) -> None:
        lines = []
        while (line := self.rfile.readline().decode().rstrip("\r\n")) != ".":
            lines.append(line.removeprefix("."))
        self.server.held.append(message_from_string("\n".join(lines)))
        self._say("250 kept")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[Box]:
    """A mail server that runs until it is left."""
    with Box() as box:
        thread = threading.Thread(target=box.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield box
        box.shutdown()
        thread.join()
