# The whole workflow. `make demo` and `make test` need nothing done before them but Python 3.11.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
MODEL ?= local

.PHONY: setup demo test fuzz llm lint format bench bench-batch eval eval-check docs vendor lock kit sbom clean

setup: $(STAMP)

# Everything comes from requirements.lock by hash; hatchling is in it, so a second run needs no network.
$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

# The main job on a real project: model, scores, report. MODEL=none drafts by rules, with no model at all.
# Where the model cannot be had the report is still made, by rules, and that is said.
demo: setup
	@mkdir -p demo
	@test -e demo/数据.yaml || cp examples/yanchi-2021/数据.yaml demo/数据.yaml
	$(BIN)/jixiao score demo/数据.yaml
	@model=$(MODEL); \
	if [ "$$model" = local ] && ! $(BIN)/jixiao model pull; then \
	  echo "本机模型现在取不到，这一次按规则起草；网络可用后再运行一次 make demo"; model=none; fi; \
	$(BIN)/jixiao draft demo/数据.yaml -o demo/自评报告.docx --model $$model --force
	@echo "报告在 demo/自评报告.docx"
	@echo "在浏览器里打开这个项目：$(BIN)/jixiao web demo"

# All tests, or those of a room: make test TESTS=tests/scoring
TESTS ?=
test: setup
	$(BIN)/python -m pytest -n 2 -m "not llm" $(TESTS)

# Mutated inputs of every kind against every command that reads them: some minutes; make test runs a slice.
INPUTS ?= 20000
fuzz: setup
	PYTHONPATH=. nice $(BIN)/python tests/fuzzing.py --inputs $(INPUTS)

llm: setup
	$(BIN)/python -m pytest -m llm

lint: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup
	$(BIN)/python bench/run.py

# Many projects: rates, slopes, memory, a busy endpoint, kill and go on, Dask. Sizes: make bench-batch SIZES="200 2000 20000".
SIZES ?= 200 2000
bench-batch: setup
	$(BIN)/python bench/batching.py $(SIZES)

# Measured quality: drafting on every model at hand, and the fault catalogue on seeded reports.
eval: setup
	$(BIN)/python evals/run.py

eval-check: setup
	$(BIN)/python evals/check.py

# The command reference from the commands themselves; page pictures too where LibreOffice is at hand.
docs: setup
	$(BIN)/python docs/build.py

# The front-end files of the page, taken again from the npm registry and held against the manifest.
vendor: setup
	$(BIN)/python -m assistant.web.vendoring

lock: setup
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --custom-compile-command "make lock" pyproject.toml --extra local --extra web --extra scale --group dev --universal --generate-hashes \
	  --no-config --default-index https://pypi.org/simple -o requirements.lock

# The offline kit: one zip for a machine with Python and no network. MODEL=none leaves the local model out.
TARGET ?= linux_x86_64
PYTHONS ?= 3.11 3.12 3.13 3.14
kit: setup
	$(BIN)/python .ci/kit/build.py $(TARGET) --model $(MODEL) --python $(PYTHONS)

# The bill of materials (CycloneDX) of what users run, held against the official schema where its checker is to be had.
SBOM := dist/jixiao.cdx.json
sbom: setup
	$(BIN)/python .ci/kit/sbom.py $(SBOM)
	@$(PYTHON) -m venv build/cyclonedx
	@if build/cyclonedx/bin/python -m pip install --quiet --disable-pip-version-check -r .ci/kit/cyclonedx.txt; then \
	  build/cyclonedx/bin/python .ci/kit/sbom_check.py $(SBOM); \
	else echo "取不到核对格式的工具，没有核对"; fi

clean:
	rm -rf $(VENV) demo build dist
