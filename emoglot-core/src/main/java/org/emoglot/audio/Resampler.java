package org.emoglot.audio;

/**
 * Changes the sample rate by any rational ratio, band-limited and without delay.
 *
 * <p>Output sample m is the input's band-limited interpolation at the time m / to, computed with a
 * sinc kernel under a Kaiser window [1]: {@code y[m] = sum_k x[k] h(m from / to - k)}, where h is a
 * low-pass whose pass band ends at {@value #PASS} and whose stop band begins at 1.0 of the lower of
 * both Nyquist frequencies. The times take {@code to / gcd(from, to)} different phases between two
 * input samples. Up to {@value #MAX_PHASES} of them are tabulated exactly, one row of taps each (a
 * polyphase filter bank [2]); where there are more (24414 Hz to 16000 Hz has 8000), {@value
 * #MAX_PHASES} evenly spaced rows are tabulated and two neighbours are interpolated linearly, which
 * errs by at most (pi / {@value #MAX_PHASES})^2 / 8, or -118 dB [2].
 *
 * <p>Before its first and after its last sample the input counts as silent. An instance is
 * immutable and may be shared by threads.
 *
 * <p>[1] J. F. Kaiser, "Nonrecursive digital filter design using the I0-sinh window function",
 * ISCAS 1974 (length and beta from attenuation and transition width). [2] J. O. Smith, "Digital
 * audio resampling home page", https://ccrma.stanford.edu/~jos/resample/.
 */
public final class Resampler {

  /** Where the pass band ends, as a fraction of the lower Nyquist frequency (7360 Hz of 8000). */
  private static final double PASS = 0.92;

  /** Attenuation from the lower Nyquist frequency on, by design, in dB. */
  private static final double ATTENUATION_DB = 100;

  private static final double KAISER_BETA = 0.1102 * (ATTENUATION_DB - 8.7);
  private static final int MAX_PHASES = 1024;

  private final int from;
  private final int to;

  /** Output sample m lies at m * step / phases input samples. */
  private final long step;

  private final long phases;

  /** Taps of one row; even. Row p holds h(p / rows - (j - taps / 2 + 1)) at tap j. */
  private final int taps;

  /** The filter bank, (rows + 1, taps): the last row closes the interval for interpolation. */
  private final float[][] bank;

  /**
   * @param from the input's samples per second, positive
   * @param to the output's samples per second, positive
   */
  public Resampler(int from, int to) {
    if (from <= 0 || to <= 0) {
      throw new IllegalArgumentException(
          "Sample rates must be positive: from %d to %d.".formatted(from, to));
    }
    this.from = from;
    this.to = to;
    long divisor = gcd(from, to);
    step = from / divisor;
    phases = to / divisor;
    double scale = Math.min(1.0, (double) to / from);
    double transition = Math.PI * (1 - PASS) * scale;
    int half = (int) Math.ceil((ATTENUATION_DB - 8) / (2.285 * transition) / 2);
    taps = from == to ? 0 : 2 * half;
    bank =
        from == to ? new float[0][] : filterBank((int) Math.min(phases, MAX_PHASES), taps, scale);
  }

  /** The input's samples per second. */
  public int from() {
    return from;
  }

  /** The output's samples per second. */
  public int to() {
    return to;
  }

  /** Output samples of n input samples: ceil(n to / from), the instants before the input's end. */
  public long outputLength(long n) {
    return -Math.floorDiv(-Math.multiplyExact(n, phases), step);
  }

  /**
   * Resamples a whole signal. Its first sample and the output's first lie at the same time.
   *
   * @param input (n), finite; returned itself if both rates are equal
   * @return (ceil(n to / from))
   */
  public float[] apply(float[] input) {
    if (from == to) {
      return input;
    }
    float[] output = new float[Math.toIntExact(outputLength(input.length))];
    for (int m = 0; m < output.length; m++) {
      output[m] = sample(m, input, 0, input.length);
    }
    return output;
  }

  /** Begins to resample a signal block by block. */
  BlockResampler blocks() {
    return new BlockResampler(this);
  }

  /** The first input sample that output sample m is made of; negative at the start. */
  long first(long m) {
    return m * step / phases - taps / 2 + 1;
  }

  /** How many input samples an output sample is made of. */
  int taps() {
    return taps;
  }

  /**
   * Output sample m.
   *
   * @param input all samples that it is made of, of those that exist
   * @param start where in the signal {@code input} begins
   * @param length how many of its samples are valid
   */
  float sample(long m, float[] input, long start, int length) {
    int rows = bank.length - 1;
    int first = (int) (first(m) - start);
    long scaled = m * step % phases * rows;
    int row = (int) (scaled / phases);
    double fraction = (double) (scaled % phases) / phases;
    double value = dot(bank[row], input, first, length);
    if (fraction > 0) {
      value += fraction * (dot(bank[row + 1], input, first, length) - value);
    }
    return (float) value;
  }

  private static float[][] filterBank(int rows, int taps, double scale) {
    float[][] bank = new float[rows + 1][taps];
    double[] row = new double[taps];
    for (int p = 0; p <= rows; p++) {
      double sum = 0;
      for (int j = 0; j < taps; j++) {
        row[j] = kernel((double) p / rows - (j - taps / 2 + 1), taps / 2, scale);
        sum += row[j];
      }
      for (int j = 0; j < taps; j++) {
        bank[p][j] = (float) (row[j] / sum); // unit gain at 0 Hz in every phase
      }
    }
    return bank;
  }

  /** The windowed sinc at t input samples from its centre, with the window's half width. */
  private static double kernel(double t, int half, double scale) {
    double ratio = t / half;
    if (Math.abs(ratio) >= 1) {
      return 0;
    }
    double cutoff = scale * (1 + PASS) / 2; // the middle of the transition, 1 = input's Nyquist
    double x = Math.PI * cutoff * t;
    double sinc = x == 0 ? 1 : Math.sin(x) / x;
    return sinc * besselI0(KAISER_BETA * Math.sqrt(1 - ratio * ratio));
  }

  /** Modified Bessel function of the first kind, order 0, by its power series. */
  private static double besselI0(double x) {
    double sum = 1;
    double term = 1;
    double square = x * x / 4;
    for (int k = 1; term > 1e-17 * sum; k++) {
      term *= square / ((double) k * k);
      sum += term;
    }
    return sum;
  }

  /** Sum of row[j] input[first + j], with silence around the input; four sums hide latency. */
  private static double dot(float[] row, float[] input, int first, int length) {
    int begin = Math.max(0, -first);
    int end = Math.min(row.length, length - first);
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int j = begin;
    for (; j + 3 < end; j += 4) {
      a += (double) row[j] * input[first + j];
      b += (double) row[j + 1] * input[first + j + 1];
      c += (double) row[j + 2] * input[first + j + 2];
      d += (double) row[j + 3] * input[first + j + 3];
    }
    for (; j < end; j++) {
      a += (double) row[j] * input[first + j];
    }
    return a + b + (c + d);
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
