"""Makes the small audio files that the decoder tests read.

One synthetic signal (a voice-like glide of 12 harmonics, half a second, 16 kHz) in every format
that Emoglot decodes, written to emoglot-ffmpeg/src/test/resources/audio/. No recorded sound is in
them.

Run from the repository root:  python3 reference/audio_samples.py
Needs only Python's standard library, and on the path ffmpeg 5.1.7, sox 14.4.2 and lame 3.100
(Debian 12: apt-get install ffmpeg sox libsox-fmt-all lame).
"""

import math
import pathlib
import subprocess
import wave

OUT = pathlib.Path(__file__).parent.parent / "emoglot-ffmpeg/src/test/resources/audio"
RATE = 16_000
FRAMES = RATE // 2
HARMONICS = 12

# Short pages, so that damage to one leaves others; a fixed serial number.
OGG_PAGES = ("-page_duration", "60000", "-serial_offset", "1")


def signal():
    """The signal as floats in (-1, 1): F0 rises from 120 to 190 Hz under a smooth envelope."""
    samples = []
    for i in range(FRAMES):
        t = i / RATE
        phase = 2 * math.pi * (120 * t + 70 * t * t)
        voice = sum(math.sin(k * phase + k * k) / k for k in range(1, HARMONICS + 1))
        samples.append(0.3 * voice * math.sin(math.pi * i / FRAMES) ** 0.5)
    return samples


def write_wav(name, samples, width):
    scale = 2 ** (8 * width - 1)
    data = b"".join(round(x * scale).to_bytes(width, "little", signed=True) for x in samples)
    with wave.open(str(OUT / name), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(width)
        out.setframerate(RATE)
        out.writeframes(data)


def run(*command):
    subprocess.run(command, check=True, cwd=OUT, stdin=subprocess.DEVNULL)


def ffmpeg(source, target, *options):
    run("ffmpeg", "-v", "error", "-y", "-bitexact", "-i", source, "-map_metadata", "-1",
        "-fflags", "+bitexact", "-flags:a", "+bitexact", *options, target)


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    samples = signal()
    write_wav("signal.wav", samples, 2)
    write_wav("signal24.wav", samples, 3)

    # Lossless: the tests expect the very samples of signal.wav or signal24.wav.
    run("sox", "-D", "signal24.wav", "extensible24.wav", "trim", "0", "1600s")
    ffmpeg("signal.wav", "pcm.aiff")
    ffmpeg("signal.wav", "sowt.aifc", "-f", "aiff", "-c:a", "pcm_s16le", "-t", "0.1")
    ffmpeg("signal.wav", "flac.flac", "-metadata_header_padding", "0")
    ffmpeg("signal24.wav", "flac24.flac", "-sample_fmt", "s32", "-bits_per_raw_sample", "24",
           "-metadata_header_padding", "0")
    ffmpeg("signal.wav", "flac.ogg", "-c:a", "flac", "-t", "0.25", *OGG_PAGES)
    ffmpeg("signal.wav", "alac.m4a", "-c:a", "alac", "-t", "0.25")
    # Two channels, the second with its sign turned, as planes.
    ffmpeg("signal.wav", "stereo.m4a", "-af", "pan=stereo|c0=c0|c1=-1*c0", "-c:a", "alac",
           "-t", "0.1")

    # Lossy: compared by signal-to-noise ratio.
    run("sox", "-D", "signal.wav", "-e", "a-law", "alaw.wav")
    run("sox", "-D", "signal.wav", "-e", "ima-adpcm", "adpcm.wav")
    run("lame", "--quiet", "-b", "64", "-m", "m", "--noreplaygain", "--tt", "synthetic",
        "--add-id3v2", "signal.wav", "id3.mp3")
    ffmpeg("signal.wav", "bare.mp3", "-c:a", "libmp3lame", "-b:a", "64k", "-write_xing", "0",
           "-id3v2_version", "0")
    ffmpeg("signal.wav", "vorbis.ogg", "-c:a", "libvorbis", "-q:a", "5", *OGG_PAGES)
    # Bursts of noise make the encoder change the length of its blocks.
    run("ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i",
        "aevalsrc='0.3*sin(2*PI*300*t)+0.6*(random(0)-0.5)*exp(-40*mod(t,0.31))':s=44100:d=1.5",
        "-c:a", "libvorbis", "-q:a", "2", "-page_duration", "200000", "-bitexact", "-fflags", "+bitexact",
        "-flags:a", "+bitexact", "bursts.ogg")
    ffmpeg("signal.wav", "opus.ogg", "-c:a", "libopus", "-b:a", "48k", *OGG_PAGES)
    ffmpeg("signal.wav", "opus.webm", "-c:a", "libopus", "-b:a", "48k")
    ffmpeg("signal.wav", "aac.m4a", "-c:a", "aac", "-b:a", "64k")

    total = sum(path.stat().st_size for path in OUT.iterdir())
    print(f"{total} bytes")


if __name__ == "__main__":
    main()
