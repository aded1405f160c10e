package org.emoglot.onnx;

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

  private static double sine(double hertz, double t) {
    return Math.sin(2 * Math.PI * hertz * t);
  }

  private static double noise(SeededRandom random) {
    return 2 * random.nextDouble() - 1;
  }
}
