package org.emoglot.cli;

import java.util.Arrays;
import java.util.Iterator;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.Downmix;
import picocli.CommandLine.Option;

/** How a command reads audio. */
final class Listening {

  @Option(
      names = "--downmix",
      paramLabel = "<policy>",
      completionCandidates = Policies.class,
      description =
          "What becomes of several channels: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private String downmix = AudioOptions.defaults().downmix().id();

  Downmix downmix() {
    return Downmix.of(downmix);
  }

  AudioReader audio() {
    return new AudioReader(new AudioOptions(downmix()));
  }

  /** The down-mix policies. */
  static final class Policies implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Downmix.values()).map(Downmix::id).iterator();
    }
  }
}
