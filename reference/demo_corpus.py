"""Makes demo/speech: a small SYNTHETIC corpus of emotional speech in five languages.

Every clip is spoken by espeak-ng and given one of four emotions by prosody alone: pitch level and
range, rate, loudness and spectral tilt. Each voice and each language shifts and scales these cues,
so that only prosody *relative to the voice and the language* names the emotion.

    apt-get install espeak-ng            # 1.51 (Debian 1.51+dfsg-10+deb12u2); the script insists on 1.51
    pip install -r reference/requirements-demo.txt
    python reference/demo_corpus.py                       # writes demo/speech, prints its fingerprint
    python reference/demo_corpus.py --check-difficulty    # leave-one-language-out figures of it

The same seed and the same versions give the same bytes.
"""

import argparse
import hashlib
import io
import shutil
import subprocess
import sys
import tempfile
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np
import soundfile
from scipy.signal import medfilt, resample_poly

SAMPLE_RATE = 16_000  # Hz
ESPEAK_VERSION = "1.51"
ESPEAK_RATE = 22_050  # Hz, fixed by espeak-ng's built-in synthesiser
COMMENT = "SYNTHETIC speech, espeak-ng, Emoglot demo"
EMOTIONS = ("neutral", "happy", "angry", "sad")
CLIPS_PER_LANGUAGE_AND_EMOTION = 30  # voices x sentences of each voice
QUANTUM = 16  # samples are multiples of this: 12 bits that FLAC stores as 12, to keep the files small
PEAK_LIMIT = 0.9  # of full scale


@dataclass(frozen=True)
class Cues:
    """Prosody as offsets that add up: voice + language + strength * emotion + jitter."""

    pitch: float  # semitones
    spread: float  # octaves (base-2 logarithm) of the pitch range
    rate: float  # octaves of the speaking rate
    loudness: float  # dB
    tilt: float  # dB per octave; positive is brighter

    def array(self):
        return np.array(astuple(self))


@dataclass(frozen=True)
class Voice:
    """A speaker: formants (percent of espeak-ng's own) and habits of prosody."""

    formants: int
    offsets: Cues


@dataclass(frozen=True)
class Tongue:
    """A language: its espeak-ng voice, its speakers, how its speakers' prosody differs and its sentences."""

    espeak: str
    voices: tuple
    offsets: Cues
    strengths: Cues  # factors on the emotion's cues
    sentences: tuple


# Zero is this: 120 Hz, 5 semitones between low and high, 150 words per minute, -32.5 dBFS, no tilt.
BASE_PITCH = 120.0  # Hz
BASE_SPREAD = 5.0  # semitones
BASE_RATE = 150.0  # words per minute
BASE_LEVEL = -32.5  # dB re full scale, RMS of the frames with speech

EMOTION_CUES = {
    "neutral": Cues(0.0, 0.0, 0.0, 0.0, 0.0),
    "happy": Cues(4.0, 0.9, 0.12, 2.0, 0.6),
    "angry": Cues(1.5, 0.4, 0.25, 4.0, 2.4),
    "sad": Cues(-1.5, -0.9, -0.30, -3.5, -1.8),
}

# Standard deviation of each clip's own jitter.
JITTER = Cues(0.8, 0.2, 0.06, 1.2, 0.6)

VOICES = {
    "m1": Voice(92, Cues(-5.0, -0.2, -0.04, 2.5, -0.8)),
    "m2": Voice(97, Cues(-2.0, 0.3, 0.08, -3.0, 0.6)),
    "m3": Voice(103, Cues(0.5, -0.4, 0.08, 3.0, 1.2)),
    "f1": Voice(110, Cues(4.0, 0.2, -0.06, -3.5, -1.2)),
    "f2": Voice(115, Cues(7.0, -0.1, 0.10, 0.0, 0.0)),
    "f3": Voice(121, Cues(9.5, 0.3, -0.05, 2.5, 0.9)),
}

