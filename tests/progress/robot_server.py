"""A group robot that stands on this machine: keeps what arrives, answers as it is told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Robot:
    """`hangs`: it gives no answer; `trickles`: byte by byte. `arrived` is set with each message."""

    url: str = ""
    status: int = 200
    answer: bytes = b'{"errcode":0,"errmsg":"ok"}'
    headers: dict[str, str] = field(default_factory=dict)
    hangs: bool = False
    trickles: bool = False
    received: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    arrived: threading.Event = field(default_factory=threading.Event)
    released: threading.Event = field(default_factory=threading.Event)

    @property
    def texts(self) -> list[str]:
        return [json.loads(body)["text"]["content"] for _path, _headers, body in self.received]


@contextmanager
def robot_server() -> Iterator[Robot]:
    robot = Robot()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            robot.received.append((self.path, dict(self.headers), body))
            robot.arrived.set()
            if robot.hangs:
                robot.released.wait(20)
                return
            self.send_response(robot.status)
            for name, value in robot.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(robot.answer)))
            self.end_headers()
            for byte in robot.answer if robot.trickles else b"":
                self.wfile.write(bytes([byte]))
                robot.released.wait(0.05)
            self.wfile.write(b"" if robot.trickles else robot.answer)

        def log_message(self, *_args: object) -> None:
            """Not onto the console."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    robot.url = f"http://127.0.0.1:{server.server_port}/robot/send?access_token=key-of-the-group"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield robot
    finally:
        robot.released.set()
        server.shutdown()
        thread.join()
        server.server_close()
