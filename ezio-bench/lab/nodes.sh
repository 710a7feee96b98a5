# shellcheck shell=bash disable=SC2154
# nodes.sh - what the engines of this folder share; sourced by them. Their nodes say "ready" when they are up, wait for a
# line in a FIFO, and say "COMPLETE EPOCH" when they hold everything. From the environment:
#   FULL_TARGETS   1: targets are full of zeros when they begin, as a disk has its blocks; otherwise they are sparse, and a
#                  virtual machine that gets its memory from a host when it is first used is measured with them   []
. "$(dirname "${BASH_SOURCE[0]}")/log.sh"
await_ready() {                                 # await_ready NAME
  await_said "$RUN/$1.log" ready 30 || { cat "$RUN/$1.log" >&2; return 1; }
}
fill() {                                        # fill FILE BYTES
  [ -z "${FULL_TARGETS:-}" ] || head -c "$2" /dev/zero 1<> "$1"
}
all_started() { local i; for ((i = 1; i <= N; i++)); do await_ready "client$i" || return 1; done; }
go() { local i; for ((i = 1; i <= N; i++)); do echo > "$RUN/go.$i"; done; }
poll_done() { local i; for ((i = 1; i <= N; i++)); do poll_client "$i"; done; }
poll_client() {
  local line
  [ -e "$RUN/done.$1" ] || ! said "$RUN/client$1.log" COMPLETE || mark_done "$1" "$line"
}
stop_all() {
  local i
  for ((i = 1; i <= N; i++)); do stop "client$i"; done
  stop seed; stop tracker
  grep -ahE 'WARN|ERROR|Exception|Traceback' "$RUN"/*.log | sort | uniq -c | sort -rn | head -5 >&2
}