LANGUAGES = {
    "de": Tongue(
        "de",
        ("m1", "m2", "m3", "f1", "f2", "f3"),
        Cues(-1.0, -0.1, 0.05, 1.0, 0.4),
        Cues(0.9, 0.9, 1.0, 1.1, 1.1),
        (
            "Die Tür ist offen.",
            "Der Zug kommt um neun.",
            "Das Buch liegt dort.",
            "Wir gehen nach Hause.",
            "Der Tee ist fertig.",
            "Sie wohnt nebenan.",
            "Morgen ist Montag.",
            "Er holt die Zeitung.",
            "Die Lampe ist neu.",
            "Der Garten ist grün.",
        ),
    ),
    "en": Tongue(
        "en",
        ("m1", "m2", "f1", "f2", "f3"),
        Cues(0.0, 0.2, 0.08, 0.0, 0.0),
        Cues(1.1, 1.0, 0.9, 1.0, 0.9),
        (
            "The bus is outside.",
            "She works on Monday.",
            "The window is open.",
            "We live by the river.",
            "He bought some bread.",
            "The paper is on the desk.",
            "It is almost eleven.",
            "They came by train.",
            "The coat is dark blue.",
            "I moved the chair.",
        ),
    ),
    "es": Tongue(
        "es",
        ("m1", "m2", "m3", "f2", "f3"),
        Cues(0.8, -0.2, 0.0, 1.5, -0.4),
        Cues(0.8, 1.1, 0.8, 1.1, 0.9),
        (
            "La mesa es redonda.",
            "El tren sale pronto.",
            "Vivimos en el centro.",
            "El libro está aquí.",
            "Hoy es jueves.",
            "Ella lee una carta.",
            "La casa es blanca.",
            "Son casi las ocho.",
            "El pan está en la bolsa.",
            "Vamos por la tarde.",
        ),
    ),
    "fr": Tongue(
        "fr",
        ("m1", "m2", "m3", "f1", "f2", "f3"),
        Cues(1.2, 0.1, -0.15, -1.5, -0.5),
        Cues(1.0, 0.8, 1.1, 0.9, 1.0),
        (
            "Le train part à midi.",
            "La porte est fermée.",
            "Il habite en ville.",
            "Nous prenons le bus.",
            "Le café est chaud.",
            "Elle range la cuisine.",
            "Le chat dort au salon.",
            "C'est bientôt mardi.",
            "La route est longue.",
            "Il a un manteau gris.",
        ),
    ),
    "it": Tongue(
        "it",
        ("m2", "m3", "f1", "f2", "f3"),
        Cues(0.5, 0.3, -0.04, -0.5, 0.6),
        Cues(1.2, 1.0, 1.0, 0.8, 1.0),
        (
            "La finestra è chiusa.",
            "Il treno parte alle sei.",
            "Oggi è venerdì.",
            "Lei abita qui vicino.",
            "Il tavolo è di legno.",
            "Leggo il giornale.",
            "La strada è larga.",
            "Andiamo al mercato.",
            "Il libro è sul letto.",
            "Marco porta il pane.",
        ),
    ),
}


