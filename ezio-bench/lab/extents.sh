#!/bin/bash
# extents.sh - the rate with many extents against the rate with few: the same payload, one seeder, one target, loopback
# without a limit, files in memory, in turns.
#
#   extents.sh [-x "EXTENTS…"] [-m MIB] [-p KIB] [-R RUNS]
#
#   -x  numbers of extents; the first one is what the others are compared with     ["10 50000"]
#   -m  payload, MiB                                                               [1024]
#   -p  piece length, KiB                                                          [1024]
#   -R  runs of each                                                               [5]
#
# A good number is 0.95 at least. Targets are compared with the source, byte for byte. LAB_OPTS goes to the nodes.
. "$(dirname "$0")/measure.sh"
counts="10 50000" mib=1024 piece=1024 runs=5
while getopts x:m:p:R: option; do
  case $option in
    x) counts=$OPTARG ;; m) mib=$OPTARG ;; p) piece=$OPTARG ;; R) runs=$OPTARG ;; *) usage ;;
  esac
done

# make_source EXTENTS: an image with that many extents of nearly the same length and a hole of 4 KiB behind each
make_source() {
  local dir=$work/extents-$mib-$1
  [ -s "$dir/$piece.torrent" ] && return
  rm -rf "$dir"; mkdir -p "$dir"
  "$py" - "$dir" "$1" "$mib" << 'PYTHON'
import hashlib
import os
import sys

PIECE = 16 << 20      # torrent.info has partclone's hashes
folder, extents, blocks = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]) * 256
at, piece = 0, b""
with open(folder + "/image", "wb") as image, open(folder + "/torrent.info", "w") as info:
    for i in range(extents):
        length = (blocks * (i + 1) // extents - blocks * i // extents) * 4096
        image.seek(at)
        data = os.urandom(length)
        image.write(data)
        info.write("offset: %032x\nlength: %032x\n" % (at, length))
        at += length + 4096
        piece += data
        while len(piece) >= PIECE:
            info.write("sha1: %s\n" % hashlib.sha1(piece[:PIECE]).hexdigest())
            piece = piece[PIECE:]
    if piece:
        info.write("sha1: %s\n" % hashlib.sha1(piece).hexdigest())
    image.truncate(at)
PYTHON
  "$root/bin/ezio" torrent create "$dir/image" --used-blocks "$dir/torrent.info" -o "$dir/$piece.torrent" \
    --piece-length "${piece}KiB" --tracker http://127.0.0.1:9/announce > "$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
}
one() {                                         # one EXTENTS RUN
  local dir=$work/extents-$mib-$1 v=bad
  new_run
  # Full of zeros, as in unlimited.sh: a sparse one measures how fast the host gives memory.
  head -c "$(stat -c %s "$dir/image")" /dev/zero > "$RUN/target"
  transfer "$dir/$piece.torrent" "$dir/image" "$RUN/target" || return 1
  cmp -s "$dir/image" "$RUN/target" && v=ok
  echo "loopback engine=$1-extents piece_kib=$piece run=$2 mib=$mib $measured verify=$v"
}

for count in $counts; do make_source "$count"; done
lab_node || exit 1
touch "$raw"; begin=$(wc -l < "$raw")
one "${counts%% *}" 0 | sed 's/^loopback/warm-up/'
for ((run = 1; run <= runs; run++)); do
  for count in $counts; do one "$count" "$run" | tee -a "$raw"; done
done
echo; facts; echo
tail -n +$((begin + 1)) "$raw" | "$py" "$lab/loopback_table.py" "${counts%% *}-extents"
