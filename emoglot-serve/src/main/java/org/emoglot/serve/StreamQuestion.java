package org.emoglot.serve;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a client wants to know of a stream, and how it sends it.
 *
 * @param question about what is said
 * @param rate samples per second
 * @param format of the samples
 * @param running whether speech that goes on is answered, too
 */
record StreamQuestion(Question question, int rate, PcmFormat format, boolean running) {

  private static final Set<String> PARAMETERS = parameters();

  private static Set<String> parameters() {
    Set<String> names = new TreeSet<>(Question.PARAMETERS);
    names.remove(Question.SEGMENTS); // a stream is always searched
    names.add("rate");
    names.add("format");
    names.add("running");
    return Set.copyOf(names);
  }

  /**
   * Reads it.
   *
   * @throws Problem if a parameter is not as it should be, or names what there is not
   */
  static StreamQuestion of(
      java.util.Map<String, java.util.List<String>> query,
      ServedModels models,
      Adaptations adaptations) {
    Parameters parameters = new Parameters(query, PARAMETERS);
    return new StreamQuestion(
        Question.of(parameters, models, adaptations),
        parameters.number("rate", 8000, 192_000, 16_000),
        PcmFormat.valueOf(
            parameters
                .choice("format", PcmFormat.S16LE.id(), PcmFormat.F32LE.id())
                .toUpperCase(Locale.ROOT)),
        parameters.choice("running", "on", "off").equals("on"));
  }
}
