"""What scripts share that write golden cases as JSON: {"made_by": ..., "cases": [...]}, one case a line."""

import argparse
import json

import numpy as np

CHECK_TOLERANCE = 1e-12  # of --check, relative to 1 + |committed|


def compare_or_write(description, output, made_by, cases) -> int:
    """Writes the cases, or with --check compares them with the committed ones; the exit code."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with the committed file, write nothing")
    check = parser.parse_args().check
    lines = ",\n".join(json.dumps(case) for case in cases)  # one case per line: small, and readable in a diff
    text = f'{{"made_by": {json.dumps(made_by)}, "cases": [\n{lines}\n]}}\n'
    if not check:
        output.write_text(text)
        print(f"{output.name}: {output.stat().st_size} bytes")
        return 0
    if output.exists() and output.read_text() == text:
        print("identical bytes")
        return 0
    committed = json.loads(output.read_text())["cases"] if output.exists() else []
    found = [] if len(committed) == len(cases) else [f"{output}: {len(committed)} cases, expected {len(cases)}"]
    for old, new in zip(committed, cases):
        for key, value in new.items():
            if not same(old.get(key), value):
                found.append(f"{output}: case {new['name']!r} differs in {key}")
    print("\n".join(found) if found else f"equal within {CHECK_TOLERANCE:g}")
    return 1 if found else 0


def same(before, now) -> bool:
    if isinstance(now, float) or (isinstance(now, list) and now and isinstance(now[0], list)):
        before, now = np.array(before, dtype=float), np.array(now, dtype=float)
        return before.shape == now.shape and bool(np.all(np.abs(now - before) <= CHECK_TOLERANCE * (1 + np.abs(before))))
    return before == now
