#!/bin/bash
# simulate.sh - deployments of 1 to 1,000 targets, simulated with the policies that the program uses.
#
#   simulate.sh [targets=1,2,4] [pieces=1,16] [trouble=none,dying] [mib=512] [mbit=200] [runs=1] [uploads=16] [sequential=yes]
#
#   targets     how many machines fetch the image                      [1,2,4,8,16,64,256,1000]
#   pieces      piece lengths, MiB                                     [1,16]
#   trouble     what goes wrong: none, slow-disk (10 % write 10 MB/s), slow-link (10 % have a tenth of the rate),
#               dying (10 %), late (half of them join when the others are half done)   [none]
#   mib         payload, MiB                                           [512]
#   mbit        rate of every machine's link, each way                 [200]
#   runs        of each, with seeds 1, 2 …                             [1]
#   uploads     peers that each machine serves at a time               [the program's default]
#   sequential  pieces in order                                        [no]
#
# Columns: the last target without fault, the worst run's, and the median target, as multiples of payload / link rate,
# counted from the target's own start; the last of the slow ones, as a multiple of what its disk or link allows; copies
# that the seeder sent; bytes thrown away; targets that never were complete. With several runs, the median of them.
#
# No network and no disk is touched, and the same arguments give the same figures. 1,000 targets and 128 MiB are computed
# in about a minute by one core; the default table takes far longer.
set -eu -o pipefail

case ${1:-} in -h | --help) sed -n '2,22s/^# \{0,1\}//p' "$0"; exit 0 ;; esac
root=$(cd "$(dirname "$(readlink -f "$0")")/.." && pwd)
jar=$root/ezio-bench/target/ezio-bench-0.1.0.jar
[ -e "$jar" ] || (cd "$root" && mvn -q -B -Dmaven.test.skip=true package)
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -Xmx2g -Xmn800m -XX:+UseSerialGC -cp "$jar:$root/ezio-bench/target/lib/*" \
    ezio.bench.sim.SimulatedSwarm "$@"
