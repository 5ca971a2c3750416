# Two commands: `make run` opens the lab, `make test` runs every check.
# Each sets itself up: a virtual environment in .venv, and on Debian or Ubuntu the system libraries.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export NUMBA_THREADING_LAYER := omp

.PHONY: run test setup setup-test libraries clean

run: setup
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname -s)" != Linux ]; then \
	  $(BIN)/separatrix; \
	else \
	  echo "No display here: the welcome picture and movie are rendered into out/ instead."; \
	  mkdir -p out && \
	  $(BIN)/separatrix render double-gyre -o out/welcome.png --size 1440x900 --theme dark && \
	  $(BIN)/separatrix render double-gyre -o out/welcome.mp4 --size 960x600 --seconds 4 --fps 20 --theme dark && \
	  echo "Open out/welcome.png and out/welcome.mp4."; \
	fi

test: setup-test
	@QT_QPA_PLATFORM=xcb LIBGL_ALWAYS_SOFTWARE=1 $(BIN)/python -m pytest

setup: libraries $(VENV)/.ready
setup-test: libraries $(VENV)/.ready-test

libraries:
	@.ci/system-libraries

$(VENV)/.ready: pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up $(VENV) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.ready-test: pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Setting up $(VENV) with what the tests need ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e ".[test]"
	@touch $@ $(VENV)/.ready

clean:
	rm -rf $(VENV) out
