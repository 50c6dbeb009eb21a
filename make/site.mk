# What browsers load, built into target/site. Included by the Makefile.

.PHONY: site site-debug

site: ## Build the pages' bundles, styles and icons, small (release)
	@sh scripts/build-site.sh release

site-debug: ## The same, fast to build and large to load
	@sh scripts/build-site.sh debug
