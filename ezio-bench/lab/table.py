#!/usr/bin/env python3
"""Turns the lines of single runs into a table for docs/benchmarks.md.

    table.py FILE...   lines "run engine=... key=value ..." as measure.sh collects them

Runs of the same engine, targets, rate, payload and piece length are one row: all times with the median in bold, and of
the other values the median.
"""
import statistics
import sys

FACTOR = {"k": 1e3, "m": 1e6, "g": 1e9}
HEAD = ("engine", "targets", "rate", "payload", "pieces", "seconds", "multiple", "copies", "CPU s/GiB seeder",
        "CPU s/GiB target", "RSS seeder", "RSS target", "busy", "verified")


def bits(rate):
    return float(rate[:-4]) * FACTOR[rate[-4]]


def pieces(kib):
    return "%d MiB" % (int(kib) // 1024) if int(kib) >= 1024 else kib + " KiB"


def median(runs, value):
    return statistics.median(value(r) for r in runs)


def row(key, runs):
    engine, n, rate, payload, kib = key
    done = [r for r in runs if r["total_s"] != "never"]
    times = sorted(float(r["total_s"]) if r in done else float("inf") for r in runs)
    middle = times[(len(times) - 1) // 2]
    bold, shown = False, []
    for r in runs:
        value = float(r["total_s"]) if r in done else float("inf")
        text = "%.2f" % value if r in done else "never"
        if value == middle and not bold:
            text, bold = "**%s**" % text, True
        shown.append(text)
    cells = [engine, n, rate, payload + " MiB", pieces(kib), ", ".join(shown)]
    if not done:
        return cells + ["never"] + [""] * 7
    floor = int(payload) * 8 * 2 ** 20 / bits(rate)
    gib = int(payload) / 1024
    return cells + [
        "**%.3f**" % (middle / floor) if middle < float("inf") else "never",
        "%.2f" % median(done, lambda r: float(r["seed_tx_copies"])),
        "%.2f" % median(done, lambda r: float(r["seed_cpu_s"]) / (max(float(r["seed_tx_mib"]), 1) / 1024)),
        "%.2f" % median(done, lambda r: float(r["client_cpu_s"]) / gib),
        "%d MiB" % median(done, lambda r: int(r["seed_rss_mib"])),
        "%d MiB" % median(done, lambda r: int(r["client_rss_mib"])),
        "%d %%" % median(done, lambda r: int(r["busy"].rstrip("%"))),
        "all" if all(len(set(r["verified"].split("/"))) == 1 for r in done) else
        ", ".join(r["verified"] for r in done),
    ]


def main():
    groups = {}
    for name in sys.argv[1:]:
        with open(name) as f:
            for line in f:
                if line.startswith("run "):
                    run = dict(word.split("=", 1) for word in line.split()[1:])
                    key = tuple(run[k] for k in ("engine", "n", "rate", "payload_mib", "piece_kib"))
                    groups.setdefault(key, []).append(run)
    print("| %s |" % " | ".join(HEAD))
    print("|%s" % ("---|" * len(HEAD)))
    for key, runs in groups.items():
        print("| %s |" % " | ".join(row(key, runs)))


main()
