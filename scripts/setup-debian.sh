#!/bin/sh
# Installs what the tests need beyond npm: PostgreSQL with PostGIS and pgRouting, Chromium, a Chinese font.
# Safe to run again; says nothing when nothing is missing.
set -eu

packages="postgresql-15-postgis-3 postgresql-15-pgrouting chromium fonts-noto-cjk"
missing=""
for package in $packages; do
  status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  echo "setup-debian: 需要 Debian 12（apt-get），缺少：$missing / needs Debian 12 (apt-get); missing:$missing" >&2
  exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "setup-debian: 请以 root 运行，缺少：$missing / run as root; missing:$missing" >&2
  exit 1
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
echo "setup-debian: installing$missing" >&2
# Debian's package would make and start a cluster of its own; the tests bring their own.
mkdir -p /etc/postgresql-common
[ -e /etc/postgresql-common/createcluster.conf ] ||
  printf 'create_main_cluster = false\n' >/etc/postgresql-common/createcluster.conf
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # a list of words on purpose
if ! { apt-get update && apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
  tail -n 30 "$log" >&2
  exit 1
fi
