#!/bin/bash
# The server of a classroom: an image as Clonezilla saves it, slices and torrents of it, trackers, and the seeder.
#
#   server.sh WORK DISK
#
#   EZIO   the program, for the torrents
set -u -o pipefail
work=$1
disk=$2
partimag=$work/partimag
zone=$partimag/btzone/lab
logs=$work/server
mkdir -p "$partimag/lab" "$zone" "$logs" || exit 1
cd "$partimag" || exit 1
is_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
fail() { echo "server: $1"; cat "$logs"/*; exit 1; }

# The first start makes an archive of classes, which takes seconds.
"${EZIO:?}" --version >/dev/null &
first=$!

# The image, as Clonezilla saves it.
save() {
  LC_ALL=C "partclone.$1" -z 10485760 -c -s "$2" --output - 2>"$logs/save-$3" | zstd -qc |
    split -a 2 -b 10000000 - "lab/$3.$1-ptcl-img.zst."
}
save ext4 "${disk}p1" sda1 &
saves=$!
save fat32 "${disk}p2" sda2 &
saves="$saves $!"
zstd -qc <"${disk}p3" | split -a 2 -b 10000000 - lab/sda3.dd-ptcl-img.zst. &
for save in $saves $!; do
  wait "$save" || fail "saving"
done

# Slices. Debian's partclone.dd makes nothing of a pipe, and says that all is well: it is given a file.
slice() {
  (cat lab/"$2.$1"-ptcl-img.zst.*) | zstd -dqc |
    LC_ALL=C "partclone.$1" -d -r -z 10485760 -s - -T --buffer_size 16777216 -o "btzone/lab/$2"
}
slice_dd() {
  (cat lab/"$1".dd-ptcl-img.zst.*) | zstd -dqc >"$work/raw" &&
    LC_ALL=C partclone.dd -d -z 10485760 -s "$work/raw" --btfiles --buffer_size 16777216 -o "btzone/lab/$1" &&
    rm "$work/raw"
}
slice ext4 sda1 >"$logs/slice-sda1" 2>&1 &
slices=$!
slice fat32 sda2 >"$logs/slice-sda2" 2>&1 &
slices="$slices $!"
slice_dd sda3 >"$logs/slice-sda3" 2>&1 &
for slice in $slices $!; do
  wait "$slice" || fail "slices"
done

# A tracker for each, on the next port but one that is free. Theirs find one hash in whitelist.txt, which is written
# anew for each; opentracker reads it a moment after its port is open, so that here the hashes before stay in it.
port=6969
create=
for part in sda1 sda2 sda3; do
  mv "btzone/lab/$part/torrent.info" "btzone/lab/$part.torrent.info" || fail "no torrent.info of $part"
  create="$create torrent create $zone/$part.torrent.info --name $part --tracker http://10.0.0.1:$port/announce"
  create="$create -o $zone/$part.torrent;"
  port=$((port + 2))
done
wait "$first"
"$EZIO" -c "$create" >"$logs/torrents" 2>&1 || fail "torrents"
chmod -R a+rX "$partimag"
port=6969
for part in sda1 sda2 sda3; do
  while is_open "$port"; do
    port=$((port + 2))
  done
  /usr/bin/python3 -c 'import libtorrent, sys; print(libtorrent.torrent_info(sys.argv[1]).info_hash())' "$zone/$part.torrent" \
    >>"$zone/whitelist.txt" || fail "info-hash"
  opentracker -p "$port" -d "$zone" -w /whitelist.txt >"$logs/lab~$part-tracker.log" 2>&1 &
  until is_open "$port"; do
    sleep 0.05
  done
done

pkill -f -15 "^ezio"
ezio -F --cache-size 128 --aio-threads 4 --slow-start --slow-start-period 1 >"$logs/ezio-seeder.log" 2>"$logs/ezio-seeder.err" &
seeder=$!
until is_open 50051; do
  kill -0 "$seeder" 2>/dev/null || fail "the seeder does not start"
  sleep 0.05
done
for part in sda1 sda2 sda3; do
  ezio_add_torrent.py -S -c 6 -u 5 "btzone/lab/$part.torrent" "$zone" || fail "$part is not offered"
done
echo "server: seeding"
: >"$work/offered"

read -r _
ezio_ui.py -w 1 -l 1 >"$logs/ui" 2>&1 || fail "ezio_ui.py"
wait "$seeder"
echo "server: ended with $?"
