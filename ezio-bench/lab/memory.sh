#!/bin/bash
# memory.sh - peak memory of bin/ezio as seeder and as target, on loopback without a limit of rate, with little RAM.
#
#   memory.sh [-s "GIB…"] [-l "LIMITS…"] [-p KIB] [-c CACHE] [-R RUNS]
#
#   -s  sizes of the image, GiB                                                         ["1 4"]
#   -l  MiB of RAM that each of the two is allowed, by a cgroup; none for no limit      ["none 1024"]
#   -p  piece length, KiB                                                               [16384]
#   -c  --cache-size of both                                                            [128MiB]
#   -R  runs of each                                                                    [1]
#
# A good number is 300 MiB for the target and 200 MiB for the seeder, at the same rate as without the limit. Image and
# target are in memory that is charged to neither cgroup, as the target's pages exist before it starts; with LAB_WORK on a
# disk the page cache is charged to them, as it is on a real machine. Besides the peak resident set ("Maximum resident
# set size" of GNU time) it prints the cgroup's own peak, with page cache and kernel memory. Needs root, and the memory
# controller of cgroup v1 or v2.
. "$(dirname "$0")/measure.sh"
sizes="1 4" limits="none 1024" piece=16384 cache=128MiB runs=1
while getopts s:l:p:c:R: option; do
  case $option in
    s) sizes=$OPTARG ;; l) limits=$OPTARG ;; p) piece=$OPTARG ;; c) cache=$OPTARG ;; R) runs=$OPTARG ;; *) usage ;;
  esac
done

# The groups are made below this process's own (v1), or beside it (v2, where a group with processes has no children).
if [ -e /sys/fs/cgroup/memory/cgroup.procs ]; then
  base=/sys/fs/cgroup/memory$(sed -n 's/^[0-9]*:memory://p' /proc/self/cgroup) limit_file=memory.limit_in_bytes
  peak_file=memory.max_usage_in_bytes
else
  base=/sys/fs/cgroup$(sed -n 's/^0:://p' /proc/self/cgroup | xargs dirname) limit_file=memory.max peak_file=memory.peak
fi
groups=()
group() {                                       # group NAME MIB: makes one, sets in_group, the command that enters it
  local dir=$base/ezio-lab-$$-$1
  in_group=()
  [ "$2" != none ] || return 0
  mkdir "$dir" || fail "no cgroup can be made in $base"
  groups+=("$dir")
  echo $(($2 << 20)) > "$dir/$limit_file" || fail "$base has no memory limits"
  # shellcheck disable=SC2016
  in_group=(sh -c 'echo $$ > "$0/cgroup.procs" && exec "$@"' "$dir")
}
peak_mib() { [ ! -e "$base/ezio-lab-$$-$1/$peak_file" ] || echo $(($(cat "$base/ezio-lab-$$-$1/$peak_file") >> 20)); }
end_groups() { local g; for g in "${groups[@]}"; do rmdir "$g"; done; groups=(); }
trap 'end_script; end_groups' EXIT

one() {                                         # one GIB LIMIT RUN
  local source=$work/memory-$1 bytes=$(($1 << 30)) v=bad t
  mkdir -p "$source"
  [ -s "$source/image" ] || head -c "$bytes" /dev/urandom > "$source/image" || return 1
  [ -s "$source/$piece.torrent" ] || "$root/bin/ezio" torrent create "$source/image" -o "$source/$piece.torrent" \
    --piece-length "${piece}KiB" --tracker http://127.0.0.1:7969/announce > /dev/null 2>&1 || return 1
  new_run
  export XDG_STATE_HOME=$RUN
  head -c "$bytes" /dev/zero > "$RUN/target" || return 1
  group seed "$2"
  start seed "${in_group[@]}" "$root/bin/ezio" seed "$source/$piece.torrent" "$source/image" --trust --tracker \
    --tracker-port 7969 --tracker-host 127.0.0.1 --port 7881 --listen 127.0.0.1 --cache-size "$cache" --output plain
  await seed '*the torrent is at' || return 1
  group target "$2"
  start target "${in_group[@]}" "$root/bin/ezio" restore "$source/$piece.torrent" "$RUN/target" --overwrite "$RUN/target" \
    --stop-after now --port 7882 --listen 127.0.0.1 --cache-size "$cache" --output plain
  wait "${wrapper[target]}" || { tail -n 5 "$RUN/target.log" >&2; return 1; }
  unset "wrapper[target]"
  stop seed
  cmp -s "$source/image" "$RUN/target" && v=ok
  t=$(sed -n 's/.*: complete, .* synced in \([0-9.:]*\).*/\1/p' "$RUN/target.log" |
    awk -F: '{ print NF == 2 ? $1 * 60 + $2 : $1 }')
  echo "memory gib=$1 piece_kib=$piece cache=$cache allowed=$2 run=$3 seconds=$t mb_s=$(calc "$bytes/1e6/$t" %.0f)" \
    "seed_rss_mib=$(rss_mib seed) target_rss_mib=$(rss_mib target) seed_group_mib=$(peak_mib seed)" \
    "target_group_mib=$(peak_mib target) verify=$v" | tee -a "$raw" "$rows"
  end_groups
}

# No pipe behind this: its end has to end the seeder too.
rows=$work/rows.$$; rm -f "$rows"
for gib in $sizes; do for limit in $limits; do for ((run = 1; run <= runs; run++)); do
  one "$gib" "$limit" "$run" || fail "the run with $gib GiB and $limit MiB of RAM did not end well"
done; done; done
echo; facts; echo
echo "| image | pieces | cache | RAM allowed | MB/s | RSS seeder | RSS target | verified |"
echo "|---|---|---|---|---|---|---|---|"
sed 's/[^ ]*=//g' "$rows" | while read -r _ gib kib cache allowed _ _ rate seeder target rest; do
  echo "| $gib GiB | $kib KiB | $cache | ${allowed/%[0-9]/& MiB} | $rate | $seeder MiB | $target MiB | ${rest##* } |"
done
rm -f "$rows"
