# What browsers load, built into target/site. Included by the Makefile.

.PHONY: site site-dev

site: ## Build the pages' bundles, styles and icons, small (release)
	@scripts/build-site release

site-dev: ## The same, fast to build and large to load
	@scripts/build-site dev
