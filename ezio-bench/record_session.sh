#!/bin/bash
# Records docs/shell-session.md: a session of the shell at a terminal, with three other machines that restore.
#
#   record_session.sh [PAGE]     as root; by default docs/shell-session.md
#
# The machines are network namespaces on one bridge, their disks image files on a file system in memory (300 MiB); nothing
# of it is seen outside, nor left behind. It takes half a minute. bin/ezio builds what is not built; EZIO_BUILD=never runs
# what is there, EZIO_CHECKOUT names another checkout to run.
set -u
here=$(cd "$(dirname "$0")/.." && pwd -P) || exit 1
fail() { printf 'error: %s\n' "$1" >&2; exit 1; }

if [ -z "${RECORDING:-}" ]; then
  [ "$(id -u)" = 0 ] || fail "root makes the namespaces of the machines"
  for program in tmux ip unshare python3; do
    command -v "$program" > /dev/null || fail "$program is not installed"
  done
  case ${EZIO_CHECKOUT:-$here}/ in /mnt/*) fail "the disks of the machines are put over /mnt, which has the checkout" ;; esac
  page=${1:-$here/docs/shell-session.md}
  "${EZIO_CHECKOUT:-$here}/bin/ezio" --version > /dev/null || exit 1
  new=$(mktemp) || exit 1
  trap 'rm -f "$new"' EXIT
  RECORDING=$new EZIO_BUILD=never unshare --mount --net --uts --pid --fork --kill-child --mount-proc "$0" || exit 1
  cat "$new" > "$page" || exit 1
  exit 0
fi

# --- the machines ------------------------------------------------------------------------------------------------

shell=${EZIO_CHECKOUT:-$here}/bin/ezio-shell
ezio=${EZIO_CHECKOUT:-$here}/bin/ezio
lab=/mnt
hostname server
while umount -l /run/netns 2> /dev/null; do :; done
mkdir -p /run/netns && mount -t tmpfs none /run/netns || exit 1
mount -t tmpfs -o size=600M lab "$lab" && cd "$lab" || exit 1
mkdir home
export HOME=$lab/home TERM=screen-256color LC_ALL=C.UTF-8
export TMUX_TMPDIR=$lab/home
unset TMUX XDG_STATE_HOME XDG_CACHE_HOME JAVA_TOOL_OPTIONS

ip link set lo up
ip link add lab type bridge && ip address add 10.0.0.1/24 dev lab && ip link set lab up || exit 1
for i in 1 2 3; do
  ip netns add "lab-$i" && ip link add "port$i" type veth peer name eth0 netns "lab-$i" || exit 1
  ip link set "port$i" master lab up
  ip -n "lab-$i" link set lo up
  ip -n "lab-$i" address add "10.0.0.1$i/24" dev eth0
  ip -n "lab-$i" link set eth0 up
  mkdir "$lab/lab-$i"
done

# The same image each time, and so the same info hash.
python3 -c 'import random, sys; sys.stdout.buffer.write(random.Random(5).randbytes(64 << 20))' > sda1.img || exit 1

# Machine $1 restores, and serves what it has until this script ends.
restore() {
  HOME=$lab/lab-$1 ip netns exec "lab-$1" "$ezio" restore http://10.0.0.1:6969/torrents/sda1.torrent \
    "$lab/lab-$1/sda1.img" --create fit > "$lab/lab-$1/out" 2> "$lab/lab-$1/log" < /dev/null &
}

# --- the terminal ------------------------------------------------------------------------------------------------

terminal() { tmux -L ezio-session "$@"; }
screen() { terminal capture-pane -p; }

# Waits until a line of the screen matches an extended regular expression.
await() {
  local k
  for ((k = 0; k < 600; k++)); do
    screen | grep -Eq -- "$1" && return
    sleep 0.1
  done
  cat "$RECORDING" >&2; tail -n 20 "$lab"/lab-?/log "$lab"/lab-?/out >&2; screen >&2
  fail "no \"$1\" on the screen after a minute"
}

# What scrolls out of it from here on belongs to what is shown next.
clear_screen() {
  sleep 0.5
  terminal send-keys C-l
  sleep 0.3
  await '^ezio( \[[0-9]+\])?>$'
  terminal clear-history
}

# Begins a screen of its own, types a line, and waits for what comes of it.
enter() {
  clear_screen
  terminal send-keys -l -- "$1"
  terminal send-keys Enter
  await "$2"
}

# Writes the screen into the page, without the empty rows between what was printed and the bottom.
show() {
  # The bottom is drawn four times a second.
  sleep 0.4
  {
    printf '\n```\n'
    terminal capture-pane -p -S - | sed 's/[[:space:]]*$//' | cat -s | sed '1{/^$/d}' | sed '${/^$/d}'
    printf '```\n'
  } >> "$RECORDING"
}
say() { printf '\n%s\n' "$1" >> "$RECORDING"; }

cat > "$RECORDING" << 'PAGE'
# A session of the shell

Recorded by `ezio-bench/record_session.sh` at a terminal of 110 columns and 30 rows; the screen was cleared before each
command. The server is 10.0.0.1; lab-1 to lab-3, 10.0.0.11 to 10.0.0.13, are other machines (network namespaces of the same
one), each with a `bin/ezio restore` of its own.
PAGE

terminal -f /dev/null new-session -d -x 110 -y 30 "$shell" || exit 1
await '^ezio>$'

say '## What is here'
enter disks '^DEVICE'
await '^ezio>$'
show

say '## A torrent of an image'
enter 'torrent create sda1.img' '\[3/3\]'
await '^ezio>$'
show

say '## A seed beside the prompt'
say 'It is a job; its state is in the bottom row. The limit keeps the restores slow enough to look at them.'
enter 'set upload-limit 8MiB/s; seed sda1.torrent sda1.img --background --tracker --tracker-host 10.0.0.1' 'no peers'
await '^ezio \[1\]>$'
show

say '## Three machines join'
# shellcheck disable=SC2016
say '`bin/ezio restore http://10.0.0.1:6969/torrents/sda1.torrent sda1.img --create fit` on each of them. What happens
appears above the prompt.'
clear_screen
for i in 1 2 3; do restore "$i"; done
await '3 peers'
show

say '## Who has how much'
enter peers '^PEER'
await '^ezio \[1\]>$'
show
enter status '^IMAGE'
await '^ezio \[1\]>$'
show

say '## Until all three have all of it'
enter 'wait --copies 3 --timeout 10m' ' of 3 full copies'
show
await 'complete after'
await '^ezio \[1\]>$'
show
say 'Machines that are complete have nothing more to say to each other, and part; their copies stay counted.'
enter status '^IMAGE'
await '^ezio \[1\]>$'
show

say '## The end'
enter jobs '^1 +running'
await '^ezio \[1\]>$'
show
enter 'job stop 1' ': stopped'
await '^ezio>$'
show
terminal send-keys -l exit
terminal send-keys Enter

say 'What lab-1 printed:'
{
  printf '\n```\n'
  cat lab-1/log lab-1/out
  printf '```\n'
} >> "$RECORDING"
for i in 1 2 3; do
  cmp sda1.img "lab-$i/sda1.img" || fail "lab-$i has another image"
done
