# shellcheck shell=sh
# For the scripts beside it, which read it: one run at a time, a log, and what the exit code means.
#
#   EZIO        the program; by default the one of this checkout, else the one on PATH
#   EZIO_LOG    the log; by default /var/log/ezio/NAME.log, or a file in the state directory of a user
#   EZIO_LOCK   the lock file; by default /run/lock/ezio-NAME.lock, or one in TMPDIR

# Sets name, ezio, log and lock.
prepare() {
  name=$1
  here=$(cd "$(dirname "$0")" && pwd -P) || exit 1
  recipes=$(dirname "$here")
  ezio=${EZIO:-}
  if [ -z "$ezio" ]; then
    ezio=$recipes/../bin/ezio
    [ -x "$ezio" ] || ezio=ezio
  fi
  if [ "$(id -u)" = 0 ]; then
    log=${EZIO_LOG:-/var/log/ezio/$name.log}
    lock=${EZIO_LOCK:-/run/lock/ezio-$name.lock}
  else
    log=${EZIO_LOG:-${XDG_STATE_HOME:-$HOME/.local/state}/ezio/$name.log}
    lock=${EZIO_LOCK:-${TMPDIR:-/tmp}/ezio-$name.lock}
  fi
  mkdir -p "$(dirname "$log")" || exit 1
}

say() {
  printf '%s %s: %s\n' "$(date '+%Y-%m-%d %H:%M:%S')" "$name" "$1" >>"$log"
  printf '%s: %s\n' "$name" "$1"
}

# Runs a recipe and ends with its exit code. The log gets everything, and the caller of the script the last word.
run_recipe() {
  exec 9>"$lock" || exit 1
  if ! flock -n 9; then
    say "another run holds $lock"
    exit 4
  fi
  say "begins: $*"
  # Without a terminal, and with nothing to read. A signal to this script is for the run: it syncs the disks first.
  "$ezio" run --output plain "$@" </dev/null >>"$log" 2>&1 9>&- &
  child=$!
  trap 'kill -TERM "$child" 2>/dev/null' TERM HUP
  trap 'kill -INT "$child" 2>/dev/null' INT
  while :; do
    wait "$child"
    code=$?
    # A trap ends the wait, not the run.
    kill -0 "$child" 2>/dev/null || break
  done
  wait "$child"
  last=$?
  [ "$last" = 127 ] || code=$last
  say "$(words "$code")"
  exit "$code"
}

words() {
  case $1 in
    0) echo "done" ;;
    2) echo "exit 2: a parameter is wrong; see $log" ;;
    3) echo "exit 3: the recipe, a torrent or an image cannot be read; see $log" ;;
    4) echo "exit 4: refused, nothing was written; see $log" ;;
    5) echo "exit 5: a disk or a command has failed; see $log" ;;
    6) echo "exit 6: a port is taken, or nobody was reached; see $log" ;;
    7) echo "exit 7: an image is not what its torrent says; see $log" ;;
    8) echo "exit 8: not every machine finished in time; see $log" ;;
    130 | 143) echo "exit $1: stopped, what was written is synced; see $log" ;;
    *) echo "exit $1: a bug in ezio, or no ezio; see $log" ;;
  esac
}
