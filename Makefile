# GNU make 3.81 or newer and Python 3.11 to 3.13; nothing else has to be there. `make help` lists the targets.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# Variables of the caller that would load other packages than those of the lock, or stop Python from keeping bytecode.
unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP PYTHONUSERBASE PYTHONDONTWRITEBYTECODE PYTHONOPTIMIZE
unexport PIP_USER PIP_TARGET PIP_PREFIX PIP_REQUIRE_VIRTUALENV VIRTUAL_ENV
# Vietnamese names are printed whatever the locale says.
export PYTHONUTF8 := 1

# What a caller writes into these is data, for make and for the shell: `value` does not expand it, quotes hold it together, and it is
# not handed on, because make would expand it for that.
CHOICES := CONFERENCE PROVINCE MODULE CODE AS_OF JOBS OUT TO SEED COUNT RENDERER DECK MINUTES FONT PORT FILE ARGS PYTHON RUNS GROWTH SCALE HELD UPGRADE FORMAT REV
unexport $(CHOICES)
define newline


endef
quoted = '$(subst ','\'',$(subst $(newline), ,$(1)))'
# --option 'value', or nothing; the same for each word of the value
option = $(if $(value $(2)),--$(1) $(call quoted,$(value $(2))))
options = $(foreach word,$(value $(2)),--$(1) $(call quoted,$(word)))
each = $(foreach word,$(value $(1)),$(call quoted,$(word)))

SELECTION = $(call options,conference,CONFERENCE) $(call options,province,PROVINCE) $(call options,module,MODULE) \
	$(call option,as-of,AS_OF) $(call option,jobs,JOBS) $(call option,out,OUT) $(call option,renderer,RENDERER) \
	$(call option,deck,DECK) $(call option,minutes,MINUTES) $(call option,font,FONT) $(call each,ARGS)
# of what works on one deck
PLACE = $(call option,province,PROVINCE) $(call option,module,MODULE) $(call option,commune,CODE) $(call option,port,PORT) \
	$(call option,out,OUT) $(call each,ARGS)

# Two processes take file after file, in the order of tests/conftest.py: the longest first.
SHARED := -n 2 --dist loadfile --no-loadscope-reorder

# A folder that was moved or copied holds an environment that runs the code of the old place.
ifneq ($(shell cat $(VENV)/.place 2>/dev/null),$(CURDIR))
MOVED := again
endif

.DEFAULT_GOAL := build
# Two goals of one call write to the same build folder.
.NOTPARALLEL:
.SUFFIXES:
.PHONY: build commune communes slides reports cluster quarto preview present rehearse review lab import check tidy test test-slow test-all mutants validate lint doctor bench pictures gallery reference theme template golden references looks lock clean help again judges mutations planted pack diff wheel watch

## Set up .venv if needed and build everything; choose with CONFERENCE= PROVINCE= MODULE= AS_OF= JOBS= OUT= RENDERER=quarto ARGS=; DECK=full gives PROVINCE= the hall's deck, MINUTES=60 the hall's set for so many minutes, FONT=office decks in a face that every office has
build: $(READY)
	@$(BIN)/taphuan build $(SELECTION)

## Build the set of a commune by its code or name, old names too: CODE=01969 [CONFERENCE=…] [AS_OF=…] [OUT=…]
commune: $(READY)
	@test -n $(call quoted,$(value CODE)) || { echo "error: name a commune: make commune CODE=01969 (a code, or a name in quotes)" >&2; exit 2; }
	@$(BIN)/taphuan build --commune $(call quoted,$(value CODE)) $(SELECTION)

## Build the sets of all communes of a province: PROVINCE=thai-nguyen [CONFERENCE=…] [AS_OF=…] [OUT=…]
communes: $(READY)
	@test -n $(call quoted,$(value PROVINCE)) || { echo "error: name a province: make communes PROVINCE=thai-nguyen" >&2; exit 2; }
	@$(BIN)/taphuan build --level commune $(SELECTION)

# Quarto's files have its name in theirs: deck.quarto.html
BY = $(if $(filter quarto,$(value RENDERER)),.quarto)

## What the files as they lie here change in the documents, on the terminal and in build/diff.html: REV=HEAD (a revision or the folder of a build) [CONFERENCE=…] [PROVINCE=…] [ARGS="--correction slip.docx"]
diff: $(READY)
	@$(BIN)/taphuan diff $(call quoted,$(or $(value REV),HEAD)) --html build/diff.html $(call options,conference,CONFERENCE) \
		$(call options,province,PROVINCE) $(call each,ARGS)

## Build only the decks (deck.html); chooses like build
slides: $(READY)
	@$(BIN)/taphuan build $(SELECTION) --format deck$(BY).html

## Build only the papers: briefings of provinces, reports of conferences (DOCX, PDF); chooses like build
reports: $(READY)
	@$(BIN)/taphuan build $(SELECTION) $(foreach kind,briefing report,--format $(kind)$(BY).docx --format $(kind)$(BY).pdf)

## Two one-threaded workers on this machine to try --scheduler with, until Ctrl-C; many machines: docs/cluster.md
cluster: $(READY)
	@$(BIN)/python tools/cluster.py

