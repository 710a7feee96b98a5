#!/usr/bin/env python3
"""Turns lines "run engine=... total_s=..." on standard input into a table row for each engine: least, median and most
seconds, and how many runs took over 3 times the median or never ended."""
import statistics
import sys

groups = {}
for line in sys.stdin:
    if line.startswith("run "):
        run = dict(word.split("=", 1) for word in line.split()[1:])
        groups.setdefault(run["engine"], []).append(run)
for engine, runs in groups.items():
    times = sorted(float(r["total_s"].replace("never", "inf")) for r in runs)
    middle = statistics.median_high(times)
    whole = sum(len(set(r.get("verified", "0/1").split("/"))) == 1 for r in runs)
    print("| %s | %s | %s | %s MiB | %d | %.2f s | %.2f s | %.2f s | **%d** | **%d** | %d/%d |" % (
        engine, runs[0]["n"], runs[0]["rate"], runs[0]["payload_mib"], len(runs), times[0], middle, times[-1],
        sum(t > 3 * middle for t in times), sum(t == float("inf") for t in times), whole, len(runs)))
