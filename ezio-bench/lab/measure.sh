# shellcheck shell=bash
# measure.sh - what the scripts of this folder share; sourced by them. From the environment:
#   LAB       the folder of deploy_bench.sh, for the scripts that need it
#   LAB_WORK  work directory, on memory, so that no disk is measured; its images and torrents are there for the next script
#                                       [a new one in /dev/shm, which is removed in the end]
#   LAB_RUN   a command that is put before each deployment, such as nice, or a lock  []
#   LAB_RAW   file to which the lines of single runs are appended                  [none]
# Engines are given PIECE_KIB, EZIO_BIN, LAB_OPTS and whatever else they look at.
set -u
lab=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$lab/../.." && pwd)
work=${LAB_WORK:-/dev/shm/ezio-lab.$$}
raw=${LAB_RAW:-$work/runs.txt}
py=/usr/bin/python3
mkdir -p "$work"
. "$lab/lab_java.sh"
. "$lab/log.sh"

usage() { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"; exit 2; }
fail() { echo "error: $1" >&2; exit 1; }
need() { local t; for t in "$@"; do command -v "$t" > /dev/null || fail "$t is missing"; done; }

# The machine, the JDK and the commit, as docs/benchmarks.md names them.
facts() {
  local commit changed=
  commit=$(git -C "$root" rev-parse --short HEAD)
  git -C "$root" diff --quiet HEAD -- '*.java' '*pom.xml' bin || changed=' with changes'
  echo "$(nproc) cores ($(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)), $(
    awk '/^MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo), $(
    . /etc/os-release; echo "$PRETTY_NAME"), Linux $(uname -r), $(
    "$java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/JDK \1/p'), commit $commit$changed, $(date +%F)"
}

# deployment LABEL ENGINE TARGETS RATE MIB PIECE_KIB: runs deploy_bench.sh, RUNS [1] times; a line for each run goes to $raw
# under LABEL.
deployment() {
  [ -x "${LAB:-}/deploy_bench.sh" ] || fail "LAB must be the folder of deploy_bench.sh, is ${LAB:-not set}"
  local status=0 stalled
  # Payload, image and each target are in memory; a machine that runs short of it measures its own paging.
  await_memory $((($5 + ${NODE_MIB:-250}) * ($3 + 1) + 512)) || return 1
  # shellcheck disable=SC2016,SC2086  # the pressure is read once LAB_RUN has waited for whatever it waits for
  PIECE_KIB=$6 LIMIT=${LIMIT:-$(limit_s "$4" "$5")} ${LAB_RUN:-} \
    bash -c 'cat /proc/pressure/memory > "$0" 2> /dev/null; exec "$@"' "$work/pressure" \
    "$LAB/deploy_bench.sh" -e "$2" -n "$3" -r "$4" -p "$5" -R "${RUNS:-1}" -w "$work" \
    > "$work/last.out" 2> "$work/last.err" || status=$?
  [ "$status" = 0 ] || echo "run engine=x n=$3 rate=$4 run=0 payload_mib=$5 total_s=never exit=$status" >> "$work/last.out"
  grep -v '^Killed' "$work/last.err" >&2
  stalled=$(calc "($(stall_us /proc/pressure/memory)-$(stall_us "$work/pressure"))/1e6")
  sed -n "/^run/{s/^run engine=[^ ]* /run engine=$1 piece_kib=$6 /;s/\$/ memory_stall_s=$stalled/p}" "$work/last.out" |
    tee -a "$raw"
}
# What all processes of the machine have waited for memory at once so far: more than a little in a run spoils it.
stall_us() { awk '/^full/ { sub(/.*total=/, ""); t = $0 } END { print t + 0 }' "$1" 2> /dev/null || echo 0; }
await_memory() {                                # await_memory MIB: at most 10 minutes, for other work to end
  local k
  for ((k = 0; k < 600; k++)); do
    [ "$(awk '/^MemAvailable/ { print int($2 / 1024) }' /proc/meminfo)" -lt "$1" ] || return 0
    sleep 1
  done
  echo "error: $1 MiB of memory are needed and not available; is $work full of old images?" >&2
  return 1
}
# A run that takes longer than this has not ended: three times what the link needs, and EZIO's stall of 60 s.
limit_s() { echo $((70 + 3 * $2 * 8388608 / $(bits "$1"))); }
bits() { numfmt --from=si "$(echo "$1" | sed 's/bit$//; s/[km]$/\U&/; s/g$/G/')"; }

# ---- nodes on loopback -----------------------------------------------------------------------
declare -A wrapper=()
# start NAME CMD...: in the background; output to $RUN/NAME.log, CPU seconds and peak memory to $RUN/NAME.usage
start() {
  local name=$1; shift
  /usr/bin/time -f '%U %S %M' -o "$RUN/$name.usage" "$@" < /dev/null > "$RUN/$name.log" 2>&1 &
  wrapper[$name]=$!
}
pid_of() { pgrep -P "${wrapper[$1]}"; }
stop() {                                        # stop NAME [SIGNAL]
  local kid
  [ -n "${wrapper[$1]:-}" ] || return 0
  for kid in $(pid_of "$1"); do kill "-${2:-TERM}" "$kid" 2> /dev/null; done
  wait "${wrapper[$1]}" 2> /dev/null
  unset "wrapper[$1]"
}
stop_everything() { local name; for name in "${!wrapper[@]}"; do stop "$name"; done; }
# await NAME WORD [SECONDS]: until the node has said a line that begins with WORD
await() {
  await_said "$RUN/$1.log" "$2" "${3:-60}" && return
  echo "error: $1 did not say $2 within ${3:-60} s" >&2; tail -n 20 "$RUN/$1.log" >&2; return 1
}
now() { date +%s.%N; }
# cpu_s NAME: the seconds that a running node has used so far
cpu_s() {
  sed 's/.*) //' "/proc/$(pid_of "$1")/stat" | awk -v hz="$(getconf CLK_TCK)" '{ printf "%.2f", ($12 + $13) / hz }'
}
usage_s() { awk 'NF == 3 { printf "%.2f", $1 + $2 }' "$RUN/$1.usage"; }
rss_mib() { awk 'NF == 3 { printf "%d", $3 / 1024 }' "$RUN/$1.usage"; }
calc() { awk "BEGIN { printf \"${2:-%.2f}\", $1 }"; }     # calc EXPRESSION [FORMAT]

# transfer TORRENT FROM TO [ENGINE]: one seeder, one target on loopback, both up and idle before the clock starts, which is
# until the target is complete; calls before_go before that, if there is such a function. The payload is $mib MiB. Sets
# measured to key=value: mb_s (10^6 bytes), CPU seconds per GiB of the transfer alone and of the whole process with its
# start, peak RSS. LAB_OPTS and LT_OPTS go to the nodes.
transfer() {
  local line t0 t1 s0 s1 c0 c1
  mkfifo "$RUN/go"
  node seed "${4:-ezio}" seed "$1" "$2" port=7881 listen=127.0.0.1
  await seed ready || return 1
  node target "${4:-ezio}" restore "$1" "$3" port=7882 listen=127.0.0.1 peers=127.0.0.1:7881 go="$RUN/go"
  await target ready || return 1
  s0=$(cpu_s seed); c0=$(cpu_s target); t0=$(now)
  echo > "$RUN/go"
  await target COMPLETE 120 || return 1
  t1=$line; s1=$(cpu_s seed); c1=$(cpu_s target)
  stop target; stop seed
  # shellcheck disable=SC2154
  measured="seconds=$(calc "$t1-$t0") mb_s=$(calc "$mib*1.048576/($t1-$t0)" %.0f)"
  measured+=" seed_cpu_s_gib=$(calc "($s1-$s0)*1024/$mib") target_cpu_s_gib=$(calc "($c1-$c0)*1024/$mib")"
  measured+=" seed_whole_cpu_s_gib=$(calc "$(usage_s seed)*1024/$mib")"
  measured+=" target_whole_cpu_s_gib=$(calc "$(usage_s target)*1024/$mib")"
  measured+=" seed_rss_mib=$(rss_mib seed) target_rss_mib=$(rss_mib target)"
}
node() {                                        # node NAME ENGINE ARGS...
  local name=$1 engine=$2; shift 2
  # shellcheck disable=SC2086
  case $engine in
    ezio) start "$name" "${NODE[@]}" "$@" ${LAB_OPTS:-} ;;
    libtorrent) start "$name" "$py" "$lab/libtorrent_node.py" "$@" ${LT_OPTS:-} ;;
  esac
}

# new_run: an empty directory for a run, in RUN; removed at the end of the script, with what still runs
new_run() {
  end_run; RUN=$work/run.$$; rm -rf "$RUN"; mkdir -p "$RUN"
  # The subshell of a pipeline has not got the script's trap, and the script does not know what it started.
  [ "$BASH_SUBSHELL" = 0 ] || trap end_run EXIT
}
end_run() { stop_everything; [ -z "${RUN:-}" ] || rm -rf "$RUN"; RUN=; }
end_script() { end_run; [ -n "${LAB_WORK:-}" ] || rm -rf "$work"; }
trap end_script EXIT
trap 'exit 130' INT TERM
