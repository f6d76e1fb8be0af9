# Installs Quoth from the unpacked archive:
#   sudo make install                       for everybody, in /usr/local
#   make user-install                       for you alone, in ~/.local
#   make install DESTDIR=/tmp/x PREFIX=/usr for a package
# and the same with uninstall.

PREFIX ?= /usr/local
DESTDIR ?=
ID := io.github.quoth.Quoth
SHARE := $(DESTDIR)$(PREFIX)/share
ICONS := $(SHARE)/icons/hicolor
SIZES := 16 32 48 64 128 256 512

.PHONY: help install uninstall user-install user-uninstall refresh

help:
	@sed -n '1,/^$$/s/^# \{0,1\}//p' $(firstword $(MAKEFILE_LIST))

install:
	install -Dm755 quoth $(DESTDIR)$(PREFIX)/bin/quoth
	install -Dm644 $(ID).desktop $(SHARE)/applications/$(ID).desktop
	install -Dm644 $(ID).metainfo.xml $(SHARE)/metainfo/$(ID).metainfo.xml
	install -Dm644 $(ID).mime.xml $(SHARE)/mime/packages/$(ID).xml
	for s in $(SIZES); do install -Dm644 icons/$$s.png $(ICONS)/$${s}x$$s/apps/$(ID).png; done
	install -Dm644 icons/scalable.svg $(ICONS)/scalable/apps/$(ID).svg
	install -Dm644 LICENSE $(SHARE)/doc/quoth/LICENSE
	install -Dm644 FONT-LICENSE $(SHARE)/doc/quoth/FONT-LICENSE
	install -Dm644 WORDS-LICENSE $(SHARE)/doc/quoth/WORDS-LICENSE
	@$(if $(DESTDIR),,$(MAKE) --no-print-directory refresh)

uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/quoth
	rm -f $(SHARE)/applications/$(ID).desktop $(SHARE)/metainfo/$(ID).metainfo.xml $(SHARE)/mime/packages/$(ID).xml
	rm -f $(foreach s,$(SIZES),$(ICONS)/$(s)x$(s)/apps/$(ID).png) $(ICONS)/scalable/apps/$(ID).svg
	rm -rf $(SHARE)/doc/quoth
	@$(if $(DESTDIR),,$(MAKE) --no-print-directory refresh)

user-install:
	$(MAKE) install PREFIX=$(HOME)/.local

user-uninstall:
	$(MAKE) uninstall PREFIX=$(HOME)/.local

# Tells the desktop what changed. Where these programs are not there, it looks by itself, only later.
refresh:
	@if command -v update-desktop-database >/dev/null; then update-desktop-database -q $(SHARE)/applications; fi
	@if command -v update-mime-database >/dev/null; then update-mime-database $(SHARE)/mime; fi
	@if command -v gtk-update-icon-cache >/dev/null; then gtk-update-icon-cache -qtf $(ICONS); fi
