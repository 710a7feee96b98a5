#!/bin/bash
# unlimited.sh - one seeder, one target, loopback without a limit, files in memory: ezio against libtorrent, in turns.
#
#   unlimited.sh [-m MIB] [-p "KIB…"] [-R RUNS] [-e "ENGINES…"] [-s]
#
#   -m  size of the image                    [2048]
#   -p  piece lengths                        ["1024 16384"]
#   -R  runs of each                         [3]
#   -e  engines out of ezio, libtorrent      ["ezio libtorrent"]
#   -s  sparse: the target has no memory yet when the clock starts. As a rule it is full of zeros, as a disk is full of
#       something: a virtual machine gets memory that it has not used for a moment anew from its host, page by page, which
#       takes longer than the transfer.
#
# ezio is a LabNode with the launcher's JVM flags, libtorrent is python3-libtorrent with settings for a LAN. Both are up
# and idle when the clock starts. Every target is compared with the source, byte for byte. libtorrent's RSS counts the
# pages of the files that it maps.
. "$(dirname "$0")/measure.sh"
mib=2048 pieces="1024 16384" runs=3 engines="ezio libtorrent" new=
while getopts m:p:R:e:s option; do
  case $option in
    m) mib=$OPTARG ;; p) pieces=$OPTARG ;; R) runs=$OPTARG ;; e) engines=$OPTARG ;; s) new=1 ;; *) usage ;;
  esac
done

torrent_of() {                                  # torrent_of ENGINE KIB: makes it, sets torrent
  torrent=$source/$1-$2.torrent
  [ -s "$torrent" ] && return
  case $1 in
    ezio) "$root/bin/ezio" torrent create "$source/image" -o "$torrent" --piece-length "${2}KiB" \
      --tracker http://127.0.0.1:9/announce > /dev/null 2>&1 ;;
    libtorrent) "$py" "$lab/libtorrent_node.py" torrent "$torrent" "$source/image" piece_kib="$2" > /dev/null ;;
  esac
}
one() {                                         # one ENGINE KIB RUN
  local from=$source/image to v=bad
  new_run
  mkdir "$RUN/folder"; to=$RUN/folder/image
  if [ -n "$new" ]; then truncate -s "${mib}M" "$to"; else head -c "${mib}M" /dev/zero > "$to"; fi
  [ "$1" = ezio ] || from=$source to=$RUN/folder
  torrent_of "$1" "$2"
  transfer "$torrent" "$from" "$to" "$1" || return 1
  cmp -s "$source/image" "$RUN/folder/image" && v=ok
  echo "loopback engine=$1 piece_kib=$2 run=$3 mib=$mib $measured verify=$v"
}

source=$work/unlimited-$mib
mkdir -p "$source"
[ "$(stat -c %s "$source/image" 2> /dev/null)" = $((mib << 20)) ] || head -c "${mib}M" /dev/urandom > "$source/image"
lab_node || exit 1
for engine in $engines; do for piece in $pieces; do torrent_of "$engine" "$piece"; done; done
touch "$raw"; begin=$(wc -l < "$raw")
# Memory that the machine has not used for a while costs more at its first use; so the first run is not counted.
one "${engines%% *}" "${pieces%% *}" 0 | sed 's/^loopback/warm-up/'
for ((run = 1; run <= runs; run++)); do
  for piece in $pieces; do for engine in $engines; do one "$engine" "$piece" "$run" | tee -a "$raw"; done; done
done
echo; facts; echo
tail -n +$((begin + 1)) "$raw" | "$py" "$lab/loopback_table.py" libtorrent
