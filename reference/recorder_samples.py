"""Makes the sample files of the formats that telephones, recorders and older corpora write.

The synthetic signal of reference/audio_samples.py (signal.wav, which must be there already), in
every further format that Emoglot decodes, written beside it. No recorded sound is in them.

Run from the repository root:  python3 reference/recorder_samples.py WIDE_BAND_FFMPEG
Needs only Python's standard library, on the path ffmpeg 5.1.9 and sox 14.4.2 (Debian 12: apt-get
install ffmpeg sox libsox-fmt-all), and an ffmpeg that encodes AMR-WB, which Debian's does not: the
one in JavaCPP's ffmpeg 8.0.1-1.5.13 jar, with LD_LIBRARY_PATH set to its folder.
"""

import pathlib
import struct
import subprocess
import sys

OUT = pathlib.Path(__file__).parent.parent / "emoglot-ffmpeg/src/test/resources/audio"


def run(*command):
    subprocess.run(command, check=True, cwd=OUT, stdin=subprocess.DEVNULL)


def ffmpeg(source, target, *options):
    run("ffmpeg", "-v", "error", "-y", "-bitexact", "-i", source, "-map_metadata", "-1",
        "-fflags", "+bitexact", "-flags:a", "+bitexact", *options, target)


def raw_samples():
    """The 16-bit samples of signal.wav, whose header has 44 bytes."""
    return (OUT / "signal.wav").read_bytes()[44:]


def bw64():
    """A BW64 file by hand: sizes of all ones, which the chunk ds64 tells."""
    data = raw_samples()
    fmt = struct.pack("<HHIIHH", 1, 1, 16_000, 32_000, 2, 16)
    chunks = b"fmt " + struct.pack("<I", 16) + fmt + b"data" + b"\xff" * 4 + data
    ds64 = struct.pack("<QQQI", 4 + 36 + len(chunks), len(data), len(data) // 2, 0)
    (OUT / "bw64.wav").write_bytes(
        b"BW64" + b"\xff" * 4 + b"WAVE" + b"ds64" + struct.pack("<I", 28) + ds64 + chunks)


def adts_in_wav():
    """ADTS frames in a WAV file (tag 0x1600), and bare ones (0x00FF), which nobody can part."""
    adts = (OUT / "adts.aac").read_bytes()
    frames = []
    at = 0
    while at < len(adts):
        length = (adts[at + 3] & 3) << 11 | adts[at + 4] << 3 | adts[at + 5] >> 5
        frames.append(adts[at:at + length])
        at += length
    for name, tag, data in (("adts.wav", 0x1600, adts),
                            ("bare-aac.wav", 0x00FF, b"".join(f[7:] for f in frames))):
        fmt = struct.pack("<HHIIHHHH", tag, 1, 16_000, 8_000, 1, 0, 2, 0x1408)
        body = b"fmt " + struct.pack("<I", len(fmt)) + fmt
        body += b"data" + struct.pack("<I", len(data)) + data
        (OUT / name).write_bytes(b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WAVE" + body)


def main():
    # Lossless: the tests expect the very samples of signal.wav.
    ffmpeg("signal.wav", "pcm.au", "-t", "0.1")
    ffmpeg("signal.wav", "pcm.caf", "-c:a", "pcm_s16be", "-t", "0.1")
    ffmpeg("signal.wav", "pcm.w64", "-t", "0.1")
    ffmpeg("signal.wav", "rf64.wav", "-rf64", "always", "-t", "0.1")
    bw64()
    run("sox", "-D", "signal.wav", "pcm.sph", "trim", "0", "1600s")
    ffmpeg("signal.wav", "wavpack.wv", "-t", "0.25")
    ffmpeg("signal.wav", "flac.mka", "-c:a", "flac", "-t", "0.25")
    ffmpeg("signal.wav", "pcm.mov", "-c:a", "pcm_s16le", "-t", "0.1")
    ffmpeg("signal.wav", "pcm.avi", "-c:a", "pcm_s16le", "-t", "0.1")

    # Lossy: compared by signal-to-noise ratio.
    run("sox", "-D", "signal.wav", "-r", "8000", "-C", "7", "narrow.amr-nb")
    (OUT / "narrow.amr-nb").rename(OUT / "narrow.amr")
    run(sys.argv[1], "-v", "error", "-y", "-i", "signal.wav", "-c:a", "libvo_amrwbenc",
        "-b:a", "23850", "wide.amr")
    ffmpeg("narrow.amr", "narrow.3gp", "-c:a", "copy")
    ffmpeg("signal.wav", "adts.aac", "-c:a", "aac", "-b:a", "64k")
    ffmpeg("signal.wav", "aac.mov", "-c:a", "aac", "-b:a", "64k")
    ffmpeg("signal.wav", "aac.3gp", "-c:a", "aac", "-b:a", "64k")
    ffmpeg("signal.wav", "layer2.mp2", "-c:a", "mp2", "-b:a", "96k")
    ffmpeg("signal.wav", "v2.wma", "-c:a", "wmav2", "-b:a", "64k")
    ffmpeg("signal.wav", "speex.spx", "-c:a", "libspeex", "-b:a", "27800")
    ffmpeg("signal.wav", "ulaw.au", "-c:a", "pcm_mulaw", "-t", "0.25")
    ffmpeg("signal.wav", "ima.caf", "-c:a", "adpcm_ima_qt", "-t", "0.25")
    adts_in_wav()


if __name__ == "__main__":
    main()
