"""How gunicorn serves the demonstration.

gunicorn and not runserver: it is what production runs, it answers several people at once, and it
needs no DEBUG to serve the static files (whitenoise does).
"""

import os

PORT = os.environ.get("PORT", "8000")

bind = f"127.0.0.1:{PORT}"
workers = 1
threads = 4
loglevel = "warning"
control_socket_disable = True  # nobody steers a demonstration, and no file is left at home


def when_ready(server: object) -> None:
    """Say where to look, once somebody who looks there will be answered."""
    print(f"\n演示站已启动，请用浏览器打开：http://127.0.0.1:{PORT}", flush=True)
    print("演示账号列在登录页上。按 Ctrl+C 停止。\n", flush=True)
