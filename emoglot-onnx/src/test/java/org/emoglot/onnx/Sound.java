package org.emoglot.onnx;

import java.util.Arrays;
import org.emoglot.sampling.SeededRandom;

/** Sounds that are no speech. */
enum Sound {
  SILENCE {
    @Override
    double at(double t, SeededRandom random) {
      return 0;
    }
  },
  WHITE_NOISE {
    @Override
    double at(double t, SeededRandom random) {
      return noise(random);
    }
  },
  /** Each octave as loud as the next. */
  PINK_NOISE {
    @Override
    double at(double t, SeededRandom random) {
      throw new IllegalStateException("made as a whole");
    }

    @Override
    float[] of(double seconds, double level, int rate) {
      SeededRandom random = SeededRandom.of(1);
      float[] samples = new float[(int) (seconds * rate)];
      double[] rows = new double[14];
      for (int i = 0; i < samples.length; i++) {
        rows[Math.min(rows.length - 1, Integer.numberOfTrailingZeros(i + 1))] = noise(random);
        samples[i] = (float) (level * Arrays.stream(rows).sum() / rows.length);
      }
      return samples;
    }
  },
  TONE {
    @Override
    double at(double t, SeededRandom random) {
      return sine(440, t);
    }
  },
  SWEEP {
    @Override
    double at(double t, SeededRandom random) {
      return sine(200 + 150 * t, t);
    }
  },
  MAINS_HUM {
    @Override
    double at(double t, SeededRandom random) {
      double sum = 0;
      for (int harmonic = 1; harmonic < 12; harmonic++) {
        sum += sine(50 * harmonic, t) / harmonic;
      }
      return sum / 2;
    }
  },
  DIALLING {
    @Override
    double at(double t, SeededRandom random) {
      return t % 0.4 < 0.2 ? (sine(770, t) + sine(1336, t)) / 2 : 0;
    }
  },
  DIAL_TONE {
    @Override
    double at(double t, SeededRandom random) {
      return (sine(350, t) + sine(440, t)) / 2;
    }
  },
  RINGING {
    @Override
    double at(double t, SeededRandom random) {
      return t % 3 < 1 ? sine(425, t) : 0;
    }
  },
  SIREN {
    @Override
    double at(double t, SeededRandom random) {
      return Math.sin(2 * Math.PI * 800 * t - 300 * Math.cos(2 * Math.PI * 0.5 * t));
    }
  },
  CLICKS {
    @Override
    double at(double t, SeededRandom random) {
      return random.nextDouble() < 0.0005 ? 1 : 0;
    }
  },
  BREATHING {
    @Override
    double at(double t, SeededRandom random) {
      return noise(random) * Math.max(0, Math.sin(2 * Math.PI * 0.4 * t));
    }
  },
  /** Bursts of noise that die away. */
  COUGH {
    @Override
    double at(double t, SeededRandom random) {
      return noise(random) * Math.exp(-(t % 0.8) / 0.06);
    }
  },
  /** Slow noise, as of rain and wind. */
  WIND {
    @Override
    double at(double t, SeededRandom random) {
      return noise(random) * (0.6 + 0.4 * Math.sin(2 * Math.PI * 0.2 * t)) * 0.5;
    }
  },
  /** A bass drum, a snare and a hi-hat at 120 beats a minute. */
  DRUMS {
    @Override
    double at(double t, SeededRandom random) {
      return drums(t, random);
    }
  },
  /** A melody of plucked strings. */
  MELODY {
    @Override
    double at(double t, SeededRandom random) {
      return pluck(note(t, 0.25, 440), t % 0.25);
    }
  },
  /** Strings, bass and drums together. */
  BAND {
    @Override
    double at(double t, SeededRandom random) {
      double bass = sine(note(t, 1, 55), t) * Math.exp(-(t % 0.5) / 0.3);
      return 0.3 * pluck(note(t, 0.25, 440), t % 0.25) + 0.3 * bass + 0.4 * drums(t, random);
    }
  },
  /** Held chords of pipes, with all harmonics alike. */
  ORGAN {
    @Override
    double at(double t, SeededRandom random) {
      double root = note(t, 2, 220);
      double sum = 0;
      for (double ratio : new double[] {1, 1.25, 1.5}) {
        for (int harmonic = 1; harmonic <= 4; harmonic++) {
          sum += sine(root * ratio * harmonic, t) / harmonic;
        }
      }
      return sum / 6;
    }
  },
  /** Chords that change, and die away. */
  MUSIC {
    @Override
    double at(double t, SeededRandom random) {
      double root = new double[] {220, 196, 174.6, 261.6}[(int) (t / 0.6) % 4];
      double sum = 0;
      for (double ratio : new double[] {1, 1.25, 1.5, 2}) {
        for (int harmonic = 1; harmonic < 5; harmonic++) {
          sum += sine(root * ratio * harmonic, t) / (harmonic * harmonic);
        }
      }
      return sum / 5 * Math.exp(-(t % 0.6) / 0.4);
    }
  };

  /** The sound at a time in seconds, about within [-1, 1]. */
  abstract double at(double t, SeededRandom random);

  /** Some seconds of it. */
  float[] of(double seconds, double level, int rate) {
    SeededRandom random = SeededRandom.of(ordinal());
    float[] samples = new float[(int) (seconds * rate)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (level * at((double) i / rate, random));
    }
    return samples;
  }

  /** The frequency of a step of a scale that changes every so many seconds. */
  private static double note(double t, double every, double root) {
    int[] scale = {0, 4, 7, 12, 7, 9, 5, 2};
    return root * Math.pow(2, scale[(int) (t / every) % scale.length] / 12.0);
  }

  private static double pluck(double hertz, double since) {
    double sum = 0;
    for (int harmonic = 1; harmonic <= 6; harmonic++) {
      sum += sine(hertz * harmonic, since) * Math.exp(-since * harmonic / 0.15) / harmonic;
    }
    return sum / 2;
  }

  private static double drums(double t, SeededRandom random) {
    double noise = noise(random);
    double beat = t % 1;
    double bass = beat < 0.5 ? sine(60, beat) * Math.exp(-beat / 0.1) : 0;
    double snare = beat < 0.5 ? 0 : noise * Math.exp(-(beat - 0.5) / 0.07);
    return 0.5 * bass + 0.3 * snare + 0.2 * noise * Math.exp(-(t % 0.25) / 0.02);
  }

  private static double sine(double hertz, double t) {
    return Math.sin(2 * Math.PI * hertz * t);
  }

  private static double noise(SeededRandom random) {
    return 2 * random.nextDouble() - 1;
  }
}
