#!/bin/bash
# faults.sh - three targets beside a fourth that is in trouble: their time against their time without it.
#
#   LAB=FOLDER-OF-DEPLOY-BENCH faults.sh [-f "FAULTS…"] [-r RATE] [-m MIB] [-p KIB] [-R RUNS]
#
#   -f  out of slow-disk, deaf, stopped, killed, unplugged (ezio_fault.sh says what they are)   [all]
#   -r  rate of the links                                                                       [200mbit]
#   -m  payload, MiB                                                                            [256]
#   -p  piece length, KiB                                                                       [1024]
#   -R  runs of each, in turns                                                                  [3]
#
# A good number is 1.05 at most. Needs root and what deploy_bench.sh needs. See measure.sh for more variables.
. "$(dirname "$0")/measure.sh"
faults="slow-disk deaf stopped killed unplugged" rate=200mbit mib=256 piece=1024 runs=3
while getopts f:r:m:p:R: option; do
  case $option in
    f) faults=$OPTARG ;; r) rate=$OPTARG ;; m) mib=$OPTARG ;; p) piece=$OPTARG ;; R) runs=$OPTARG ;; *) usage ;;
  esac
done

touch "$raw"; begin=$(wc -l < "$raw")
for ((run = 1; run <= runs; run++)); do
  deployment alone "$lab/ezio.sh" 3 "$rate" "$mib" "$piece"
  for fault in $faults; do
    FAULT=$fault deployment "$fault" "$lab/ezio_fault.sh" 4 "$rate" "$mib" "$piece"
  done
done
echo; facts; echo
echo "| 3 targets beside one that is | rate | payload | pieces | seconds of the three | median | against alone | copies sent | verified |"
echo "|---|---|---|---|---|---|---|---|---|"
tail -n +$((begin + 1)) "$raw" | "$py" "$lab/against.py" alone
