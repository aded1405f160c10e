package org.emoglot.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.Waveform;
import org.emoglot.corpus.Corpus;
import org.emoglot.data.Manifest;
import org.emoglot.data.Utterance;
import org.emoglot.preparation.Preparation;
import org.emoglot.preparation.PreparationOptions;
import org.emoglot.representation.LinearProbe;
import org.emoglot.representation.ProbeOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ASED, whose files tell their labels by length, level and padding, as it is heard. */
@Tag("corpora")
class AsedTest {

  @Test
  void lengthAndLevel_asItIsHeard_tellMuchLessOfTheEmotion(@TempDir Path folder) {
    Path root = Samples.corpora().resolveSibling("corpora-more").resolve("ASED");
    assumeThat(Files.isDirectory(root)).as("ASED in " + root).isTrue();
    Path file = folder.resolve("ased.csv");
    Preparation.prepare(
            Corpus.ASED,
            root,
            Samples.READER,
            PreparationOptions.of(Corpus.ASED),
            (done, total) -> {})
        .manifest()
        .write(file);
    List<Utterance> clips = Manifest.read(file).utterances();
    assertThat(clips).hasSizeGreaterThan(100);

    double before = probe(clips, u -> Samples.READER.read(u.path()));
    double after = probe(clips, u -> Samples.READER.read(u.audio()));
    System.err.printf("ASED by length and level: UAR %.3f, as heard %.3f%n", before, after);
    assertThat(before).as("UAR by length and level of the files").isGreaterThan(0.65);
    // The sentences differ between the emotions, and with them the time that they take.
    assertThat(after).as("UAR by the same of what is heard; chance is 0.25").isLessThan(0.5);
  }

  @Test
  void levels_asTheyAreHeard_areAllTheSame() {
    Path root = Samples.corpora().resolveSibling("corpora-more").resolve("ASED");
    assumeThat(Files.isDirectory(root)).as("ASED in " + root).isTrue();
    AudioSource audio = Samples.READER;
    Corpus.ASED.reader().read(root).clips().stream()
        .limit(40)
        .map(clip -> clip.audio().with(Corpus.ASED.reader().conditioning()))
        .forEach(
            clip ->
                assertThat(10 * Math.log10(power(audio.read(clip).samples())))
                    .isBetween(-26.5, -25.5));
  }

  /**
   * How well speakers' emotions are told from other speakers' by length and level alone: a linear
   * probe over one indicator for each tenth of each value, so that fixed lengths show.
   */
  private static double probe(List<Utterance> clips, Function<Utterance, Waveform> audio) {
    List<double[]> values = new ArrayList<>();
    for (Utterance clip : clips) {
      float[] samples = audio.apply(clip).samples();
      values.add(new double[] {samples.length, power(samples)});
    }
    float[][] indicators = new float[clips.size()][];
    for (int i = 0; i < indicators.length; i++) {
      indicators[i] = new float[2 * 10];
      for (int v = 0; v < 2; v++) {
        int value = v;
        double own = values.get(i)[v];
        // Values that differ by rounding alone are the same.
        long below = values.stream().filter(other -> other[value] < own * (1 - 1e-3)).count();
        indicators[i][10 * v + (int) (10 * below / indicators.length)] = 1;
      }
    }
    return LinearProbe.of(
            indicators,
            clips.stream().map(Utterance::label).toList(),
            clips.stream().map(Utterance::speaker).toList(),
            ProbeOptions.DEFAULT)
        .uar();
  }

  /** About the mean. */
  private static double power(float[] samples) {
    double mean = 0;
    for (float sample : samples) {
      mean += sample / (double) samples.length;
    }
    double power = 0;
    for (float sample : samples) {
      power += (sample - mean) * (sample - mean) / samples.length;
    }
    return power;
  }
}
