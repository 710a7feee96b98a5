#!/bin/bash
# idle.sh - the CPU time of a seeder that has nothing to do but to keep its peers.
#
#   idle.sh [-t SECONDS] [-n PEERS] [-k KIND]
#
#   -t  how long to look        [300]
#   -n  peers                   [8]
#   -k  what they are           [connected]
#       connected   libtorrent's: they hold nothing, stay connected with the seeder, and ask for nothing
#       complete    ezio's: they have fetched 64 MiB from it; who is complete has no use for another
#
# A good number is below 1 % of one core. The seeder is the tracker too; all nodes are on loopback. It prints how many
# peers are connected with the seeder, before and after.
. "$(dirname "$0")/measure.sh"
seconds=300 peers=8 kind=connected
while getopts t:n:k: option; do
  case $option in t) seconds=$OPTARG ;; n) peers=$OPTARG ;; k) kind=$OPTARG ;; *) usage ;; esac
done
case $kind in connected | complete) ;; *) usage ;; esac
need ss
connections() { ss -Htn state established "( sport = :7881 or dport = :7881 )" | awk '{ gsub(/\[::ffff:|\]|%lo/, ""); print $3, $4 }' |
  awk '{ k = $1 < $2 ? $1 $2 : $2 $1; seen[k] = 1 } END { for (k in seen) n++; print n + 0 }'; }
switches() { cat "/proc/$(pid_of "$1")"/task/*/status | awk '/^voluntary_ctxt/ { n += $2 } END { print n }'; }

new_run
head -c 64M /dev/urandom > "$RUN/image"
"$root/bin/ezio" torrent create "$RUN/image" -o "$RUN/torrent" --piece-length 1MiB --tracker http://127.0.0.1:7969/announce \
  > /dev/null 2>&1 || fail "no torrent was made"
lab_node || exit 1
node seed ezio seed "$RUN/torrent" "$RUN/image" port=7881 listen=127.0.0.1 tracker=7969
await seed ready || exit 1
for ((i = 1; i <= peers; i++)); do
  if [ "$kind" = complete ]; then
    truncate -s 64M "$RUN/target$i"
    node "peer$i" ezio restore "$RUN/torrent" "$RUN/target$i" port=$((7881 + i)) listen=127.0.0.1
  else
    mkdir "$RUN/target$i"
    node "peer$i" libtorrent idle "$RUN/torrent" "$RUN/target$i" port=$((7881 + i)) listen=127.0.0.1 \
      peers=127.0.0.1:7881
  fi
done
if [ "$kind" = complete ]; then
  for ((i = 1; i <= peers; i++)); do await "peer$i" COMPLETE 120 || exit 1; done
fi
sleep 5
before=$(connections); c0=$(cpu_s seed); p0=$(cpu_s peer1); w0=$(switches seed); t0=$(now)
sleep "$seconds"
t1=$(now); c1=$(cpu_s seed); p1=$(cpu_s peer1); w1=$(switches seed); after=$(connections)
line="idle kind=$kind peers=$peers seconds=$(calc "$t1-$t0" %.0f) seed_cpu_s=$(calc "$c1-$c0")"
line+=" seed_percent_of_core=$(calc "100*($c1-$c0)/($t1-$t0)") peer_percent_of_core=$(calc "100*($p1-$p0)/($t1-$t0)")"
line+=" seed_wakeups_s=$(calc "($w1-$w0)/($t1-$t0)" %.1f) connected_before=$before connected_after=$after"
echo "$line" | tee -a "$raw"
echo; facts; echo
echo "| idle peers | seconds | CPU of the seeder | of one core | a peer, of one core | wake-ups/s | connected |"
echo "|---|---|---|---|---|---|---|"
echo "| $peers | $(calc "$t1-$t0" %.0f) | $(calc "$c1-$c0") s | **$(calc "100*($c1-$c0)/($t1-$t0)") %** |" \
  "$(calc "100*($p1-$p0)/($t1-$t0)") % | $(calc "($w1-$w0)/($t1-$t0)" %.1f) | $before, $after |"
