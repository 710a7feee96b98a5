#!/bin/bash
# image_bench.sh - making a torrent of a packed partclone image: zstdcat | partclone.restore -t against ezio.
#
#   image_bench.sh [-d DIR] [-m MIB] [-n RUNS] [-c "KINDS"] [-e EZIO]
#
#   -d  where the image is made; keep it on memory, so that no disk is measured   [/dev/shm]
#   -m  MiB of files in the image                                                 [2048]
#   -n  runs of each, in turns                                                    [3]
#   -c  how it is packed: zst gz lz4 xz                                           ["zst gz"]
#   -e  the ezio to run                                                           [../bin/ezio]
#
# The image is an ext4 as Clonezilla saves it ("partclone.ext4 -c -z 10485760": CRC32), packed as its two versions do
# ("zstd -3", "gzip --fast"). A quarter of its files are random bytes, a quarter base64, a quarter text, a quarter
# repeats itself. Both read it, compare its checksums, and make the list of SHA-1 sums of 16 MiB pieces; the script ends
# with an error if the lists are not the same. partclone has its own program unpack on another core; ezio writes a
# .torrent. Whole processes are timed, JVM start included; "peak" is the largest resident memory.
# partclone's wall time comes in whole seconds (it waits for its progress display).
# A good number is a ratio of 1.5 on 2 cores: partclone checks and hashes on one thread.
# DIR needs 2.5 times MIB. Needs partclone, e2fsprogs, python3, GNU time, and what packs. An ordinary user is enough.
set -eu -o pipefail

dir=/dev/shm mib=2048 runs=3 kinds="zst gz" ezio=$(dirname "$(readlink -f "$0")")/../bin/ezio
while getopts d:m:n:c:e: option; do
    case $option in
        d) dir=$OPTARG ;;
        m) mib=$OPTARG ;;
        n) runs=$OPTARG ;;
        c) kinds=$OPTARG ;;
        e) ezio=$OPTARG ;;
        *) sed -n '2,23s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
done
PATH=$PATH:/usr/sbin:/sbin
for tool in partclone.ext4 partclone.restore mkfs.ext4 python3 /usr/bin/time; do
    command -v "$tool" >/dev/null || { echo "error: $tool is missing" >&2; exit 2; }
done

work=$(mktemp -d -p "$dir")
trap 'rm -rf "$work"' EXIT

pack() { case $1 in zst) zstd -q -3 -T0 -c ;; gz) gzip --fast -c ;; lz4) lz4 -q -c ;; xz) xz -0 -T0 -c ;; esac; }
unpack() { case $1 in zst) zstdcat "$2" ;; gz) zcat "$2" ;; lz4) lz4 -dqc "$2" ;; xz) xz -dc "$2" ;; esac; }

echo "making an ext4 image with $mib MiB of files in $work"
mkdir "$work/files"
python3 - "$work/files" "$mib" <<'PYTHON'
import base64, os, random, sys
random.seed(5)
directory, mib = sys.argv[1], int(sys.argv[2])
for i in range(0, mib, 64):
    with open(f"{directory}/{i}", "wb") as f:
        for j in range(i, min(mib, i + 64)):
            b = os.urandom(1 << 20)
            if j % 4 == 1:
                b = base64.b64encode(b)[:1 << 20]
            elif j % 4 == 2:
                lines = (b"%08x: line %d of a log, value=%d\n" % (x * 7, x, random.randrange(1000)) for x in range(30000))
                b = b"".join(lines)[:1 << 20].ljust(1 << 20, b"\n")
            elif j % 4 == 3:
                b = b[:1 << 16] * 16
            f.write(b)
PYTHON
truncate -s $((mib * 5 / 4 + 64))M "$work/device"
mkfs.ext4 -q -d "$work/files" "$work/device"
rm -r "$work/files"
for kind in $kinds; do
    partclone.ext4 -c -z 10485760 -L /dev/null -s "$work/device" -o - 2>/dev/null | pack "$kind" >"$work/sda1.ext4-ptcl-img.$kind"
done
rm "$work/device"

now() { date +%s.%N; }

# run_partclone KIND RUN: the torrent.info is its result. Its exit code says nothing, so the file is looked at.
run_partclone() {
    local start
    rm -rf "$work/partclone"
    start=$(now)
    unpack "$1" "$work/sda1.ext4-ptcl-img.$1" |
        partclone.restore -d -t --buffer_size 16777216 -L /dev/null -s - -o "$work/partclone" >"$work/partclone.log" 2>&1 || true
    seconds=$(python3 -c "print($(now) - $start)") peak=-
    [ -s "$work/partclone/torrent.info" ] || { cat "$work/partclone.log" >&2; exit 1; }
}

run_ezio() {
    local start
    start=$(now)
    /usr/bin/time -f %M -o "$work/peak" "$ezio" torrent create "$work/sda1.ext4-ptcl-img.$1" --cut image \
        --piece-length 16MiB --force -o "$work/ezio.torrent" >"$work/ezio.log" 2>&1 </dev/null \
        || { cat "$work/ezio.log" >&2; exit 1; }
    seconds=$(python3 -c "print($(now) - $start)") peak=$(($(tail -n 1 "$work/peak") / 1024))
}

compare() {
    python3 - "$work/partclone/torrent.info" "$work/ezio.torrent" <<'PYTHON'
import re, sys
info, torrent = sys.argv[1:]
text = open(info).read()
expected = re.findall(r"^sha1: (\w{40})$", text, re.M)
data = open(torrent, "rb").read()
at = re.search(rb"6:pieces(\d+):", data)
pieces = data[at.end():at.end() + int(at.group(1))]
found = [pieces[i:i + 20].hex() for i in range(0, len(pieces), 20)]
if found != expected:
    sys.exit("error: the SHA-1 lists differ: %d pieces of partclone, %d of ezio" % (len(expected), len(found)))
print(sum(int(x, 16) for x in re.findall(r"^length: (\w+)$", text, re.M)))
PYTHON
}

# Not counted: the first start of ezio after a build makes its archive of classes.
"$ezio" --version >/dev/null
for kind in $kinds; do
    image=$work/sda1.ext4-ptcl-img.$kind
    echo "$kind: $(($(stat -c %s "$image") >> 20)) MiB packed, $(nproc) cores"
    results=$work/results.$kind
    for ((run = 1; run <= runs; run++)); do
        for tool in partclone ezio; do
            "run_$tool" "$kind"
            echo "$tool $seconds $peak" >>"$results"
        done
        bytes=$(compare)
        python3 - "$results" "$bytes" <<'PYTHON'
import sys
for line in open(sys.argv[1]).read().splitlines()[-2:]:
    tool, seconds, peak = line.split()
    print("%-10s %7.2f s %7.0f MB/s  peak %s MiB" % (tool, float(seconds), int(sys.argv[2]) / 1e6 / float(seconds), peak))
PYTHON
    done
    python3 - "$results" "$bytes" "$kind" <<'PYTHON'
import statistics, sys
results, size, kind = sys.argv[1:]
seconds = {}
for line in open(results):
    tool, value, _ = line.split()
    seconds.setdefault(tool, []).append(float(value))
median = {tool: statistics.median(values) for tool, values in seconds.items()}
for tool, value in median.items():
    print("%s median %-10s %7.2f s %7.0f MB/s" % (kind, tool, value, int(size) / 1e6 / value))
print("%s: ezio is %.2f times as fast as partclone" % (kind, median["partclone"] / median["ezio"]))
PYTHON
    rm "$image"
done
