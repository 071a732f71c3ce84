# 常用命令。make help 列出全部。
SHELL := /bin/bash
PORT ?= 8000
.DEFAULT_GOAL := help
.PHONY: help run test lint format bench messages clean

help: ## 列出命令
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 20

run: ## 启动演示站 http://127.0.0.1:8000（换端口：make run PORT=8001）
	@scripts/run.sh $(PORT)

test: ## 在 SQLite 和 PostgreSQL 上运行全部测试
	@scripts/test.sh $(ARGS)

lint: ## 检查代码格式、类型、分层和已知的不安全写法
	@scripts/setup.sh requirements-dev.txt
	@status=0; \
	for check in "ruff check ." "ruff format --check ." "mypy ." "lint-imports" "bandit -q -r -ll nanyang_vet departments tasks progress scripts bench manage.py"; do \
		echo "== $$check"; .venv/bin/$$check || status=1; \
	done; exit $$status

format: ## 按统一格式改写代码
	@scripts/setup.sh requirements-dev.txt
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

bench: ## 测量速度、承载量和断电恢复（只测一项：make bench ONLY=load）
	@scripts/setup.sh requirements-dev.txt
	.venv/bin/python -m bench $(ONLY)

messages: ## 开发用：从代码和模板更新 locale/ 中的词条（需要 GNU gettext）
	@command -v xgettext >/dev/null || { echo "需要 GNU gettext（Debian：sudo apt-get install gettext）"; exit 1; }
	@scripts/setup.sh requirements.txt
	.venv/bin/python manage.py makemessages --locale zh_Hans --no-location --no-obsolete --ignore ".venv" --ignore "var" --ignore "tests"

clean: ## 删除缓存、编译结果和演示数据库；不动 .venv 和其他数据
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis var/static
	find . -path ./.venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete
	rm -f var/demo.sqlite3 var/demo.sqlite3-wal var/demo.sqlite3-shm
