#!/bin/bash
# torrent_create_bench.sh - making a torrent of one file system: partclone -c -t against ezio.
#
#   torrent_create_bench.sh [-d DIR] [-m MIB] [-n RUNS] [-e EZIO]
#
#   -d  where the image is made; keep it on memory, so that no disk is measured   [/dev/shm]
#   -m  MiB of random files in the image                                          [2048]
#   -n  runs of each, in turns                                                    [3]
#   -e  the ezio to run                                                           [../bin/ezio]
#
# Both make the list of SHA-1 sums of 16 MiB pieces of the same used blocks of the same ext4 image;
# the script ends with an error if they are not the same. partclone finds the used blocks itself,
# ezio is given them, and writes a .torrent. Whole processes are timed, JVM start included.
# A good number is a ratio of 1.5 on 2 cores: partclone reads and hashes on one thread. Its wall time
# comes in whole seconds (it waits for its progress display), which weighs less on larger images.
# Needs partclone, e2fsprogs, python3. An ordinary user is enough.
set -eu -o pipefail

dir=/dev/shm mib=2048 runs=3 ezio=$(dirname "$(readlink -f "$0")")/../bin/ezio
while getopts d:m:n:e: option; do
    case $option in
        d) dir=$OPTARG ;;
        m) mib=$OPTARG ;;
        n) runs=$OPTARG ;;
        e) ezio=$OPTARG ;;
        *) sed -n '2,17s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
done
PATH=$PATH:/usr/sbin:/sbin
for tool in partclone.ext4 mkfs.ext4 python3; do
    command -v "$tool" >/dev/null || { echo "error: $tool is missing" >&2; exit 2; }
done

work=$(mktemp -d -p "$dir")
trap 'rm -rf "$work"' EXIT

echo "making an ext4 image with $mib MiB of random files in $work"
mkdir "$work/files"
for ((i = 0; i < mib / 64; i++)); do
    head -c 64M /dev/urandom >"$work/files/$i"
done
truncate -s $((mib * 5 / 4 + 64))M "$work/image"
mkfs.ext4 -q -d "$work/files" "$work/image"
rm -r "$work/files"

now() { date +%s.%N; }

# run_partclone RUN: the torrent.info is its result. Its exit code says nothing, so the file is looked at.
run_partclone() {
    local start
    mkdir "$work/partclone.$1"
    start=$(now)
    partclone.ext4 -c -d -t -z 16777216 -s "$work/image" -o "$work/partclone.$1" \
        >"$work/partclone.$1.log" 2>&1 </dev/null || true
    seconds=$(python3 -c "print($(now) - $start)")
    [ -s "$work/partclone.$1/torrent.info" ] || { cat "$work/partclone.$1.log" >&2; exit 1; }
}

run_ezio() {
    local start
    start=$(now)
    "$ezio" torrent create "$work/image" --used-blocks "$work/partclone.1/torrent.info" \
        --piece-length 16MiB -o "$work/ezio.$1.torrent" >"$work/ezio.$1.log" 2>&1 </dev/null \
        || { cat "$work/ezio.$1.log" >&2; exit 1; }
    seconds=$(python3 -c "print($(now) - $start)")
}

# One run of each that is not counted: partclone's list is ezio's input, and both find their pages in memory.
run_partclone 1
run_ezio 0

bytes=$(python3 - "$work/partclone.1/torrent.info" <<'PYTHON'
import re, sys
print(sum(int(x, 16) for x in re.findall(r"^length: (\w+)$", open(sys.argv[1]).read(), re.M)))
PYTHON
)
printf '%d bytes in used blocks, %d cores\n' "$bytes" "$(nproc)"

results=$work/results
for ((run = 2; run < runs + 2; run++)); do
    for tool in partclone ezio; do
        "run_$tool" "$run"
        echo "$tool $seconds" >>"$results"
        python3 -c "print(f'%-10s %7.2f s %7.0f MB/s' % ('$tool', $seconds, $bytes / 1e6 / $seconds))"
    done
done

python3 - "$work/partclone.1/torrent.info" "$work/ezio.2.torrent" "$results" "$bytes" <<'PYTHON'
import re, statistics, sys
info, torrent, results, size = sys.argv[1:]
expected = re.findall(r"^sha1: (\w{40})$", open(info).read(), re.M)
data = open(torrent, "rb").read()
at = re.search(rb"6:pieces(\d+):", data)
pieces = data[at.end():at.end() + int(at.group(1))]
found = [pieces[i:i + 20].hex() for i in range(0, len(pieces), 20)]
if found != expected:
    sys.exit("error: the SHA-1 lists differ: %d pieces of partclone, %d of ezio" % (len(expected), len(found)))
print("the SHA-1 lists are the same: %d pieces" % len(expected))
seconds = {}
for line in open(results):
    tool, value = line.split()
    seconds.setdefault(tool, []).append(float(value))
median = {tool: statistics.median(values) for tool, values in seconds.items()}
for tool, value in median.items():
    print("median %-10s %7.2f s %7.0f MB/s" % (tool, value, int(size) / 1e6 / value))
print("ezio is %.2f times as fast as partclone" % (median["partclone"] / median["ezio"]))
PYTHON
