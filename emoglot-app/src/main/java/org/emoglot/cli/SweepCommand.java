package org.emoglot.cli;

import java.util.List;
import java.util.Map;
import org.emoglot.grid.Selection;
import org.emoglot.grid.Space;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what hyper-parameters do, without choosing any. */
@Command(
    name = "sweep",
    description = {
      "Trains with each value of one setting after the other, all else at the defaults, and writes"
          + " <out>/study.md, <out>/variants.csv and a figure for each setting.",
      "If a task is not a development task, the record says clearly that nothing may be chosen by"
          + " it. The same command resumes a stopped study."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  emoglot sweep --preset local --manifests manifests --task all-UR \\",
      "      --system proposed --set loss.tau=0.05,0.07,0.1 \\",
      "      --set loss.lambda=1,2.5,5 --set batches.utterances=2,3,4 \\",
      "      --out sensitivity",
      "  emoglot sweep --preset paper --manifests manifests \\",
      "      --backbone models/wav2vec2-base-960h \\",
      "      --set adaptation.gate=none,layer-input,branch-scalar \\",
      "      --set adaptation.lowestLayer=0,6,9 --cross --out layers"
    })
final class SweepCommand extends StudyCommand {

  @Option(
      names = "--cross",
      description = "Try every combination of the values instead of one setting at a time.")
  private boolean cross;

  @Override
  List<Map<String, String>> ways(Space of) {
    return cross ? of.cross() : of.oneAtATime();
  }

  @Override
  Selection selection() {
    return Selection.DEVELOPMENT;
  }

  @Override
  boolean choosing() {
    return false;
  }
}