def sentences_of(tongue, voice):
    """Sentence numbers (from 1) that a voice speaks, each with every emotion.

    The sentences are dealt round, so that each is spoken by the same number of voices.
    """
    count = len(tongue.sentences)
    each = CLIPS_PER_LANGUAGE_AND_EMOTION // len(tongue.voices)
    turn = tongue.voices.index(voice)
    # With half of the sentences each, two voices use them all; the next two start one further on.
    start = turn * each + (turn // 2 if 2 * each == count else 0)
    return [(start + i) % count + 1 for i in range(each)]


class Espeak:
    """espeak-ng with a private data folder, in which the voice variant is rewritten for each clip."""

    def __init__(self, folder):
        program = shutil.which("espeak-ng")
        if program is None:
            sys.exit("espeak-ng is not installed: apt-get install espeak-ng")
        about = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
        if f": {ESPEAK_VERSION} " not in about:
            sys.exit(f"espeak-ng {ESPEAK_VERSION} is needed, found: {about.strip()}")
        data = Path(about.split("Data at:")[1].strip())
        self._program = program
        self._folder = folder
        own = folder / "espeak-ng-data"
        (own / "voices" / "!v").mkdir(parents=True)
        for entry in data.iterdir():
            if entry.name != "voices":
                (own / entry.name).symlink_to(entry)
        self._variant = own / "voices" / "!v" / "emoglot"

    def speak(self, language, sentence, formants, low, high, words_per_minute):
        """Samples in [-1, 1] at ESPEAK_RATE; low and high are the ends of the pitch range in Hz."""
        lines = ["language variant", "name emoglot", f"pitch {low:.0f} {high:.0f}", "flutter 3"]
        lines += [f"formant {i} {formants} 100 100" for i in range(9)]
        self._variant.write_text("\n".join(lines) + "\n")
        command = [self._program, f"--path={self._folder}", "-v", f"{language}+emoglot", "-z"]
        command += ["-s", str(round(words_per_minute)), "--stdout", sentence]
        wave = subprocess.run(command, capture_output=True, check=True).stdout
        # On a pipe espeak-ng cannot go back to write the length: the samples follow a 44-byte header.
        return np.frombuffer(wave[44 : len(wave) // 2 * 2], dtype="<i2") / 32768.0


    def check(self, language, sentence):
        """Some names of languages make espeak-ng drop the variant without a word: then pitch has no effect."""
        low, high = (self.speak(language, sentence, 100, f, 1.2 * f, BASE_RATE) for f in (100, 200))
        if np.array_equal(low, high):
            sys.exit(f"espeak-ng ignores voice variants with -v {language}: use another name of this language")


def clip(espeak, tongue, voice, emotion, sentence, generator):
    """One clip: float samples at SAMPLE_RATE, trimmed."""
    cues = Cues(
        *(
            voice.offsets.array()
            + tongue.offsets.array()
            + tongue.strengths.array() * EMOTION_CUES[emotion].array()
            + JITTER.array() * np.clip(generator.standard_normal(5), -2, 2)
        )
    )
    middle = BASE_PITCH * 2 ** (cues.pitch / 12)
    half = BASE_SPREAD * 2**cues.spread / 2
    samples = espeak.speak(
        tongue.espeak,
        sentence,
        voice.formants,
        middle * 2 ** (-half / 12),
        middle * 2 ** (half / 12),
        BASE_RATE * 2**cues.rate,
    )
    samples = resample_poly(samples, SAMPLE_RATE // 50, ESPEAK_RATE // 50)  # 320 / 441
    samples = tilted(trimmed(samples), cues.tilt)
    return faded(levelled(samples, BASE_LEVEL + cues.loudness))


def frame_levels(samples, frame=160):
    """RMS of consecutive frames of 10 ms."""
    whole = samples[: len(samples) // frame * frame].reshape(-1, frame)
    return np.sqrt(np.mean(whole**2, axis=1))


def trimmed(samples, margin=320):
    """Without leading and trailing frames 40 dB under the loudest, but for 20 ms."""
    levels = frame_levels(samples)
    loud = np.flatnonzero(levels > levels.max() * 0.01)
    return samples[max(0, loud[0] * 160 - margin) : (loud[-1] + 1) * 160 + margin]


def tilted(samples, slope):
    """Gain of slope dB per octave about 1 kHz, constant outside 125 Hz to 8 kHz."""
    padded = np.concatenate([samples, np.zeros(SAMPLE_RATE // 10)])  # room for the filter's ringing
    frequencies = np.fft.rfftfreq(len(padded), 1 / SAMPLE_RATE)
    octaves = np.log2(np.clip(frequencies, 125, 8000) / 1000)
    return np.fft.irfft(np.fft.rfft(padded) * 10 ** (slope * octaves / 20), len(padded))[: len(samples)]


def levelled(samples, level):
    """Scaled so that the frames with speech have this RMS in dB, or less where the peak would pass the limit."""
    levels = frame_levels(samples)
    speech = levels[levels > levels.max() * 0.05]
    gain = 10 ** (level / 20) / np.sqrt(np.mean(speech**2))
    return samples * min(gain, PEAK_LIMIT / np.abs(samples).max())


def faded(samples, length=80):
    """With 5 ms of fade at each end."""
    ramp = np.linspace(0, 1, length)
    samples = samples.copy()
    samples[:length] *= ramp
    samples[-length:] *= ramp[::-1]
    return samples


def write_flac(path, samples):
    whole = np.round(samples * 32768 / QUANTUM).astype(np.int16) * QUANTUM
    path.parent.mkdir(parents=True, exist_ok=True)
    with soundfile.SoundFile(
        path, "w", SAMPLE_RATE, 1, "PCM_16", format="FLAC", compression_level=1.0
    ) as file:
        file.comment = COMMENT
        file.write(whole)


def generate(out, seed):
    for language in LANGUAGES:
        shutil.rmtree(out / language, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        espeak = Espeak(Path(folder))
        for at_language, (language, tongue) in enumerate(LANGUAGES.items()):
            espeak.check(tongue.espeak, tongue.sentences[0])
            for name in tongue.voices:
                for number in sentences_of(tongue, name):
                    for at_emotion, emotion in enumerate(EMOTIONS):
                        at = (at_language, list(VOICES).index(name), number, at_emotion)
                        generator = np.random.default_rng([seed, *at])
                        sentence = tongue.sentences[number - 1]
                        samples = clip(espeak, tongue, VOICES[name], emotion, sentence, generator)
                        write_flac(out / language / name / f"{emotion}_{number:02d}.flac", samples)


def clips_in(out):
    paths = sorted(out.rglob("*.flac"))
    if not paths:
        sys.exit(f"no *.flac under {out}: run this script without --check-difficulty first")
    return paths


def report(out):
    """Counts, sizes, levels and the fingerprint of the folder as it lies on disk."""
    paths = clips_in(out)
    digest = hashlib.sha256()
    size, seconds, peaks = 0, [], []
    for path in paths:
        content = path.read_bytes()
        digest.update(f"{path.relative_to(out).as_posix()}\0{len(content)}\0".encode() + content)
        samples, _ = soundfile.read(io.BytesIO(content))
        size += len(content)
        seconds.append(len(samples) / SAMPLE_RATE)
        peaks.append(np.abs(samples).max())
    print(f"{len(seconds)} clips, {sum(seconds):.1f} s, {size:,} bytes")
    print(f"seconds: {min(seconds):.2f} to {max(seconds):.2f}, median {np.median(seconds):.2f}")
    print(f"highest peak {max(peaks):.3f}, lowest {min(peaks):.3f} of full scale")
    for language in LANGUAGES:
        counts = [len(list((out / language).rglob(f"{emotion}_*.flac"))) for emotion in EMOTIONS]
        print(f"{language}: {len(LANGUAGES[language].voices)} voices, {dict(zip(EMOTIONS, counts))}")
    print(f"sha256 of all: {digest.hexdigest()}")


def statistics(samples):
    """Eight figures of one clip: pitch level, spread and range, rate, level and its spread, tilt, length."""
    frame, hop = 640, 160
    windows = np.lib.stride_tricks.sliding_window_view(samples, frame)[::hop] * np.hanning(frame)
    power = np.abs(np.fft.rfft(windows, 2 * frame)) ** 2
    correlation = np.fft.irfft(power)[:, :frame]
    shortest, longest = SAMPLE_RATE // 450, SAMPLE_RATE // 55
    window = np.fft.irfft(np.abs(np.fft.rfft(np.hanning(frame), 2 * frame)) ** 2)[:frame]
    normal = correlation / (correlation[:, :1] + 1e-9) * (window[0] / np.maximum(window, window[0] * 0.05))
    best = normal[:, shortest:longest]
    # The first lag nearly as good as the best, lest the pitch fall by an octave.
    lags = shortest + np.argmax(best > 0.9 * best.max(axis=1, keepdims=True), axis=1)
    climb = np.arange(len(lags))
    for _ in range(30):  # up to the top of that peak
        following = np.minimum(lags + 1, longest)
        lags = np.where(normal[climb, following] > normal[climb, lags], following, lags)
    level = 10 * np.log10(power.sum(axis=1) + 1e-9)
    voiced = (best.max(axis=1) > 0.6) & (level > level.max() - 25)
    pitch = 12 * np.log2(SAMPLE_RATE / medfilt(lags[voiced].astype(float), 7) / 100)
    frequencies = np.fft.rfftfreq(2 * frame, 1 / SAMPLE_RATE)
    spectrum = power[voiced].mean(axis=0)
    edges = [125, 250, 500, 1000, 2000, 4000, 8000]  # Hz, octaves
    bands = [spectrum[(frequencies >= a) & (frequencies < b)].mean() for a, b in zip(edges, edges[1:])]
    tilt = np.polyfit(np.arange(6), 10 * np.log10(np.array(bands) + 1e-12), 1)[0]
    speech = level[level > level.max() - 25]
    # How fast the level moves, in dB per second: a stand-in for syllables per second.
    movement = np.sum(np.abs(np.diff(level[::3]))) / (len(level) * hop / SAMPLE_RATE)
    return [
        np.median(pitch),
        pitch.std(),
        np.subtract(*np.percentile(pitch, [90, 10])),
        movement,
        speech.mean(),
        speech.std(),
        tilt,
        len(samples) / SAMPLE_RATE,
    ]


def check_difficulty(out):
    """Leave-one-language-out UAR (chance 25 %) of classifiers on utterance statistics."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import recall_score
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC
    from sklearn.tree import DecisionTreeClassifier

    paths = clips_in(out)
    names = [path.relative_to(out).parts for path in paths]
    language = np.array([n[0] for n in names])
    speaker = np.array(["/".join(n[:2]) for n in names])
    emotion = np.array([n[2].split("_")[0] for n in names])
    features = np.array([statistics(soundfile.read(path)[0]) for path in paths])
    relative = features.copy()
    for one in np.unique(speaker):
        rows = speaker == one
        relative[rows] = (features[rows] - features[rows].mean(axis=0)) / features[rows].std(axis=0)

    def leave_one_out(model, x):
        found = []
        for one in LANGUAGES:
            test = language == one
            guess = make_pipeline(StandardScaler(), model).fit(x[~test], emotion[~test]).predict(x[test])
            found.append(100 * recall_score(emotion[test], guess, average="macro"))
        return found

    def show(title, found):
        print(f"{title:44s}" + "".join(f"{u:7.1f}" for u in found) + f"  mean {np.mean(found):5.1f}")

    print(" " * 44 + "".join(f"{one:>7s}" for one in LANGUAGES))
    columns = ["pitch level", "pitch deviation", "pitch range", "rate", "level", "level spread", "tilt", "length"]
    tree = DecisionTreeClassifier(max_leaf_nodes=6, random_state=0)
    for i, column in enumerate(columns):
        show(f"thresholds on {column}", leave_one_out(tree, features[:, [i]]))
    linear, curved = LogisticRegression(max_iter=2000), SVC(C=3.0)
    show("linear, all eight", leave_one_out(linear, features))
    show("RBF, all eight", leave_one_out(curved, features))
    show("RBF, without level", leave_one_out(curved, np.delete(features, 4, axis=1)))
    show("RBF, relative to the speaker", leave_one_out(curved, relative))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent.parent / "demo" / "speech")
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--check-difficulty", action="store_true", help="measure the corpus that is there")
    options = parser.parse_args()
    if options.check_difficulty:
        check_difficulty(options.out)
    else:
        generate(options.out, options.seed)
        report(options.out)


if __name__ == "__main__":
    main()
