# freshet. One makefile, not recursive. Objects go to build/<mode>/; the mode is `release` or the sanitizers' names.
#
#   make                     build build/release/freshet
#   make demo [FOR=30]       install what is missing, build, run the customer pipeline on generated customers
#   make demo-s3 [FOR=30]    the same with the files going through a real S3 server on this machine
#   make test                install what is missing, build, run every test;  SAN=address,undefined  or  SAN=thread
#   make lint                formatting, static analysis, include layers, warnings as errors
#   make fuzz [SECONDS=60]   the fuzzers of tests/fuzz, so long each, under sanitizers
#   make bench               the measurements of bench/
#   make install PREFIX=/usr/local
#
# V=1 shows the commands.

CC = gcc
SAN =
PREFIX = /usr/local
FOR = 30
SECONDS = 60
JOBS := $(shell nproc)
Q = $(if $(V),,@)
comma = ,
MODE = $(if $(SAN),san-$(subst $(comma),-,$(SAN)),release)
O = build/$(MODE)

DUCKDB = deps/node_modules/@duckdb/node-bindings-linux-x64
DUCKDB_H = deps/node_modules/duckdb/src/duckdb/src/include
PACKAGES = javascriptcoregtk-4.1 jansson libedit libcrypto libpcre2-8 zlib libzstd libbrotlidec libbrotlienc libcurl expat
APT = gcc pkg-config perl npm nodejs libjavascriptcoregtk-4.1-dev libjansson-dev libedit-dev libssl-dev \
      libpcre2-dev zlib1g-dev libbz2-dev libzstd-dev libbrotli-dev libcurl4-openssl-dev libexpat1-dev libcmocka-dev
APT_LINT = clang-format clang-tidy
APT_FUZZ = clang-14 libclang-rt-14-dev
APT_S3 = radosgw ceph-mon ceph-osd ceph-common curl

WARNINGS = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2 -Wimplicit-fallthrough -Wswitch
CFLAGS = -std=gnu17 -g -O2 $(WARNINGS) $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer,) $(EXTRA)
CPPFLAGS := -D_GNU_SOURCE -DFRESHET_VERSION='"0.1.0"' -Isrc -I$(O)/gen -isystem $(DUCKDB_H) $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null | sed 's/-I/-isystem /g')
LDLIBS := -L$(DUCKDB) -lduckdb $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lbz2 -lpthread -lm
LDFLAGS = -Wl,-rpath,$(abspath $(DUCKDB)) $(if $(SAN),-fsanitize=$(SAN),)

