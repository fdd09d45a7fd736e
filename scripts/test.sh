#!/usr/bin/env bash
# The whole suite: types, lint and import rules first, then every test project. Installs what it needs on Debian as root.
set -euo pipefail
cd "$(dirname "$0")/.."
bash scripts/setup-debian.sh
npx tsc --noEmit
npx eslint . --max-warnings 0
# Databases take a gigabyte each and browsers both cores, so the heavy projects run one after another.
npx vitest run --project core
npx vitest run --project db --project oracles
npx vitest run --project http --project cli
npx vitest run --project browser
