#!/usr/bin/env bash
# Prints the path of a chromium that browser tests can drive; installs one where that is possible.
# Exits 1, with nothing on stdout, where there is none.
set -euo pipefail

find_one() {
    local name
    for name in "${CHROMIUM:-chromium}" chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" && return
    done
    return 1
}

find_one && exit
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && grep -qx 'ID=debian' /etc/os-release; then
    echo "正在安装 chromium 和中文字体（浏览器测试用）……" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq </dev/null >&2 || true
    apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk </dev/null >/dev/null || true
fi
find_one
