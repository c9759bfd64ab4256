# Two commands are enough: `make demo` and `make test`. The rest is for those who build Rumbo.
PYTHON ?= python3
PORT ?= 8000
RUMBO_DATA ?= .data
ARGS ?=
# As many processes as there are cores, but no more than four: each has a database server of its own.
WORKERS ?= -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder
AUDIT ?=

export RUMBO_DATA
VENV := .venv
RUN := $(VENV)/bin/python
PIP := install --quiet --disable-pip-version-check --no-compile --only-binary :all: --require-hashes

.PHONY: demo test check style types imports migrations schema audit sbom bench clean

demo: $(VENV)/.runtime $(VENV)/.messages
	@$(RUN) manage.py serve --port $(PORT)

test: $(VENV)/.everything $(VENV)/.messages
	$(RUN) -m pytest $(WORKERS) $(ARGS)

check: $(VENV)/.everything $(VENV)/.messages
	@$(MAKE) --no-print-directory --jobs=2 --output-sync style types imports migrations schema audit

style:
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .

types:
	$(RUN) -m mypy

imports:
	$(VENV)/bin/lint-imports

migrations:
	$(RUN) manage.py makemigrations --check --dry-run

schema:
	$(RUN) manage.py spectacular --validate --fail-on-warn --file /dev/null

audit:
	@AUDIT=$(AUDIT) $(RUN) -m tests.audit requirements-dev.txt

sbom: $(VENV)/.runtime
	@$(RUN) -m config.sbom > sbom.json
	@echo "Every package and its version stand in sbom.json."

bench: $(VENV)/.everything $(VENV)/.messages
	$(RUN) -m tests.benchmarks

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
	find locale -name '*.mo' -delete

# The pip outside installs: it is quicker, and Debian may lack what puts one into an environment.
$(RUN):
	@$(PYTHON) -m venv --without-pip $(VENV)

$(VENV)/.runtime: requirements.txt | $(RUN)
	@echo "Installing what the product needs …"
	@$(PYTHON) -m pip --python $(RUN) $(PIP) -r requirements.txt
	@touch $@

$(VENV)/.everything: requirements-dev.txt | $(RUN)
	@echo "Installing what the product and its tests need …"
	@$(PYTHON) -m pip --python $(RUN) $(PIP) -r requirements-dev.txt
	@touch $@ $(VENV)/.runtime

$(VENV)/.messages: $(wildcard locale/*/LC_MESSAGES/*.po) | $(RUN)
	@if [ -x $(VENV)/bin/pybabel ]; then $(VENV)/bin/pybabel --quiet compile --domain django --directory locale; fi
	@touch $@
