#!/usr/bin/env python3
"""Turns lines "run engine=... total_s=..." on standard input into table rows: each engine's median time as a multiple of
that of the engine that is named as argument."""
import statistics
import sys

groups = {}
for line in sys.stdin:
    if line.startswith("run "):
        run = dict(word.split("=", 1) for word in line.split()[1:])
        groups.setdefault(run["engine"], []).append(run)


def median(runs):
    return statistics.median_high(float(r["total_s"].replace("never", "inf")) for r in runs)


base = median(groups[sys.argv[1]])
for engine, runs in groups.items():
    print("| %s | %s | %s MiB | %d KiB | %s | %.2f | **%.3f** | %s | %s |" % (
        engine, runs[0]["rate"], runs[0]["payload_mib"], int(runs[0]["piece_kib"]),
        ", ".join(r["total_s"] for r in runs), median(runs), median(runs) / base,
        ", ".join(r.get("seed_tx_copies", "-") for r in runs), ", ".join(r.get("verified", "-") for r in runs)))
