#!/bin/bash
# samples_check.sh - compares ezio with a collection of partclone's images and torrent.info files, which is not part of
# this repository: too large for it.
#
#   samples_check.sh DIR [EZIO]
#
#   DIR/FS/                  FS.img.zst, FS.ptcl-img.zst (partclone's v2 image of it), torrent.info (-c -t, 16 MiB)
#   DIR/partclone-v2-modes/  *.ptcl-img.zst of DIR/ext4, in each checksum mode
#   DIR/clonezilla-image/    sda1.ext4-ptcl-img.COMPRESSION.aa … of DIR/ext4
#
# For each image: all of its checksums; the info-hash of the torrent that ezio makes of it is that of torrent.info; the
# slices that ezio unpacks are the bytes of FS.img there, and nothing else; the piece hashes are those of FS.img. For
# each torrent.info: the info-hash that python3-libtorrent finds in what partclone_create_torrent.py would make.
# Needs zstd, python3-libtorrent, 1 GiB in /tmp or $TMPDIR.
set -eu -o pipefail

root=$(dirname "$(readlink -f "$0")")/..
samples=${1:?"usage: samples_check.sh DIR [EZIO]"}
ezio=${2:-$root/bin/ezio}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
count=0

info_hash() { "$ezio" torrent show "$1" --json | python3 -c 'import json, sys; print(json.load(sys.stdin)["infoHash"])'; }

libtorrent_info_hash() {
    /usr/bin/python3 -W ignore "$root/partclone-bridge/src/test/resources/ezio/partclone/create_torrent.py" sda1 "$1"
}

# check IMAGE FS: the image against the torrent.info and the raw image of a file system.
check() {
    local image=$1 fs=$2
    "$ezio" image check "$image" >/dev/null 2>&1 || { echo "error: $image: its checksums" >&2; exit 1; }
    rm -rf "$work/slices" "$work/made.torrent"
    "$ezio" torrent create "$image" --name sda1 --piece-length 16MiB --slices "$work/slices" -o "$work/made.torrent" \
        >/dev/null 2>&1
    [ "$(info_hash "$work/made.torrent")" = "$(info_hash "$work/$fs.torrent")" ] ||
        { echo "error: $image: another info-hash" >&2; exit 1; }
    python3 - "$samples/$fs/torrent.info" "$work/slices" "$work/$fs.img" <<'PYTHON'
import os, re, sys
info, slices, raw = sys.argv[1:]
text = open(info).read()
extents = list(zip(re.findall(r"^offset: (.*)$", text, re.M), re.findall(r"^length: (.*)$", text, re.M)))
if sorted(os.listdir(slices)) != sorted(offset for offset, _ in extents):
    sys.exit("error: other slices")
with open(raw, "rb") as device:
    for offset, length in extents:
        device.seek(int(offset, 16))
        if open(os.path.join(slices, offset), "rb").read() != device.read(int(length, 16)):
            sys.exit("error: slice " + offset + " differs")
PYTHON
    count=$((count + 1))
    echo "ok $image"
}

for fs in btrfs ext4 fat32 ntfs xfs; do
    zstd -dqf "$samples/$fs/$fs.img.zst" -o "$work/$fs.img"
    "$ezio" torrent create "$samples/$fs/torrent.info" --name sda1 -o "$work/$fs.torrent" >/dev/null 2>&1
    [ "$(info_hash "$work/$fs.torrent")" = "$(libtorrent_info_hash "$samples/$fs/torrent.info")" ] ||
        { echo "error: $fs: another info-hash than libtorrent's" >&2; exit 1; }
    "$ezio" torrent create "$work/$fs.img" --used-blocks "$samples/$fs/torrent.info" --name sda1 --piece-length 16MiB \
        -o "$work/hashed.torrent" --force >/dev/null 2>&1
    [ "$(info_hash "$work/hashed.torrent")" = "$(info_hash "$work/$fs.torrent")" ] ||
        { echo "error: $fs: other piece hashes than torrent.info's" >&2; exit 1; }
    check "$samples/$fs/$fs.ptcl-img.zst" "$fs"
    zstd -dqf "$samples/$fs/$fs.ptcl-img.zst" -o "$work/plain.img"
    check "$work/plain.img" "$fs"
    "$ezio" verify "$work/$fs.torrent" "$work/plain.img" >/dev/null 2>&1 || { echo "error: $fs: in place" >&2; exit 1; }
    [ "$fs" = ext4 ] || rm "$work/$fs.img"
done
for image in "$samples"/partclone-v2-modes/*.ptcl-img.zst "$samples"/clonezilla-image/*.aa; do
    check "$image" ext4
done
echo "$count images: checksums, extents, piece hashes, info-hash and every used byte are right"
