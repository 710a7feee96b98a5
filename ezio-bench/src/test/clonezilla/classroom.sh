#!/bin/bash
# A server and three machines, as Clonezilla runs them for a deployment over BitTorrent: its command lines, in network
# and process namespaces of their own, which end with this script.
#
#   classroom.sh WORK SOURCE TARGET TARGET TARGET
#
# WORK is a directory that everybody may read; bin/ in it has "ezio", and EZIO's clients by their names. The disks have
# a partition with ext4, one with FAT32, and one with anything. Prints "server: seeding" when the images are offered,
# "lab-N: ended with CODE" of each ezio, and reads a line before the server's is to end.
#
#   EZIO   the program
set -u
here=$(cd "$(dirname "$0")" && pwd -P) || exit 1
if [ -z "${CLASSROOM:-}" ]; then
  CLASSROOM=1 exec unshare --mount --net --pid --fork --kill-child --mount-proc "$0" "$@"
fi
work=$1
source=$2
shift 2
export PATH="$work/bin:$PATH" EZIO_BUILD=never
unset JAVA_TOOL_OPTIONS XDG_STATE_HOME XDG_CACHE_HOME

# --- the network -------------------------------------------------------------------------------------------------

mkdir -p /run/netns && mount -t tmpfs none /run/netns && mount --make-private /run/netns || exit 1
machines='1 2 3'
{
  echo 'link set lo up'
  echo 'link add lab type bridge'
  echo 'address add 10.0.0.1/24 dev lab'
  echo 'link set lab up'
} | ip -batch - || exit 1
for i in $machines; do
  ip netns add "lab-$i" && ip link add "port$i" type veth peer name eth0 netns "lab-$i" &&
    ip link set "port$i" master lab up || exit 1
  printf '%s\n' 'link set lo up' "address add 10.0.0.1$i/24 dev eth0" 'link set eth0 up' |
    ip -n "lab-$i" -batch - || exit 1
done

# --- the server --------------------------------------------------------------------------------------------------

export HOME="$work/server"
"$here/server.sh" "$work" "$source" <&0 &
server=$!
until [ -e "$work/offered" ]; do
  kill -0 "$server" 2>/dev/null || exit 1
  sleep 0.05
done

# --- the machines ------------------------------------------------------------------------------------------------

for i in $machines; do
  mkdir -p "$work/lab-$i"
  HOME=$work/lab-$i ip netns exec "lab-$i" unshare --pid --fork --kill-child --mount-proc \
    "$here/machine.sh" "$work" "lab-$i" "$1" </dev/null &
  shift
done
wait
