#!/usr/bin/env python3
"""Turns lines "loopback engine=... key=value ..." on standard input into a table for docs/benchmarks.md: the median of
each value, every rate, and the rate as a multiple of that of the engine that is named as argument, with the same
pieces."""
import statistics
import sys

groups = {}
for line in sys.stdin:
    if line.startswith("loopback "):
        run = dict(word.split("=", 1) for word in line.split()[1:])
        groups.setdefault((run["engine"], run["piece_kib"]), []).append(run)


def median(runs, key):
    return statistics.median(float(r[key]) for r in runs)


print("| engine | pieces | MB/s | median | ratio | CPU s/GiB seeder | CPU s/GiB target | with process start | "
      "RSS seeder | RSS target | verified |")
print("|---|---|---|---|---|---|---|---|---|---|---|")
for (engine, kib), runs in groups.items():
    other = groups.get((sys.argv[1], kib), runs)
    print("| %s | %d KiB | %s | **%.0f** | %.2f | %.2f | %.2f | %.2f / %.2f | %d MiB | %d MiB | %s |" % (
        engine, int(kib), ", ".join(r["mb_s"] for r in runs), median(runs, "mb_s"),
        median(runs, "mb_s") / median(other, "mb_s"),
        median(runs, "seed_cpu_s_gib"), median(runs, "target_cpu_s_gib"),
        median(runs, "seed_whole_cpu_s_gib"), median(runs, "target_whole_cpu_s_gib"),
        median(runs, "seed_rss_mib"), median(runs, "target_rss_mib"),
        "%d/%d" % (sum(r["verify"] == "ok" for r in runs), len(runs))))
