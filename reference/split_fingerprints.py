"""The splits of the corpora, computed a second time from the descriptions in the Javadoc of Splitter and SpeakerSplitter.

Prints the fingerprints that SplitterTest and RealCorporaTest pin. Needs Python 3.9 and nothing else.

    python3 reference/split_fingerprints.py [folders with a manifest.tsv]
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
    "SAVEE": (TENTHS, [LABEL, SPEAKER]),
}
ORDERS = 200


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


def between_speakers(items, weights, seed=1):
    """No speaker in two parts: the best of several orders, filled greedily."""
    wanted = sizes(len(items), weights)
    spoken = {}
    for item in items:
        spoken.setdefault(item[SPEAKER], []).append(item)
    labels = {item[LABEL] for item in items}
    best = None
    for k in range(ORDERS):
        part_of = {}
        order = sorted(spoken, key=lambda s: sha(f"{seed}:{k}:{s}"))
        for part in (1, 2):
            size = 0
            for speaker in order:
                more = len(spoken[speaker])
                nearer = abs(size + more - wanted[part]) < abs(size - wanted[part])
                if speaker not in part_of and (size == 0 or nearer):
                    part_of[speaker] = part
                    size += more
        parts = [[i for s in spoken if part_of.get(s, 0) == part for i in spoken[s]] for part in range(3)]
        distance = sum(abs(len(p) - w) for p, w in zip(parts, wanted))
        if all({i[LABEL] for i in p} == labels for p in parts) and (best is None or distance < best[0]):
            best = distance, {i[0]: SPLITS[k] for k, p in enumerate(parts) for i in p}
    return sha("".join(f"{i} {best[1][i]}\n" for i in sorted(best[1])))


def esd():
    emotions = ["neutral", "angry", "happy", "sad"]
    return [
        (f"esd-zh/{s:04d}_{n:06d}", emotions[(n - 1) // 350], f"{s:04d}")
        for s in range(1, 11)
        for n in range(1, 1401)
    ]


def cafe():
    items = []
    for actor in range(1, 13):
        for sentence in range(1, 7):
            items.append((f"cafe/{actor:02d}-N-{sentence}", "neutral", f"{actor:02d}"))
            for letter, label in ("C", "angry"), ("J", "happy"), ("T", "sad"):
                for intensity in (1, 2):
                    items.append((f"cafe/{actor:02d}-{letter}-{intensity}-{sentence}", label, f"{actor:02d}"))
    return items


def main():
    fake = [
        (f"fake/s{s}-label{l}-{i}", f"label{l}", f"s{s}")
        for s in range(3)
        for l in range(4)
        for i in range(5)
    ]
    print("fake", fingerprint(fake, TENTHS, [LABEL, SPEAKER]))
    speakers = [
        (f"fake/s{s}-label{l}-{i}", f"label{l}", f"s{s}")
        for s in range(10)
        for l in range(4)
        for i in range(5)
    ]
    print("fake speakers", between_speakers(speakers, TENTHS))
    print("ESD_ZH", fingerprint(esd(), (11200, 1400, 1400), [LABEL, SPEAKER]))
    print("CAFE", fingerprint(cafe(), (420, 42, 42), [LABEL]))
    for folder in sys.argv[1:]:
        rows = pathlib.Path(folder, "manifest.tsv").read_text().splitlines()
        for corpus, (weights, levels) in RULES.items():
            items = []
            for corpus_of_row, path, label, speaker, *_ in (row.split("\t") for row in rows):
                if corpus_of_row == corpus:
                    name = path.rsplit(".", 1)[0]
                    key = name if corpus == "CASIA" else name.split("/")[-1]
                    key = f"{speaker}_{key}" if corpus == "SAVEE" else key
                    items.append((f"{corpus.lower()}/{key}", label, speaker))
            if items:
                print(corpus, fingerprint(items, weights, levels))
                if corpus != "URDU":
                    print(corpus, "speakers", between_speakers(items, weights))


if __name__ == "__main__":
    main()
