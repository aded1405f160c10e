package org.emoglot.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.Waveform;
import org.emoglot.corpus.AudioFiles;
import org.emoglot.corpus.ClipName;
import org.emoglot.fingerprint.Fingerprint;
import org.emoglot.fingerprint.FingerprintIndex;
import org.emoglot.fingerprint.FingerprintIndex.Match;

/**
 * How well copies of clips are known again, and how many clips that are no copies are taken for
 * some: prints two tables in Markdown.
 *
 * <pre>{@code
 * emoglot-benchmarks/copies 4 corpora/EMODB corpora/URDU ...
 * }</pre>
 *
 * <p>The number says of how many clips one is changed; all pairs are searched for false alarms.
 */
public final class CopyBenchmark {

  /** Pairs of clips that are no copies are listed from this score on. */
  private static final double NEAR = 8;

  private static final int LISTED = 40;

  private final List<String> names = new ArrayList<>();
  private final List<Waveform> clips = new ArrayList<>();
  private double searching;

  private CopyBenchmark() {}

  /** See above. */
  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) {
    try {
      System.out.print(run(arguments));
    } catch (InvalidInputException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private static String run(String[] arguments) {
    if (arguments.length < 2 || !arguments[0].matches("[1-9][0-9]{0,8}")) {
      throw new InvalidInputException(
          "Expected a number from 1 on and one or more folders of clips, found '%s': start it as emoglot-benchmarks/copies 5 corpora/EMODB."
              .formatted(String.join(" ", arguments)));
    }
    CopyBenchmark benchmark = new CopyBenchmark();
    Arrays.stream(arguments).skip(1).map(Path::of).forEach(benchmark::read);
    return benchmark.run(Integer.parseInt(arguments[0]));
  }

  private void read(Path corpus) {
    AudioReader reader = new AudioReader(AudioOptions.defaults());
    List<ClipName> found = AudioFiles.under(corpus).clips();
    if (found.isEmpty()) {
      throw new InvalidInputException(
          "Expected clips below %s, found none: name a folder of audio files.".formatted(corpus));
    }
    for (ClipName clip : found) {
      names.add(corpus.getFileName() + "/" + corpus.relativize(clip.file()));
      clips.add(reader.read(clip.file()));
    }
  }

  private String run(int every) {
    StringBuilder text = new StringBuilder();
    long begin = System.nanoTime();
    List<Map.Entry<String, Fingerprint>> known = new ArrayList<>();
    for (int i = 0; i < clips.size(); i++) {
      known.add(Map.entry(names.get(i), Fingerprint.of(clips.get(i))));
    }
    double computed = since(begin);
    begin = System.nanoTime();
    FingerprintIndex<String> index = new FingerprintIndex<>(known);
    double indexed = since(begin);
    List<String> pairs = falseAlarms(index, known, text);
    line(
        text,
        "%d clips, %.0f s of audio: fingerprints %.1f s, index %.2f s, all against all %.1f s.",
        clips.size(),
        clips.stream().mapToDouble(Waveform::seconds).sum(),
        computed,
        indexed,
        searching);
    pairs.forEach(pair -> line(text, "%s", pair));
    line(text, "");
    line(
        text,
        "| change | clips | score, least | 1 %% | median | missed by manifests | missed when opened |");
    line(text, "|---|---|---|---|---|---|---|");
    for (Change change : Change.all()) {
      row(text, change, every, index);
    }
    return text.toString();
  }

  private List<String> falseAlarms(
      FingerprintIndex<String> index,
      List<Map.Entry<String, Fingerprint>> known,
      StringBuilder text) {
    List<Near> near = new ArrayList<>();
    long begin = System.nanoTime();
    for (Map.Entry<String, Fingerprint> clip : known) {
      for (Match<String> match : index.matches(clip.getValue(), NEAR)) {
        if (match.clip().compareTo(clip.getKey()) > 0) {
          near.add(new Near(match.score(), clip.getKey(), match.clip()));
        }
      }
    }
    searching = since(begin);
    near.sort(Comparator.comparingDouble(pair -> -pair.score()));
    long n = known.size();
    line(text, "| score of two clips, at least | pairs of %d |", n * (n - 1) / 2);
    line(text, "|---|---|");
    for (int least = 8; least <= 20; least++) {
      int from = least;
      line(text, "| %d | %d |", from, near.stream().filter(p -> p.score() >= from).count());
    }
    line(text, "");
    return near.stream()
        .limit(LISTED)
        .map(
            pair ->
                String.format(
                    Locale.ROOT,
                    "    %.1f, correlation %.3f: %s | %s",
                    pair.score(),
                    Correlation.highest(samples(pair.first()), samples(pair.second())),
                    pair.first(),
                    pair.second()))
        .toList();
  }

  private float[] samples(String name) {
    return clips.get(names.indexOf(name)).samples();
  }

  /** Two clips with something alike. */
  private record Near(double score, String first, String second) {}

  private void row(StringBuilder text, Change change, int every, FingerprintIndex<String> index) {
    List<Double> scores = new ArrayList<>();
    int missedOpened = 0;
    for (int i = 0; i < clips.size(); i += every) {
      Waveform changed = change.apply(clips.get(i));
      scores.add(score(index, Fingerprint.of(changed), names.get(i)));
      double opened = 0;
      for (Fingerprint probe : Fingerprint.probes(changed)) {
        opened = Math.max(opened, score(index, probe, names.get(i)));
      }
      missedOpened += opened < FingerprintIndex.MATCH ? 1 : 0;
    }
    scores.sort(Comparator.naturalOrder());
    line(
        text,
        "| %s | %d | %.1f | %.1f | %.1f | %.2f %% | %.2f %% |",
        change.name(),
        scores.size(),
        scores.get(0),
        scores.get(scores.size() / 100),
        scores.get(scores.size() / 2),
        100.0
            * scores.stream().filter(score -> score < FingerprintIndex.MATCH).count()
            / scores.size(),
        100.0 * missedOpened / scores.size());
  }

  private static double score(FingerprintIndex<String> index, Fingerprint probe, String name) {
    return index.matches(probe, 0).stream()
        .filter(match -> match.clip().equals(name))
        .mapToDouble(Match::score)
        .findFirst()
        .orElse(0);
  }

  private static void line(StringBuilder text, String form, Object... values) {
    text.append(String.format(Locale.ROOT, form, values)).append('\n');
  }

  private static double since(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }
}
