#!/usr/bin/env bash
# Gives a command a container engine, with the image of the hosts that the suite `hosts` tries the check on:
#
#   scripts/real-hosts.sh [--install] COMMAND...
#
# An engine that runs already (DOCKER_HOST, /var/run/docker.sock) is used as it is. Else, with --install and as root on
# Debian, the packages are installed and an engine is started for this one command: in a network namespace of its own, in
# which the command runs too, so that nothing of the machine's network or firewall is touched and no container can reach
# further than that namespace. It is stopped and removed when the command ends.
#
# With --install the tests that need no container get what they need, too: Wine on the machine itself, python3-winrm, and
# gss-ntlmssp, alone and in Apache.
#
# Exit code 69 with a line that says why and what to do, where there is no engine; else that of the command.
set -euo pipefail

readonly no_engine=69
readonly suite=bookworm
readonly packages=openssh-server,wine,wine64,samba-common-bin,postfix,nftables,iproute2,procps
readonly engine_packages='docker.io containerd runc iptables iproute2'
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly files=$root/apps/cli/test/hosts/image
base_key=$(echo "$suite $packages" | sha256sum | cut -c 1-12)
image=scanclash/hosts:$({ echo "$base_key"; cat "$files"/*; } | sha256sum | cut -c 1-12)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/scanclash
namespace=scanclash$$
state=

say() { echo "real-hosts: $*" >&2; }

absent() {
  say "NO CONTAINER ENGINE: $*. Start Docker (or set DOCKER_HOST) where mmdebstrap is installed, or, as root on Debian:" \
    'scripts/real-hosts.sh --install npx vitest run --project hosts'
  exit $no_engine
}

# install_packages PROGRAM PACKAGES: where the program is not there
install_packages() {
  command -v "$1" >/dev/null && return
  [ $install = yes ] || absent "$1 is not installed"
  add_packages "$2"
}

add_packages() {
  [ "$(id -u)" = 0 ] || absent "$1: not installed, and only root could install it"
  command -v apt-get >/dev/null || absent "$1: not installed, and this is no Debian"
  say "installing $1"
  local log
  log=$(mktemp)
  # shellcheck disable=SC2086 # a list of words
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $1; } \
    </dev/null >"$log" 2>&1 || { tail -n 5 "$log" >&2; rm "$log"; absent "apt-get install $1 failed"; }
  rm "$log"
}

# Runs in mount and cgroup namespaces of its own. Where the machine has cgroups of version 1, they are mounted anew: what the
# engine sees as the root is then the cgroup of this script, and containers count as part of it.
start_dockerd() {
  local driver=$1
  local versions
  versions=$(awk '$3 == "cgroup" { print $2 }' /proc/mounts | sort -u)
  if [ -n "$versions" ]; then
    for mounted in $versions; do umount "$mounted"; done
    umount /sys/fs/cgroup/unified 2>/dev/null || true
    umount /sys/fs/cgroup
    mount -t tmpfs cgroup /sys/fs/cgroup
    for mounted in $versions; do
      local controllers=${mounted##*/}
      mkdir "/sys/fs/cgroup/$controllers"
      [ "$controllers" = systemd ] && controllers=none,name=systemd
      mount -t cgroup -o "$controllers" cgroup "/sys/fs/cgroup/${mounted##*/}"
    done
  fi
  exec dockerd --data-root "$state/data" --exec-root "$state/run" --pidfile "$state/docker.pid" \
    --host "unix://$state/docker.sock" --storage-driver "$driver" \
    --cgroup-parent "/$namespace" --exec-opt native.cgroupdriver=cgroupfs
}

answers() { for _ in $(seq 100); do docker version >/dev/null 2>&1 && return; sleep 0.1; done; return 1; }

start_engine() {
  ip netns add "$namespace" || absent 'no network namespace can be made'
  # Without IPv6, because published ports of the two families may differ.
  nsenter --net="/run/netns/$namespace" sh -c '
    sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.lo.disable_ipv6=1
    ip link set lo up
    sysctl -qw net.ipv4.ip_forward=1'
  export -f start_dockerd
  export state namespace DOCKER_HOST="unix://$state/docker.sock"
  for driver in overlay2 fuse-overlayfs vfs; do
    nsenter --net="/run/netns/$namespace" unshare --mount --cgroup --propagation private \
      bash -ec "start_dockerd $driver" >"$state/dockerd.log" 2>&1 </dev/null &
    if answers; then return; fi
    say "dockerd with $driver did not start: $(tail -n 1 "$state/dockerd.log")"
  done
  absent 'dockerd did not start'
}

stop_engine() {
  local pid
  pid=$(cat "$state/docker.pid" 2>/dev/null || true)
  if [ -n "$pid" ]; then
    docker ps --all --quiet 2>/dev/null | xargs -r docker rm --force >/dev/null 2>&1 || true
    kill "$pid" 2>/dev/null || true
    for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
  fi
  ip netns del "$namespace" 2>/dev/null || true
  find /sys/fs/cgroup -depth -type d -path "*/$namespace*" -exec rmdir {} \; 2>/dev/null || true
  rm -rf --one-file-system "$state"
}

# Made of Debian packages, never published: it holds the package sources of the machine.
make_image() {
  docker image inspect "$image" >/dev/null 2>&1 && return
  local archive=$cache/hosts-$base_key.tar.gz
  if [ ! -s "$archive" ]; then
    install_packages mmdebstrap mmdebstrap
    say "making an image of $packages"
    mkdir -p "$cache"
    mmdebstrap --quiet --variant=apt "--include=$packages" --aptopt='APT::Install-Recommends "false"' \
      --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
      --dpkgopt='path-exclude=/usr/share/locale/*' "$suite" - | gzip -1 >"$archive.$$"
    mv "$archive.$$" "$archive"
  fi
  docker import "$archive" scanclash/hosts-base:local >/dev/null
  DOCKER_BUILDKIT=0 docker build --quiet --tag "$image" "$files" >/dev/null 2>&1 || absent "docker build of $files failed"
  say "image $image is ready"
}

install=no
if [ "${1:-}" = --install ]; then install=yes; shift; fi
[ $# -gt 0 ] || { sed -n '2,5s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }

# The image that cleans up after testcontainers would have to be downloaded.
export TESTCONTAINERS_RYUK_DISABLED=true
within=()
if [ -n "${DOCKER_HOST:-}" ] || [ -S /var/run/docker.sock ]; then
  docker version >/dev/null 2>&1 || absent 'DOCKER_HOST or /var/run/docker.sock is there, but no engine answers'
elif [ $install = no ]; then
  absent 'none is running'
elif [ "$(id -u)" != 0 ]; then
  absent 'none is running, and only root could start one'
else
  install_packages dockerd "$engine_packages"
  state=$(mktemp -d -t scanclash-hosts.XXXXXX)
  trap stop_engine EXIT
  start_engine
  within=(nsenter "--net=/run/netns/$namespace")
fi
make_image
if [ $install = yes ]; then
  install_packages wine 'wine wine64'
  install_packages openssl openssl
  /usr/bin/python3 -c 'import winrm, requests_ntlm, gssapi' 2>/dev/null \
    || add_packages 'python3-winrm python3-requests-ntlm python3-gssapi'
  [ -e /usr/lib/apache2/modules/mod_auth_gssapi.so ] && [ -e /etc/gss/mech.d/mech.ntlmssp.conf ] \
    || add_packages 'apache2-bin libapache2-mod-auth-gssapi gss-ntlmssp'
fi
SCANCLASH_HOSTS=$image "${within[@]}" "$@"
