#!/bin/bash
# stall.sh - many short deployments in a row: does any of them wait for nothing?
#
#   LAB=FOLDER-OF-DEPLOY-BENCH stall.sh [-R RUNS] [-L RUNS] [-n TARGETS] [-r RATE] [-m MIB] [-p KIB] [-c RUNS] [-e ENGINE]
#
#   -R  runs with all targets started in the same moment                                         [100]
#   -L  runs with the seeder added LATE [2] seconds after the targets (ezio only)                [30]
#   -n  targets                                                                                  [4]
#   -r  rate of the links                                                                        [1gbit]
#   -m  payload, MiB                                                                             [64]
#   -p  piece length, KiB                                                                        [1024]
#   -c  runs in one go, which LAB_RUN gets                                                       [20]
#   -e  ezio, libtorrent, or an engine of deploy_bench.sh                                        [ezio]
#
# A good result is no run over 3 times the median. Needs root and what deploy_bench.sh needs.
. "$(dirname "$0")/measure.sh"
runs=100 late=30 n=4 rate=1gbit mib=64 piece=1024 chunk=20 engine=ezio
while getopts R:L:n:r:m:p:c:e: option; do
  case $option in
    R) runs=$OPTARG ;; L) late=$OPTARG ;; n) n=$OPTARG ;; r) rate=$OPTARG ;; m) mib=$OPTARG ;; p) piece=$OPTARG ;;
    c) chunk=$OPTARG ;; e) engine=$OPTARG ;; *) usage ;;
  esac
done
export LIMIT=${LIMIT:-75} QUIET_WAIT=1         # a run need not wait for an idle second here

series() {                                      # series LABEL ENGINE RUNS
  local left=$3
  while [ "$left" -gt 0 ]; do
    RUNS=$((left < chunk ? left : chunk)) deployment "$1" "$2" "$n" "$rate" "$mib" "$piece"
    left=$((left - chunk))
  done
}
touch "$raw"; begin=$(wc -l < "$raw")
case $engine in
  ezio | libtorrent) series "$engine" "$lab/$engine.sh" "$runs" ;;
  *) series "$engine" "$engine" "$runs" ;;
esac
[ "$engine" != ezio ] || series ezio_lateseed "$lab/ezio_lateseed.sh" "$late"
echo; facts; echo
echo "| engine | targets | rate | payload | runs | least | median | most | over 3 × median | never | verified |"
echo "|---|---|---|---|---|---|---|---|---|---|---|"
tail -n +$((begin + 1)) "$raw" | "$py" "$lab/spread.py"
