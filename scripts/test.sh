#!/usr/bin/env bash
# 全部测试：先在 SQLite 上，再在 PostgreSQL 上。用法：scripts/test.sh [pytest 的参数……]
# 两轮都会跑完；任何一轮失败，返回值都不为零。
set -uo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh requirements-dev.txt || exit 1

marks=()
# How pages look does not depend on the database: those tests run once, on SQLite.
marks_postgres=(-m "not appearance")
if chromium=$(scripts/chromium.sh); then
    export CHROMIUM=$chromium
else
    marks=(-m "not browser")
    marks_postgres=("${marks[@]}")
fi

status=0
# In the order of the files: the slow browser tests come first, and overlap with all others.
jobs=(-n "${JOBS:-2}" --dist loadfile --no-loadscope-reorder)
printf '\n=== SQLite ===\n'
env -u DATABASE_URL .venv/bin/python -m pytest "${jobs[@]}" ${marks[@]+"${marks[@]}"} "$@" || status=1
printf '\n=== PostgreSQL ===\n'
.venv/bin/python scripts/with_postgres.py \
    .venv/bin/python -m pytest "${jobs[@]}" "${marks_postgres[@]}" "$@" || status=1

if [ ${#marks[@]} -gt 0 ]; then
    printf '\n%s\n' '!!! 浏览器测试没有运行：本机没有 chromium，也无法自动安装。' \
        '!!! BROWSER TESTS WERE NOT RUN. 请安装 chromium（Debian：sudo apt-get install chromium fonts-noto-cjk）后再执行 make test。'
fi
exit $status
