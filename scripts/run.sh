#!/usr/bin/env bash
# 演示站：SQLite，自带演示数据，不需要网络。用法：scripts/run.sh [端口]
set -euo pipefail
cd "$(dirname "$0")/.."
port=${1:-8000}

if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
    printf '\n错误：端口 %s 已被占用。请换一个端口，例如：make run PORT=8001\n' "$port" >&2
    exit 1
fi
scripts/setup.sh requirements.txt
# The demonstration is its own small world, whatever the shell was set up for.
unset DATABASE_URL DJANGO_SETTINGS_MODULE
export DJANGO_ENV=demo PORT=$port
.venv/bin/python manage.py migrate --verbosity 0
.venv/bin/python manage.py load_demo
exec .venv/bin/gunicorn --config scripts/gunicorn_demo.py nanyang_vet.wsgi