SOURCES = $(sort $(wildcard src/*/*.c))
OBJECTS = $(SOURCES:src/%.c=$(O)/%.o)
EMBEDDED = $(sort $(wildcard src/*/*.sql)) $(wildcard examples/customer_pipeline.sql)
EMBED_OBJECTS = $(EMBEDDED:%.sql=$(O)/embed/%.o)
UNIT_SOURCES = $(sort $(wildcard tests/unit/*/test_*.c))
UNITS = $(UNIT_SOURCES:tests/unit/%.c=$(O)/unit/%)
# What the units of a folder share.
UNIT_SHARED = $(patsubst tests/%.c,$(O)/%.o,$(filter-out $(UNIT_SOURCES),$(wildcard tests/unit/*/*.c)))
# A fuzzer needs no DuckDB. Its main is replay.c, or that of libFuzzer.
FUZZ_SOURCES = $(sort $(wildcard tests/fuzz/*.c))
FUZZ_MAIN = $(O)/fuzz/replay.o
FUZZERS = $(patsubst tests/fuzz/%.c,$(O)/fuzz/%,$(filter-out %/fuzz.c %/replay.c,$(FUZZ_SOURCES)))
FUZZ_OBJECTS = $(FUZZ_SOURCES:tests/%.c=$(O)/%.o)
FUZZED_OBJECTS = $(filter $(O)/base/% $(O)/sql/% $(O)/dialect/% $(O)/s3/listing.o $(O)/s3/xml.o \
                 $(addprefix $(O)/stage/,csv.o json_reader.o window.o feed.o repair.o) $(O)/engine/canonical.o,$(OBJECTS))
BENCH_SOURCES = $(sort $(wildcard bench/*.c))
BENCHES = $(BENCH_SOURCES:%.c=$(O)/%)
TIDIED = $(OBJECTS:.o=.tidy) $(UNITS:=.tidy) $(UNIT_SHARED:.o=.tidy) $(FUZZ_OBJECTS:.o=.tidy) $(BENCHES:=.tidy)
LIBRARY_OBJECTS = $(filter-out $(O)/cli/main.o,$(OBJECTS)) $(EMBED_OBJECTS)

.PHONY: all demo demo-s3 test lint tidy bench benches install clean setup setup-lint setup-fuzz setup-s3 format unit fuzz fuzzers
.SECONDARY:
all: $(O)/freshet

# --- what a fresh machine lacks -------------------------------------------------------------------------------------

SUDO = $(if $(filter 0,$(shell id -u)),,sudo)
setup: build/setup-apt deps/node_modules/.package-lock.json
setup-lint: setup build/setup-apt-lint
setup-fuzz: setup build/setup-apt-fuzz
setup-s3: setup build/setup-apt-s3

build/setup-apt: PACKAGES_WANTED = $(APT)
build/setup-apt-lint: PACKAGES_WANTED = $(APT_LINT)
build/setup-apt-fuzz: PACKAGES_WANTED = $(APT_FUZZ)
build/setup-apt-s3: PACKAGES_WANTED = $(APT_S3)
build/setup-apt build/setup-apt-lint build/setup-apt-fuzz build/setup-apt-s3: Makefile
	@mkdir -p build
	@missing=; for p in $(PACKAGES_WANTED); do dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$p"; done; \
	for t in npm:npm node:nodejs; do command -v $${t%%:*} >/dev/null && missing=$$(printf '%s\n' $$missing | grep -vx $${t##*:} | tr '\n' ' '); done; \
	if [ -n "$${missing# }" ]; then echo "installing:$$missing"; $(SUDO) apt-get update -q && $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $$missing; fi
	@touch $@

deps/node_modules/.package-lock.json: deps/package-lock.json | build/setup-apt
	cd deps && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

# --- build ----------------------------------------------------------------------------------------------------------

$(O)/freshet: $(OBJECTS) $(EMBED_OBJECTS)
	@echo '  ld $@'
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# Objects are built again when the flags change.
FLAGS := $(CC) $(CPPFLAGS) $(CFLAGS)
ifneq ($(file <$(O)/flags),$(FLAGS))
$(shell mkdir -p $(O))
$(file >$(O)/flags,$(FLAGS))
endif

$(OBJECTS): $(O)/%.o: src/%.c $(O)/flags | deps/node_modules/.package-lock.json
	@mkdir -p $(@D)
	@echo '  cc $<'
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

# src/dialect/prelude.sql becomes `const char embed_prelude[]; const size_t embed_prelude_size;`
$(O)/embed/%.o: %.sql
	@mkdir -p $(@D)
	@printf '.global embed_%s, embed_%s_size\n.section .rodata\n.balign 16\nembed_%s: .incbin "%s"\n1: .byte 0\n.balign 8\nembed_%s_size: .quad 1b - embed_%s\n.section .note.GNU-stack,"",@progbits\n' $(foreach i,1 2 3,$(notdir $*)) $< $(notdir $*) $(notdir $*) > $(@:.o=.s)
	$(Q)$(CC) -c -o $@ $(@:.o=.s)

$(UNITS:=.o) $(UNIT_SHARED): $(O)/%.o: tests/%.c $(O)/flags | deps/node_modules/.package-lock.json
	@mkdir -p $(@D)
	@echo '  cc $<'
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(foreach u,$(UNITS),$(eval $u: $(filter $(dir $u)%,$(UNIT_SHARED))))
$(UNITS): %: %.o $(LIBRARY_OBJECTS)
	@echo '  ld $@'
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lcmocka

$(FUZZ_OBJECTS): $(O)/%.o: tests/%.c $(O)/flags | deps/node_modules/.package-lock.json
	@mkdir -p $(@D)
	@echo '  cc $<'
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(FUZZERS): %: %.o $(O)/fuzz/fuzz.o $(FUZZ_MAIN) $(FUZZED_OBJECTS)
	@echo '  ld $@'
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ -lexpat -lpthread

$(BENCHES:=.o): $(O)/%.o: %.c $(O)/flags | deps/node_modules/.package-lock.json
	@mkdir -p $(@D)
	@echo '  cc $<'
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BENCHES): %: %.o $(LIBRARY_OBJECTS)
	@echo '  ld $@'
	$(Q)$(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS)

-include $(OBJECTS:.o=.d) $(UNITS:=.d) $(UNIT_SHARED:.o=.d) $(FUZZ_OBJECTS:.o=.d) $(BENCHES:=.d)

# --- run ------------------------------------------------------------------------------------------------------------

demo: setup
	@$(MAKE) --no-print-directory -j$(JOBS) all
	$(O)/freshet demo --for $(FOR)

demo-s3: setup setup-s3
	@$(MAKE) --no-print-directory -j$(JOBS) all
	FRESHET=$(O)/freshet tests/s3/demo $(FOR)

unit: $(UNITS)

fuzzers: $(FUZZERS)

test: setup setup-s3
	@$(MAKE) --no-print-directory -j$(JOBS) all unit fuzzers
	tests/run $(O)

# The same sources by clang, whose libFuzzer brings the main and looks for inputs that take new ways through the code.
FUZZ_SAN = address,undefined
fuzz: setup-fuzz
	@$(MAKE) --no-print-directory -j$(JOBS) O=build/fuzz CC=clang-14 SAN=fuzzer-no-link,$(FUZZ_SAN) FUZZ_MAIN= \
	    LDFLAGS=-fsanitize=fuzzer,$(FUZZ_SAN) EXTRA=-fno-sanitize-recover=all fuzzers
	tests/fuzz/run build/fuzz/fuzz $(SECONDS)

lint: setup-lint
	tools/lint

# What tools/lint has make do, with O=build/lint: every object without a warning, and clang-tidy on what has changed.
tidy: $(TIDIED)

$(OBJECTS:.o=.tidy): $(O)/%.tidy: src/%.c
$(UNITS:=.tidy) $(UNIT_SHARED:.o=.tidy) $(FUZZ_OBJECTS:.o=.tidy): $(O)/%.tidy: tests/%.c
$(BENCHES:=.tidy): $(O)/%.tidy: %.c
$(TIDIED): %.tidy: %.o .clang-tidy
	@clang-tidy --quiet $(filter %.c,$^) -- -std=gnu17 $(CPPFLAGS) 2>/dev/null
	@touch $@

format: setup-lint
	clang-format -i src/*/*.[ch] tests/unit/*/*.[ch] tests/fuzz/*.[ch] bench/*.c

benches: $(BENCHES)

bench: setup
	@$(MAKE) --no-print-directory -j$(JOBS) all benches
	bench/run $(O)/freshet

install: setup
	@$(MAKE) --no-print-directory -j$(JOBS) all LDFLAGS='-Wl,-rpath,$(PREFIX)/lib/freshet' O=build/install
	install -D -m 755 build/install/freshet $(DESTDIR)$(PREFIX)/bin/freshet
	install -D -m 644 $(DUCKDB)/libduckdb.so $(DESTDIR)$(PREFIX)/lib/freshet/libduckdb.so

clean:
	rm -rf build
