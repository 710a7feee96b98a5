#!/bin/bash
# A machine of a classroom, from the moment on when its partition table is written.
#
#   machine.sh WORK NAME DISK
set -u
work=$1
name=$2
disk=$3
zone=$work/partimag/btzone/lab
cd "$HOME" || exit 1
is_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
fail() { echo "$name: $1"; cat "$HOME"/ezio-leecher.*; exit 1; }

for n in 1 2 3; do
  wipefs -q -a -f "${disk}p$n"
  dd if=/dev/zero of="${disk}p$n" bs=1M count=1 conv=notrunc 2>/dev/null || fail "cannot write to ${disk}p$n"
done

pkill -f -15 "^ezio"
pkill -f -15 "^ezio-static"
ezio --cache-size 128 --aio-threads 4 >ezio-leecher.log 2>ezio-leecher.err &
leecher=$!
until is_open 50051; do
  kill -0 "$leecher" 2>/dev/null || fail "ezio does not start"
  sleep 0.05
done
echo "$name: ps finds $(ps -C ezio -o comm=), pgrep finds $(($(pgrep '^ezio') == leecher))"
for n in 1 2 3; do
  ezio_add_torrent.py -c 6 -u 5 "$zone/sda$n.torrent" "${disk}p$n" || fail "sda$n is not added"
done
ezio_ui.py -w 1 -l 1 >ui 2>&1 || fail "ezio_ui.py: $(cat ui)"
wait "$leecher"
echo "$name: ended with $?"
