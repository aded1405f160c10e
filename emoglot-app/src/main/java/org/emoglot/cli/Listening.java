package org.emoglot.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicInteger;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.Downmix;
import picocli.CommandLine.Option;

/** How a command reads audio. */
final class Listening {

  /** A corpus of truncated files must not fill the screen. */
  private static final int MOST_WARNINGS = 20;

  @Option(
      names = "--downmix",
      paramLabel = "<policy>",
      completionCandidates = Policies.class,
      description =
          "How to mix several channels: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private String downmix = AudioOptions.defaults().downmix().id();

  Downmix downmix() {
    return Downmix.of(downmix);
  }

  /**
   * Reads audio, and says of the first files that are not as their headers announce what is wrong
   * with them.
   *
   * @param output where that is said
   */
  AudioReader audio(Output output) {
    AtomicInteger said = new AtomicInteger();
    return new AudioReader(new AudioOptions(downmix()))
        .warning(
            (file, sentence) -> {
              int number = said.incrementAndGet();
              if (number <= MOST_WARNINGS) {
                output.warn(sentence);
              } else if (number == MOST_WARNINGS + 1) {
                output.warn("There are more such files, which are not listed.");
              }
            });
  }

  /** The down-mix policies. */
  static final class Policies implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Downmix.values()).map(Downmix::id).iterator();
    }
  }
}
