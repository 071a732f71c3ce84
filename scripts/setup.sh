#!/usr/bin/env bash
# 建立 .venv，安装依赖，编译译文。用法：scripts/setup.sh requirements.txt|requirements-dev.txt
# Quick the second time: a stamp tells whether anything changed.
set -euo pipefail
cd "$(dirname "$0")/.."
requirements=${1:-requirements.txt}
python=${PYTHON:-python3}

fail() {
    printf '\n错误：%s\n' "$1" >&2
    exit 1
}

need_python() {
    command -v "$python" >/dev/null || fail "找不到 $python。请安装 Python 3.11 或更高版本。"
    "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        fail "$("$python" --version) 太旧，需要 3.11 或更高版本。可用 make run PYTHON=/path/to/python3.11 指定。"
}

# Debian ships python3 without ensurepip, which venv needs.
need_venv() {
    "$python" -c 'import ensurepip, venv' 2>/dev/null && return
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "正在安装 python3-venv……"
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq </dev/null && apt-get install -y -qq python3-venv </dev/null >/dev/null || true
    fi
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "这个 Python 不能建立虚拟环境（缺少 ensurepip）。Debian、Ubuntu 请先执行：sudo apt-get install python3-venv"
}

make_venv() {
    # Looked at, not only looked for: a folder that was moved or left half made does not run.
    .venv/bin/python -m pip --version >/dev/null 2>&1 && return
    need_python
    need_venv
    echo "正在建立虚拟环境 .venv ……"
    "$python" -m venv --clear .venv
}

install() {
    local stamp=".venv/installed-${requirements}" now
    now=$(.venv/bin/python -c '
import hashlib, pathlib, sys
names = ["requirements.txt"] + [one for one in sys.argv[1:] if one != "requirements.txt"]
read = b"".join(pathlib.Path(one).read_bytes() for one in names)
print(sys.version.split()[0], hashlib.sha256(read).hexdigest())' "$requirements")
    [ "$(cat "$stamp" 2>/dev/null)" = "$now" ] && return
    echo "正在安装 ${requirements} 中的依赖（第一次需要几分钟）……"
    .venv/bin/python -m pip install -qq --disable-pip-version-check -r "$requirements" ||
        fail "安装依赖失败。第一次安装需要能访问 Python 软件源；之后运行不再需要网络。"
    echo "$now" >"$stamp"
}

compile_messages() {
    local catalog
    for catalog in locale/*/LC_MESSAGES/django.po; do
        [ -f "$catalog" ] || continue
        [ "${catalog%.po}.mo" -nt "$catalog" ] && continue
        .venv/bin/pybabel compile --input-file "$catalog" --output-file "${catalog%.po}.mo"
    done
}

# Collected static files go there in production; whitenoise looks for the folder everywhere.
mkdir -p var/static
make_venv
install
compile_messages
