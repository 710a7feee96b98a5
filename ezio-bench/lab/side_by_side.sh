#!/bin/bash
# side_by_side.sh - ezio beside C++ EZIO, libtorrent and udpcast: the same deployment, in turns.
#
#   LAB=FOLDER-OF-DEPLOY-BENCH side_by_side.sh [-n "TARGETS…"] [-r "RATES…"] [-m MIB] [-p "KIB…"] [-R RUNS] [-e "ENGINES…"]
#
#   -n  numbers of targets                                                     ["2 4"]
#   -r  rates of the links                                                     [200mbit]
#   -m  payload, MiB                                                           [512]
#   -p  piece lengths, KiB (udpcast has none and is measured once)             [1024]
#   -R  runs of each: run 1 of every engine, then run 2 of every engine, …     [3]
#   -e  engines out of ezio, cpp-ezio, libtorrent, udpcast                     [all; cpp-ezio if EZIO_BIN is set]
#
# Needs root and what deploy_bench.sh needs; for cpp-ezio EZIO_BIN and EZIO_UTILS. See measure.sh for more variables.
. "$(dirname "$0")/measure.sh"
targets="2 4" rates=200mbit mib=512 pieces=1024 runs=3 engines="ezio ${EZIO_BIN:+cpp-ezio} libtorrent udpcast"
while getopts n:r:m:p:R:e: option; do
  case $option in
    n) targets=$OPTARG ;; r) rates=$OPTARG ;; m) mib=$OPTARG ;; p) pieces=$OPTARG ;; R) runs=$OPTARG ;;
    e) engines=$OPTARG ;; *) usage ;;
  esac
done

one() {                                         # one ENGINE TARGETS RATE PIECE_KIB
  case $1 in
    ezio | libtorrent) deployment "$1" "$lab/$1.sh" "$2" "$3" "$mib" "$4" ;;
    cpp-ezio)
      if [ "$4" = 16384 ]; then NODE_MIB=620 deployment "$1" ezio "$2" "$3" "$mib" "$4"
      else NODE_MIB=620 deployment "$1" ezio_piece "$2" "$3" "$mib" "$4"; fi ;;
    udpcast) [ "$4" != "${pieces%% *}" ] || deployment "$1" udpcast "$2" "$3" "$mib" 0 ;;
    *) fail "no such engine: $1" ;;
  esac
}

touch "$raw"; begin=$(wc -l < "$raw")
for rate in $rates; do for n in $targets; do
  for ((run = 1; run <= runs; run++)); do
    for piece in $pieces; do for engine in $engines; do one "$engine" "$n" "$rate" "$piece"; done; done
  done
done; done
echo; facts; echo
tail -n +$((begin + 1)) "$raw" | sort -s -t= -k4,4 > "$work/rows.$$"
"$py" "$lab/table.py" "$work/rows.$$"; rm -f "$work/rows.$$"