## Install Quarto into .venv from PyPI's quarto-cli, for RENDERER=quarto, where its download can be reached; within 10 minutes
quarto: $(READY)
	@$(BIN)/python tools/quarto.py

## Show a built deck in Quarto's preview: CONFERENCE=bac-giang PROVINCE=bac-giang
preview: $(READY)
	@$(BIN)/taphuan preview $(call quoted,$(or $(value OUT),build)/$(value CONFERENCE)/$(value PROVINCE))

## Show the decks of a conference live, until Ctrl-C: CONFERENCE=quang-nam-2024 PROVINCE=da-nang PORT= ARGS=--no-browser
present: $(READY)
	@$(BIN)/taphuan present $(call quoted,$(value CONFERENCE)) $(PLACE)

## Show one deck while it is written: what is saved shows at once, with what check finds in it, until Ctrl-C: CONFERENCE=quang-nam-2024 PROVINCE=da-nang MODULE= PORT=
watch: $(READY)
	@$(BIN)/taphuan watch $(call quoted,$(value CONFERENCE)) $(call option,province,PROVINCE) $(call option,module,MODULE) \
		$(call option,port,PORT) $(call each,ARGS)

## Every legal sentence of a conference in one Word file for a lawyer: CONFERENCE=quang-nam-2024 [PROVINCE=…] [AS_OF=…]
review: $(READY)
	@$(if $(value CONFERENCE),$(BIN)/taphuan build --conference $(call quoted,$(value CONFERENCE)) \
		--province $(call quoted,$(or $(value PROVINCE),hoi-nghi)) $(call option,as-of,AS_OF) $(call option,out,OUT))
	@$(BIN)/taphuan review $(call quoted,$(value CONFERENCE)) $(call option,province,PROVINCE) \
		$(call option,as-of,AS_OF) $(call option,out,OUT) $(call each,ARGS)

## Put what was built into ZIP files to hand on, in packed/ (TO=…), with sums, fonts, licences: [CONFERENCE=…] [PROVINCE=…] [AS_OF=…] [OUT=…]
pack: $(READY)
	@$(BIN)/taphuan pack $(call options,conference,CONFERENCE) $(call options,province,PROVINCE) $(call option,as-of,AS_OF) \
		$(call option,build,OUT) --out $(call quoted,$(or $(value TO),packed)) $(call each,ARGS)

## Before the day, on its machine: try all that present needs, green or red: CONFERENCE=quang-nam-2024 PROVINCE=da-nang
rehearse: $(READY)
	@$(BIN)/taphuan rehearse $(call quoted,$(value CONFERENCE)) $(call option,province,PROVINCE) $(call option,port,PORT) \
		$(call option,out,OUT) $(call each,ARGS)

## Work in JupyterLab on a copy of a notebook, until Ctrl-C: CONFERENCE=quang-nam-2024 PROVINCE=da-nang MODULE= PORT=
lab: $(READY)
	@$(BIN)/taphuan lab $(call quoted,$(value CONFERENCE)) $(PLACE)

## Bring what was changed in a copy of make lab back into the notebooks: FILE=build/lab/quang-nam-2024-da-nang.ipynb [ARGS=--dry-run]
import: $(READY)
	@test -n $(call quoted,$(value FILE)) || { echo "error: name a copy: make import FILE=build/lab/….ipynb" >&2; exit 2; }
	@$(BIN)/taphuan import $(call quoted,$(value FILE)) $(call each,ARGS)

## Check every data file, every notebook and the language of all prose; report all problems at once: [FORMAT=json]
check: $(READY)
	@$(BIN)/taphuan check $(call option,format,FORMAT)

## Put the notebooks in order after work in JupyterLab: outputs out, readable cell ids, slide types
tidy: $(READY)
	@$(BIN)/taphuan tidy

## Run the tests but the slow ones; PYTEST= adds arguments, e.g. PYTEST="-k law"
test: $(READY)
	@$(BIN)/python -m pytest -m "not slow" $(SHARED) $(PYTEST)

## Run the slow tests: the long ones, and the many of a kind of which `make test` has a few; PART=1/4: every fourth file of them
test-slow: $(READY)
	@$(BIN)/python -m pytest -m slow $(SHARED) $(call option,part,PART) $(PYTEST)

## Plant every wrong document of the tests and say who caught it: the list and the rate of docs/trust.md
planted: $(READY)
	@$(BIN)/python tools/planted.py

## Run all tests, the slow ones too; build everything and let every judge read it
test-all: $(READY) judges
	@$(BIN)/python -m pytest $(SHARED) $(PYTEST)
	@$(BIN)/taphuan build
	@PYTHONPATH=tools $(BIN)/python -m judges build

## Mutants of known/ and lesson/claims/ that no test of these rooms notices; half an hour and more; ARGS="--sample 100 --seed 2 --file law.py"
mutants: $(READY)
	@PYTHONPATH=tests/support $(BIN)/python tools/mutants/run.py $(call each,ARGS)

