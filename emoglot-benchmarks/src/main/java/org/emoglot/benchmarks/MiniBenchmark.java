package org.emoglot.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.Waveform;
import org.emoglot.classifier.BundledModel;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.io.Json;

/**
 * What the model that comes with Emoglot costs, in one process on as many threads as {@code
 * emoglot.threads} says: its size, how long it takes to load, how fast it answers to clips and to a
 * recording of ten minutes, and how much memory that takes.
 *
 * <pre>MiniBenchmark CORPORA</pre>
 *
 * <p>The clips are every n-th of the files in the manifest.tsv of the folder of corpora; the
 * recording is made of them. Decoding is not timed.
 */
public final class MiniBenchmark {

  private static final int CLIPS = 48;
  private static final int ROUNDS = 5;
  private static final int RECORDING_SECONDS = 600;
  private static final double BYTES_PER_MIB = 1 << 20;

  private MiniBenchmark() {}

  /**
   * What was measured. A real-time factor is seconds of computing for a second of audio.
   *
   * @param engine what computed, and with which numbers
   * @param folderBytes size of the model's folder
   * @param parameters numbers in encoder and head, of all members
   * @param loadSeconds from the folder to a classifier, the engine's own start included
   * @param clips how many
   * @param clipSeconds how long all of them are
   * @param clipFactor real-time factor of clips one by one, median of several rounds
   * @param clipPeakMib highest resident memory of the process by then
   * @param recordingSeconds length of the recording
   * @param recordingSegments stretches of speech found in it
   * @param recordingFactor real-time factor of its timeline, speech detection included
   * @param recordingPeakMib highest resident memory of the process by then
   */
  record Figures(
      String engine,
      long folderBytes,
      long parameters,
      double loadSeconds,
      int clips,
      double clipSeconds,
      double clipFactor,
      double clipPeakMib,
      double recordingSeconds,
      int recordingSegments,
      double recordingFactor,
      double recordingPeakMib) {}

  /** Prints one line of JSON; the only argument is the folder of corpora. */
  public static void main(String[] args) {
    if (args.length != 1) {
      throw new InvalidInputException(
          "Expected the folder of corpora, found %d words.".formatted(args.length));
    }
    Path manifest = Path.of(args[0]).resolve("manifest.tsv");
    if (!Files.exists(manifest)) {
      System.err.println("Skipped: there are no clips without " + manifest + ".");
      return;
    }
    List<Waveform> clips = clips(manifest, CLIPS);
    Figures figures = measure(BundledModel.folder(), clips, RECORDING_SECONDS, ROUNDS);
    System.out.println(Json.writeLine(figures));
  }

  /** Every n-th file, n so that there are about as many as wanted. */
  static List<Waveform> clips(Path manifest, int wanted) {
    AudioReader audio = new AudioReader(AudioOptions.defaults());
    try (Stream<String> lines = Files.lines(manifest)) {
      List<Path> files =
          lines
              .skip(1)
              .map(line -> line.split("\t", -1))
              .filter(row -> row.length > 1)
              .map(row -> manifest.resolveSibling(row[0]).resolve(row[1]))
              .toList();
      int every = Math.max(1, files.size() / wanted);
      return Stream.iterate(0, i -> i < files.size(), i -> i + every)
          .limit(wanted)
          .map(i -> audio.read(files.get(i)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + manifest + ": " + e.getMessage(), e);
    }
  }

  static Figures measure(Path model, List<Waveform> clips, int recordingSeconds, int rounds) {
    long start = System.nanoTime();
    try (EmotionClassifier classifier = EmotionClassifier.load(model)) {
      double loadSeconds = Worker.secondsSince(start);
      double clipSeconds = clips.stream().mapToDouble(Waveform::seconds).sum();
      double clipFactor = answer(classifier, clips, rounds) / clipSeconds;
      double clipPeak = peakMib();
      Waveform recording = recording(clips, recordingSeconds);
      start = System.nanoTime();
      int segments = classifier.timeline(recording).parts().size();
      double recordingFactor = Worker.secondsSince(start) / recording.seconds();
      return new Figures(
          classifier.engine(),
          bytes(model),
          classifier.parameters(),
          loadSeconds,
          clips.size(),
          clipSeconds,
          clipFactor,
          clipPeak,
          recording.seconds(),
          segments,
          recordingFactor,
          peakMib());
    }
  }

  /** Median over rounds of the seconds for all clips; the round before them warms up. */
  private static double answer(EmotionClassifier classifier, List<Waveform> clips, int rounds) {
    double[] seconds = new double[rounds];
    for (int round = -1; round < rounds; round++) {
      long start = System.nanoTime();
      clips.forEach(classifier::predict);
      if (round >= 0) {
        seconds[round] = Worker.secondsSince(start);
      }
    }
    Arrays.sort(seconds);
    return seconds[rounds / 2];
  }

  /** The clips one behind the other, from the first again when they are over. */
  private static Waveform recording(List<Waveform> clips, int seconds) {
    float[] samples = new float[seconds * Waveform.MODEL_SAMPLE_RATE];
    int at = 0;
    for (int i = 0; at < samples.length; i++) {
      float[] clip = clips.get(i % clips.size()).samples();
      int length = Math.min(clip.length, samples.length - at);
      System.arraycopy(clip, 0, samples, at, length);
      at += length;
    }
    return new Waveform(samples, Waveform.MODEL_SAMPLE_RATE);
  }

  private static long bytes(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) { // a committee has folders in it
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + folder + ": " + e.getMessage(), e);
    }
  }

  /** VmHWM of this process; NaN where there is no /proc. */
  private static double peakMib() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024 / BYTES_PER_MIB)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN;
    }
  }
}
