package org.emoglot.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.emoglot.data.LabelSet;
import org.emoglot.experiment.EvaluationResult;
import org.emoglot.io.AtomicFiles;
import org.emoglot.metric.ConfusionMatrix;
import org.emoglot.report.Drawing.Anchor;
import org.emoglot.report.Drawing.Ink;

/**
 * The results of the demo, as one self-contained HTML file: the figures of every system on an
 * unseen language, the confusions, and some clips to listen to.
 *
 * @param title of the page
 * @param introduction paragraphs before the figures
 * @param systems to compare; the page shows the confusions of the last
 * @param clips some that were asked about
 * @param remarks paragraphs after the clips
 * @param next commands to continue with
 */
public record DemoPage(
    String title,
    List<String> introduction,
    List<System> systems,
    List<Clip> clips,
    List<String> remarks,
    String next) {

  private static final int LEFT = 10;
  private static final int PLOT_WIDTH = 300;
  private static final int WIDTH = LEFT + PLOT_WIDTH + 50;
  private static final int TOP = 8;
  private static final int ROW = 44;
  private static final int BAR = 16;
  private static final int QUARTERS = 4;

  public DemoPage {
    introduction = List.copyOf(introduction);
    systems = List.copyOf(systems);
    clips = List.copyOf(clips);
    remarks = List.copyOf(remarks);
  }

  /** What one system reached. */
  public record System(String name, EvaluationResult result) {}

  /**
   * A clip that was asked about.
   *
   * @param file the audio
   * @param truth the emotion that it was made with
   * @param heard the answer of each system, with its name
   */
  public record Clip(Path file, String truth, Map<String, String> heard) {}

  /** Writes the page in the place of an earlier one. */
  public void write(Path file) {
    AtomicFiles.writeString(file, HtmlPage.of(title, blocks()));
  }

  private List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    introduction.forEach(text -> blocks.add(new Block.Note(text)));
    System last = systems.get(systems.size() - 1);
    blocks.add(
        new Block.Figure("uar", "UAR in percent; lines: 95 % interval; dashes: chance", chart()));
    blocks.add(
        new Block.Figure(
            "confusion",
            "%s: rows are the true emotions, columns the answers, in percent"
                .formatted(last.name()),
            ConfusionChart.of(matrix(last.result()))));
    blocks.add(new Block.Heading("Listen, and compare"));
    clips.forEach(clip -> blocks.add(recording(clip)));
    remarks.forEach(text -> blocks.add(new Block.Note(text)));
    blocks.add(new Block.Heading("Next commands"));
    blocks.add(new Block.Commands(next));
    return blocks;
  }

  private static Block recording(Clip clip) {
    StringBuilder caption = new StringBuilder("should sound ").append(clip.truth());
    clip.heard()
        .forEach(
            (system, answer) -> caption.append("; ").append(system).append(": ").append(answer));
    try {
      return new Block.Recording(caption.toString(), "audio/flac", Files.readAllBytes(clip.file()));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot read %s: %s".formatted(clip.file(), e.getMessage()), e);
    }
  }

  private static ConfusionMatrix matrix(EvaluationResult result) {
    LabelSet labels = new LabelSet(List.copyOf(result.confusion().keySet()));
    long[][] counts = new long[labels.size()][];
    for (int i = 0; i < counts.length; i++) {
      Map<String, Long> row = result.confusion().getOrDefault(labels.name(i), Map.of());
      counts[i] = labels.names().stream().mapToLong(name -> row.getOrDefault(name, 0L)).toArray();
    }
    return ConfusionMatrix.of(labels, counts);
  }

  private Drawing chart() {
    int bottom = TOP + ROW * systems.size();
    Drawing d = new Drawing(WIDTH, bottom + 26);
    for (int i = 0; i <= QUARTERS; i++) {
      double share = (double) i / QUARTERS;
      d.line(x(share), TOP, x(share), bottom, Ink.GRID, 1);
      d.text(x(share), bottom + 18, Anchor.MIDDLE, String.valueOf(Math.round(100 * share)));
    }
    for (int i = 0; i < systems.size(); i++) {
      EvaluationResult result = systems.get(i).result();
      double top = TOP + (double) i * ROW;
      double middle = top + 20 + BAR / 2.0;
      d.text(LEFT + 2, top + 14, Anchor.START, systems.get(i).name());
      d.box(LEFT, top + 20, x(result.uar()) - LEFT, BAR, Ink.series(i), 0.85);
      d.line(x(result.uarLow()), middle, x(result.uarHigh()), middle, Ink.TEXT, 1.5);
      d.text(
          x(Math.max(result.uar(), result.uarHigh())) + 5,
          middle + 4,
          Anchor.START,
          String.format(Locale.ROOT, "%.1f", 100 * result.uar()));
    }
    double chance = x(1.0 / systems.get(0).result().recall().size());
    for (int i = 0; i < systems.size(); i++) { // beside the bars, not through their names
      double top = TOP + (double) i * ROW + 20;
      for (int dash = -2; dash <= BAR; dash += 6) {
        d.line(chance, top + dash, chance, top + dash + 3, Ink.TEXT, 1.5);
      }
    }
    return d;
  }

  private static double x(double share) {
    return LEFT + PLOT_WIDTH * share;
  }
}
