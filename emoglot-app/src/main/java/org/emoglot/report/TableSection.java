package org.emoglot.report;

import java.util.List;
import java.util.stream.Stream;
import org.emoglot.protocol.TrainingSystem;

/** What each system reaches in each setting. */
final class TableSection implements Section {

  @Override
  public String title() {
    return "Systems and settings";
  }

  @Override
  public List<Block> blocks(Findings findings) {
    RunSet set = findings.set();
    return List.of(
        Matrix.of(findings),
        new Block.Note(
            "Mean over seeds ± standard deviation over seeds. Bold: the best of those that have not"
                + " seen the target. Marks: UAR differs from that of "
                + reference(set)
                + " by the paired permutation test, Holm-corrected over the settings; * below 0.05,"
                + " ** below 0.01."),
        new Block.Figure(
            "uar",
            "UAR in percent, with 95 % intervals of the mean over other clips of the same speakers"
                + " (bootstrap, stratified by emotion)",
            UarChart.of(set, findings.results())));
  }

  /** What the others are marked against: baseline2, as in the paper. */
  private static String reference(RunSet set) {
    String baseline = TrainingSystem.BASELINE2.id();
    return set.systems().contains(baseline) ? baseline : set.systems().get(0);
  }

  /** Whether a system differs from the reference: no star, one or two. */
  static String mark(Findings findings, String setting, String system) {
    String reference = reference(findings.set());
    return Stream.concat(
            findings.results().pair(setting, system, reference).stream(),
            findings.results().pair(setting, reference, system).stream())
        .map(Pair::mark)
        .findFirst()
        .orElse("");
  }
}
