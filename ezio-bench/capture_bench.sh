#!/bin/bash
# capture_bench.sh - capturing one file system: partclone -c -t against ezio capture.
#
#   capture_bench.sh [-d DIR] [-m MIB] [-n RUNS] [-f FS] [-e EZIO]
#
#   -d  where the image is made; keep it on memory, so that no disk is measured   [/dev/shm]
#   -m  MiB of random files in the image                                          [2048]
#   -n  runs of each, in turns                                                    [5]
#   -f  ext4, or fat32, which needs mtools                                        [ext4]
#   -e  the ezio to run                                                           [../bin/ezio]
#
# Both find the used blocks of the same file system, hash them in pieces of 16 MiB and write a
# torrent.info; ezio writes a .torrent too. The script ends with an error if the two torrent.info are not
# the same, byte for byte. Whole processes are timed, JVM start included.
#
# partclone waits for its progress display, which is refreshed every 2 s: its wall time comes in these
# steps. So it is also measured with -f 0, where it does not wait (and keeps a core busy with its display),
# which nobody runs it with: that is how fast it reads and hashes on one core.
#
# Also printed: peak memory (maximum RSS) and CPU seconds of each.
# A good number is a ratio of 1.5 on 2 cores, and less than 300 MiB.
# Needs partclone, e2fsprogs or dosfstools and mtools, python3, GNU time. An ordinary user is enough.
set -eu -o pipefail

dir=/dev/shm mib=2048 runs=5 fs=ext4 ezio=$(dirname "$(readlink -f "$0")")/../bin/ezio
while getopts d:m:n:f:e: option; do
    case $option in
        d) dir=$OPTARG ;;
        m) mib=$OPTARG ;;
        n) runs=$OPTARG ;;
        f) fs=$OPTARG ;;
        e) ezio=$OPTARG ;;
        *) sed -n '2,23s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
done
PATH=$PATH:/usr/sbin:/sbin
for tool in "partclone.$fs" "mkfs.${fs%32}" python3 /usr/bin/time; do
    command -v "$tool" >/dev/null || { echo "error: $tool is missing" >&2; exit 2; }
done

work=$(mktemp -d -p "$dir")
trap 'rm -rf "$work"' EXIT
export XDG_STATE_HOME=$work/state

echo "making $fs with $mib MiB of random files in $work"
truncate -s $((mib * 5 / 4 + 64))M "$work/image"
if [ "$fs" = ext4 ]; then
    mkfs.ext4 -q "$work/image"
else
    mkfs.fat -F 32 "$work/image" >/dev/null
fi
for ((i = 0; i < mib / 64; i++)); do
    head -c 64M /dev/urandom >"$work/file"
    if [ "$fs" = ext4 ]; then
        debugfs -w -R "write $work/file $i" "$work/image" >/dev/null 2>&1
    else
        mcopy -i "$work/image" "$work/file" "::/$i"
    fi
done
rm "$work/file"

# measure NAME RUN COMMAND...: its seconds, CPU seconds and KiB go to the results. partclone's exit code says nothing.
measure() {
    local name=$1 run=$2
    shift 2
    /usr/bin/time -o "$work/time" -f '%e %U %S %M' "$@" >"$work/$name.log" 2>&1 </dev/null || true
    tail -n 1 "$work/time" | sed "s/^/$run $name /" >>"$work/results"
    [ -s "$work/$name/torrent.info" ] || [ -s "$work/$name/image.torrent.info" ] ||
        { tail -n 5 "$work/$name.log" >&2; exit 1; }
}

run_partclone() {
    rm -rf "$work/partclone"
    mkdir "$work/partclone"
    measure partclone "$1" "partclone.$fs" -c -d -t -z 16777216 -L /dev/null -s "$work/image" -o "$work/partclone"
}

run_unhindered() {
    rm -rf "$work/unhindered"
    mkdir "$work/unhindered"
    measure unhindered "$1" "partclone.$fs" -c -t -f 0 -z 16777216 -L /dev/null -s "$work/image" -o "$work/unhindered"
}

run_ezio() {
    rm -rf "$work/ezio"
    measure ezio "$1" "$ezio" capture "$work/image" --to "$work/ezio" --as-clonezilla
}

# Run 0 is not counted: all find their pages in memory then.
for ((run = 0; run <= runs; run++)); do
    for tool in partclone unhindered ezio; do
        "run_$tool" "$run"
    done
done

cmp "$work/partclone/torrent.info" "$work/ezio/image.torrent.info"
cmp "$work/partclone/torrent.info" "$work/unhindered/torrent.info"
python3 - "$work/partclone/torrent.info" "$work/results" "$(nproc)" "partclone.$fs" <<'PYTHON'
import re, statistics, sys
info, results, cores, program = sys.argv[1:]
text = open(info).read()
size = sum(int(x, 16) for x in re.findall(r"^length: (\w+)$", text, re.M))
print("the torrent.info are the same: %d extents, %d pieces, %d bytes; %s cores"
      % (text.count("offset:"), text.count("sha1:"), size, cores))
rows = {}
for line in open(results):
    run, name, *values = line.split()
    if run != "0":
        rows.setdefault(name, []).append([float(v) for v in values])
titles = {"partclone": program + " -c -t", "unhindered": program + " -c -t -f 0", "ezio": "ezio capture"}
print("| program | seconds | MB/s (median) | CPU s (median) | peak RSS, MiB |")
print("|---|---|---|---|---|")
median = {}
for name, runs in rows.items():
    median[name] = statistics.median(r[0] for r in runs)
    print("| %s | %s | %d | %.2f | %d |" % (
        titles[name], ", ".join("%.2f" % r[0] for r in runs), size / 1e6 / max(median[name], 0.01),
        statistics.median(r[1] + r[2] for r in runs), max(r[3] for r in runs) / 1024))
for name in ("partclone", "unhindered"):
    print("ezio is %.2f times as fast as %s" % (median[name] / median["ezio"], titles[name]))
PYTHON
