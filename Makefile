# Everything is in .ci, so that the commands below and continuous integration do the same.

SHELL := bash
# Where Go's own archive is unpacked, for shells that do not have it on their PATH yet.
export PATH := $(PATH):/usr/local/go/bin
# Never fetch another Go behind the person's back; .ci/setup says when it is too old.
export GOTOOLCHAIN := local

VERSION := $(shell sed -n 's/^Version = "\(.*\)"/\1/p' FyneApp.toml)
# The toolkit's check for calls from the wrong goroutine is off here and on in the tests.
WINDOW := -tags migrated_fynedo -ldflags '-X main.version=$(VERSION)'
HEADLESS := -tags headless -ldflags '-X main.version=$(VERSION)'
EXE := $(if $(filter Windows_NT,$(OS)),.exe)

.DEFAULT_GOAL := help
.PHONY: help run build headless test lint bench screenshots package clean

help: ## show this
	@echo 'make WHAT, where WHAT is'
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

run: ## build, and open the sample project (without a display: do the main job on it)
	@.ci/start

build: ## the program with its window, as build/quoth
	@.ci/setup build
	@echo 'Building build/quoth (the first time takes some minutes, most of it one C file)'
	go build $(WINDOW) -o build/quoth$(EXE) .

headless: ## the commands alone, without C and without a window, as build/headless/quoth
	@.ci/setup
	CGO_ENABLED=0 go build $(HEADLESS) -o build/headless/quoth$(EXE) .

test: ## every check and test there is, end to end in a real window too
	@.ci/test

lint: ## only the checks that run nothing: format, vet, staticcheck, scripts
	@.ci/test lint

bench: ## run the benchmarks and print a table
	@.ci/setup
	@.ci/bench

screenshots: ## take the pictures of docs/screenshots again
	@.ci/screenshots

package: ## what people install: a tar.xz and a .deb in build/
	@.ci/package

clean: ## remove build/
	rm -rf build
