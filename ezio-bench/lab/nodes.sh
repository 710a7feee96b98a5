# shellcheck shell=bash disable=SC2154
# nodes.sh - what the engines of this folder share; sourced by them. Their nodes say "ready" when they are up, wait for a
# line in a FIFO, and say "COMPLETE EPOCH" when they hold everything.
await_ready() {                                 # await_ready NAME
  local k; for ((k = 0; k < 600; k++)); do grep -qs '^ready' "$RUN/$1.log" && return; sleep 0.05; done
  cat "$RUN/$1.log" >&2; return 1
}
all_started() { local i; for ((i = 1; i <= N; i++)); do await_ready "client$i" || return 1; done; }
go() { local i; for ((i = 1; i <= N; i++)); do echo > "$RUN/go.$i"; done; }
poll_done() { local i; for ((i = 1; i <= N; i++)); do poll_client "$i"; done; }
poll_client() {
  local line
  [ -e "$RUN/done.$1" ] && return
  line=$(grep -a -m1 '^COMPLETE' "$RUN/client$1.log") && mark_done "$1" "${line#COMPLETE }"
}
stop_all() {
  local i
  for ((i = 1; i <= N; i++)); do stop "client$i"; done
  stop seed; stop tracker
  grep -ahE 'WARN|ERROR|Exception|Traceback' "$RUN"/*.log | sort | uniq -c | sort -rn | head -5 >&2
}