## Change single places of data, notebooks and templates and say what became of each: SEED=1 COUNT=500 [ARGS="--kind yaml"]
mutations: $(READY)
	@PYTHONPATH=tests/support:tests/independent $(BIN)/python -m mutating $(call option,seed,SEED) $(call option,count,COUNT) $(call each,ARGS)

## Bring the judges that are npm packages: Open XML SDK, Nu Html Checker (which needs Java), gift-pegjs; docs/checks.md
judges:
	@command -v npm >/dev/null || { echo "error: npm is missing: apt-get install npm, or Node.js from nodejs.org" >&2; exit 3; }
	@cd tools/judges && npm install --silent

## Let programs of others read every file below build/ (OUT=) and note in each set's manifest which found nothing; ARGS=--all ends with 3 where one is missing
validate: $(READY)
	@PYTHONPATH=tools $(BIN)/python -m judges $(call quoted,$(or $(value OUT),build)) $(call each,ARGS)

## Check style (ruff) and types (mypy)
lint: $(READY)
	@$(BIN)/ruff check src tests tools benchmarks
	@$(BIN)/ruff format --check src tests tools benchmarks
	@$(BIN)/mypy

## Say what this machine has, what it lacks and the one command that brings it
doctor: $(READY)
	@$(BIN)/taphuan doctor

## Measure how fast it is, against papermill's and nbconvert's own commands; takes minutes; RUNS=3, GROWTH=1 for memory from 1 set to all; SCALE=1 only for the sets of communes, HELD=1 only for the live server under load
bench: $(READY)
	@RUNS=$(call quoted,$(or $(value RUNS),3)) GROWTH=$(call quoted,$(value GROWTH)) SCALE=$(call quoted,$(value SCALE)) \
		PYTHONPATH=tests/support $(BIN)/python benchmarks/$(if $(value HELD),held,$(if $(value SCALE),scale,bench)).py

## Take the pictures of the README again, from a fresh build (needs Chromium and LibreOffice)
pictures: $(READY)
	@$(BIN)/python tools/pictures.py

## Show every layout in every format on one page: build/gallery/index.html (needs Chromium and LibreOffice)
gallery: $(READY)
	@$(BIN)/python tools/gallery.py

## Write docs/placeholders.md, docs/claims.md, docs/spine-sentences.md and docs/data.md again from the lists in the code
reference: $(READY)
	@$(BIN)/python -m taphuan.lesson.reference > docs/placeholders.md
	@$(BIN)/python -m taphuan.lesson.claims.register > docs/claims.md
	@$(BIN)/python -m taphuan.lesson.claims.spine_sentences > docs/spine-sentences.md
	@$(BIN)/python -m taphuan.lesson.frames.reference > docs/data.md
	@$(BIN)/python -m taphuan.check.codes.reference > docs/errors.md

## Write slides/house.mplstyle again from slides/theme.toml; everything else takes the theme whenever it is written
theme: $(READY)
	@$(BIN)/python -m taphuan.theme.forms

## Write slides/deck-template.pptx from slides/theme.toml, to be changed in PowerPoint; while it is there, decks are made on it
template: $(READY)
	@$(BIN)/python -m taphuan.export.pptx.house_template

## Write tests/golden/ again: three decks, all claims, all that known/ says; read what changed
golden: $(READY)
	@PYTHONPATH=tests/support $(BIN)/python tests/golden/renew.py

## Build everything and write tests/references/documents.txt again, the digests that documents are compared with (taphuan references says what changed), and tests/golden/
references: $(READY) golden
	@$(BIN)/taphuan build
	@$(BIN)/taphuan references --renew

## Take those of tests/looks/*.png again that a test finds changed; look at them (needs Chromium)
looks: $(READY)
	@$(BIN)/python tests/support/looks.py

## Resolve pyproject.toml into requirements.lock again, with newer versions where UPGRADE=1 (needs uv)
lock:
	@command -v uv >/dev/null || { echo "error: uv is missing; install it with: pipx install uv" >&2; exit 3; }
	uv pip compile pyproject.toml --universal --python-version 3.11 --all-extras --generate-hashes \
		$(if $(value UPGRADE),--upgrade) --no-header --no-emit-index-url --quiet --output-file requirements.lock

## The package as one file, dist/taphuan-….whl: pip install or pipx install it anywhere, and work on any project
wheel: $(READY)
	@$(BIN)/python -m hatchling build -t wheel -d dist

## Remove build/, dist/ and the caches of the tools; .venv stays
clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache
	find src tests tools -type d -name __pycache__ -prune -exec rm -rf {} +

## List the targets
help:
	@awk '/^## / { about = substr($$0, 4); next } \
		/^[a-z][a-z-]*:/ { if (about) printf "make %-10s %s\n", substr($$1, 1, index($$1, ":") - 1), about } { about = "" }' \
		$(firstword $(MAKEFILE_LIST))

# Nothing is asked of the network while the stamp is newer than both files.
$(READY): requirements.lock pyproject.toml tools/setup.sh $(MOVED)
	@PYTHON=$(call quoted,$(value PYTHON)) sh tools/setup.sh $(call quoted,$(CURDIR)) $(VENV) $(if $(value FORMAT),>&2)
