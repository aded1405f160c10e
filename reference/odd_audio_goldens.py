"""Makes emoglot-ffmpeg/src/test/resources/audio/odd-audio.tsv: what SoX decodes from odd files.

The files (real recordings that break decoders) are not part of the repository; the goldens hold no
audio, only figures of each file: channels, rate, frames, RMS and peak over all channels, and 64
spot values. Spot k is the sample of channel k mod channels at frame k * (frames - 1) // 63.

Run from the repository root:  python3 reference/odd_audio_goldens.py ../shared/fixtures/odd-audio
Needs only Python's standard library, and SoX 14.4.2 on the path (Debian 12: apt-get install sox).
"""

import array
import math
import pathlib
import struct
import subprocess
import sys

ROOT = pathlib.Path(__file__).parent.parent
OUT = ROOT / "emoglot-ffmpeg/src/test/resources/audio/odd-audio.tsv"
SPOTS = 64
FULL_SCALE = 2.0**31


def row(name, path):
    # SoX goes by the name's ending unless told; one of the files is AIFF under a .wav name.
    kind = "aiff" if path.read_bytes()[:4] == b"FORM" else "wav"
    command = ["sox", "-D", "-t", kind, str(path), "-t", "au", "-e", "signed", "-b", "32", "-"]
    result = subprocess.run(command, capture_output=True)
    if result.returncode != 0:
        return [name, "refused", "", "", "", "", "", ""]
    header, _, _, rate, channels = struct.unpack(">5I", result.stdout[4:24])
    samples = array.array("i", result.stdout[header:])
    if sys.byteorder == "little":
        samples.byteswap()
    frames = len(samples) // channels
    if frames == 0:
        return [name, "empty", channels, rate, 0, "", "", ""]
    values = [sample / FULL_SCALE for sample in samples]
    rms = math.sqrt(sum(v * v for v in values) / len(values))
    peak = max(abs(v) for v in values)
    places = [k * (frames - 1) // (SPOTS - 1) * channels + k % channels for k in range(SPOTS)]
    return [name, "decoded", channels, rate, frames, f"{rms:.9g}", f"{peak:.9g}",
            " ".join(f"{values[p]:.9g}" for p in places)]


def main(folder):
    rows = [row(p.relative_to(folder).as_posix(), p) for p in sorted(folder.rglob("*.wav"))]
    header = ["file", "outcome", "channels", "rate", "frames", "rms", "peak", "spots"]
    lines = ["\t".join(map(str, line)) for line in [header, *rows]]
    OUT.write_text("\n".join(lines) + "\n")
    print(f"{len(rows)} files, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
