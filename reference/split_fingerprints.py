"""The splits of the corpora, computed a second time from the description in Splitter's Javadoc.

Prints the fingerprints that SplitterTest and RealCorporaTest pin. Needs Python 3.9 and nothing else.

    python3 reference/split_fingerprints.py [folder with manifest.tsv]
"""

import hashlib
import math
import pathlib
import sys

SPLITS = ["train", "val", "test"]
LABEL, SPEAKER = 1, 2
TENTHS = (0.8, 0.1, 0.1)
RULES = {
    "EMODB": ((266, 35, 38), [LABEL]),
    "URDU": ((300, 20, 80), [LABEL]),
    "CASIA": (TENTHS, [LABEL, SPEAKER]),
    "RAVDESS": (TENTHS, [LABEL, SPEAKER]),
    "EMOVO": (TENTHS, [LABEL, SPEAKER]),
}


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def sizes(n, weights):
    quotas = [round(w / sum(weights) * n, 6) for w in weights]
    result = [math.floor(q) for q in quotas]
    order = sorted(range(3), key=lambda k: -(quotas[k] - result[k]))
    for k in order[: n - sum(result)]:
        result[k] += 1
    return result


def assign(items, columns, levels, path, seed, out):
    """items are (id, label, speaker); fills out with id: split."""
    if not levels:
        ids = iter(sorted((item[0] for item in items), key=lambda i: sha(f"{seed}:{i}")))
        for split, n in zip(SPLITS, columns):
            for _ in range(n):
                out[next(ids)] = split
        return
    groups, table, lack, cells = {}, {}, {}, []
    for item in items:
        groups.setdefault(f"{path}/{item[levels[0]]}", []).append(item)
    open_columns = list(columns)
    for name, members in groups.items():
        products = [len(members) * n for n in columns]
        table[name] = [p // len(items) for p in products]
        lack[name] = len(members) - sum(table[name])
        for k in range(3):
            open_columns[k] -= table[name][k]
            cells.append((-(products[k] % len(items)), sha(f"{seed}:{name}"), k, name))
    cells.sort()
    while sum(open_columns) > 0:
        for _, _, k, name in cells:
            if lack[name] > 0 and open_columns[k] > 0:
                table[name][k] += 1
                lack[name] -= 1
                open_columns[k] -= 1
    for name, members in groups.items():
        assign(members, table[name], levels[1:], name, seed, out)


def fingerprint(items, weights, levels, seed=1):
    out = {}
    assign(items, sizes(len(items), weights), levels, "", seed, out)
    return sha("".join(f"{i} {out[i]}\n" for i in sorted(out)))


def main():
    fake = [
        (f"fake/s{s}-label{l}-{i}", f"label{l}", f"s{s}")
        for s in range(3)
        for l in range(4)
        for i in range(5)
    ]
    print("fake", fingerprint(fake, TENTHS, [LABEL, SPEAKER]))
    if len(sys.argv) > 1:
        rows = pathlib.Path(sys.argv[1], "manifest.tsv").read_text().splitlines()
        for corpus, (weights, levels) in RULES.items():
            items = []
            for corpus_of_row, path, label, speaker, *_ in (row.split("\t") for row in rows):
                if corpus_of_row == corpus:
                    name = path.rsplit(".", 1)[0]
                    key = name if corpus == "CASIA" else name.split("/")[-1]
                    items.append((f"{corpus.lower()}/{key}", label, speaker))
            print(corpus, fingerprint(items, weights, levels))


if __name__ == "__main__":
    main()
