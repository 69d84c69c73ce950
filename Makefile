# serve: set up and serve    test: set up and test    check: only looks    fix: changes files
# eval: score questions      bench: measure           hostile: 10,000 hostile questions
# w3c: the W3C's SPARQL suites  soak: ten minutes of mixed load on /sparql
# encoder: export the encoder anew and compare
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PEERS := .venv-peers
CATALOGUE ?= aws
W3C ?= ../shared/w3c
QUESTIONS ?= $(addprefix tests/questions/,notes.toml more.toml mixed.toml kinds.toml sheet.toml traps.toml fresh.toml costs.toml turns.toml outside.toml second.toml third.toml yesno.toml fourth.toml)

.PHONY: serve test check fix eval bench hostile encoder w3c soak clean

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
# As pip does with what it copies. Where Python is told to write no bytecode, each start would compile our files anew.
	$(BIN)/python -m compileall -q api graph retrieval
	touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

# The servers that ours is compared with; they need other versions of what we use.
$(PEERS)/installed:
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/pip install --quiet --disable-pip-version-check oxigraph==0.5.13 rdflib-endpoint==0.6.3 \
		oxrdflib==0.5.0 uvicorn==0.54.0 uvloop==0.23.0 httptools==0.9.0
	touch $@

serve: $(VENV)/installed
	$(BIN)/cloudcite serve

test: check
	$(BIN)/python -m pytest

check: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

fix: $(VENV)/installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

eval: $(VENV)/installed-dev
	$(BIN)/python -m bench.evaluate --catalogue $(CATALOGUE) --questions $(QUESTIONS) --failures

bench: $(VENV)/installed-dev $(PEERS)/installed
	$(BIN)/python -m bench.speed
	$(BIN)/python -m bench.sparql_speed $(PEERS)/bin/python
	$(BIN)/python -m bench.slack_burst

hostile: $(VENV)/installed-dev
	$(BIN)/python -m bench.hostile

w3c: $(VENV)/installed-dev
	$(BIN)/python -m bench.w3c $(W3C)

soak: $(VENV)/installed-dev
	$(BIN)/python -m bench.soak

# A new environment of its own: torch is large, and this is done at most twice in the project's life.
encoder:
	$(PYTHON) -m venv .venv-encoder
	.venv-encoder/bin/pip install --quiet --disable-pip-version-check torch==2.13.0
	.venv-encoder/bin/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[encoder,dev]'
	.venv-encoder/bin/python -m bench.encoder_parity

clean:
	rm -rf $(VENV) $(PEERS) .venv-encoder build *.egg-info
