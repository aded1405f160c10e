"""Collects finished runs into a table and a picture for docs/results.

    python3 reference/results.py --runs RUNS_FOLDER --name all-DE-mini --floor 61.5 --out docs/results

reads every RUNS_FOLDER/*/run.json of one task and writes NAME.csv (one row a run, UAR and the others in per cent) and NAME.png.
The interval of a single run is its bootstrap interval, from run.json; the bar is the mean over seeds.
Needs reference/requirements-results.txt.
"""

import argparse
import csv
import json
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

COLUMNS = [
    "task", "system", "seed", "set", "utterances", "uar", "uar_low", "uar_high", "macro_f1", "accuracy",
    "best_step", "training_seconds", "audit_clean", "backbone_heard", "fingerprint",
]
ORDER = ["baseline1", "baseline2", "proposed-no-supclr", "proposed-no-spkadv", "proposed", "upper-bound"]
COLOURS = {"baseline2": "#8a94a6", "proposed": "#d1495b"}


def rows(folder):
    for file in sorted(Path(folder).glob("*/run.json")):
        run = json.loads(file.read_text(encoding="utf-8"))
        for name, result in run["results"].items():
            yield {
                "task": run["task"], "system": run["system"], "seed": run["seed"], "set": name,
                "utterances": result["utterances"],
                "uar": round(100 * result["uar"], 2),
                "uar_low": round(100 * result["uarLow"], 2),
                "uar_high": round(100 * result["uarHigh"], 2),
                "macro_f1": round(100 * result["macroF1"], 2),
                "accuracy": round(100 * result["accuracy"], 2),
                "best_step": run["training"]["bestStep"],
                "training_seconds": round(run["seconds"]["training"]),
                "audit_clean": run["audit"]["clean"],
                "backbone_heard": run["heard"]["mark"].lower(),
                "fingerprint": run["fingerprint"][:12],
            }


def draw(table, floor, file):
    table = [row for row in table if row["set"] == "all"]
    systems = [system for system in ORDER if any(row["system"] == system for row in table)]
    figure, axes = plt.subplots(figsize=(7.2, 0.9 + 0.95 * len(systems)), dpi=150)
    for position, system in enumerate(systems):
        runs = [row for row in table if row["system"] == system]
        colour = COLOURS.get(system, "#30638e")
        mean = sum(row["uar"] for row in runs) / len(runs)
        axes.barh(position, mean, height=0.62, color=colour, alpha=0.28)
        marks = sorted({row["backbone_heard"] for row in runs} - {"unheard"})
        label = f"{system} ({', '.join(marks)})" if marks else system
        axes.text(1, position, f"{label}  {mean:.1f} %", va="center", fontsize=10)
        for i, row in enumerate(runs):
            y = position + 0.18 * (i - (len(runs) - 1) / 2)
            axes.plot([row["uar_low"], row["uar_high"]], [y, y], color=colour, lw=1.6)
            axes.plot(row["uar"], y, "o", color=colour, ms=5)
    axes.axvline(25, color="black", lw=0.8, ls=":")
    axes.text(25.4, -0.58, "chance", fontsize=8, va="center")
    axes.axvline(floor, color="black", lw=0.8, ls="--")
    axes.text(floor + 0.4, -0.58, f"MFCC + SVM {floor:.1f}", fontsize=8, va="center")
    axes.set_yticks([])
    axes.set_ylim(-0.75, len(systems) - 0.45)
    axes.set_xlim(0, 100)
    axes.set_xlabel(f"UAR in per cent on the unseen target, {table[0]['task']}, {table[0]['utterances']} clips")
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    figure.tight_layout()
    figure.savefig(file, metadata={"Software": None})


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--floor", type=float, required=True)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    table = list(rows(options.runs))
    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    with open(out / f"{options.name}.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)
    draw(table, options.floor, out / f"{options.name}.png")


if __name__ == "__main__":
    main()
