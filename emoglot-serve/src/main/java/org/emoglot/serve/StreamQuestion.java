package org.emoglot.serve;

import java.util.Set;
import java.util.TreeSet;
import org.emoglot.audio.Waveform;

/**
 * What a client wants to know of a stream, and how it sends it.
 *
 * @param question about what is said
 * @param rate samples per second, unless the format says it
 * @param format of the audio
 * @param running whether speech that goes on is answered, too
 */
record StreamQuestion(Question question, int rate, StreamFormat format, boolean running) {

  private static final String RATE = "rate";
  private static final Set<String> PARAMETERS = parameters();

  private static Set<String> parameters() {
    Set<String> names = new TreeSet<>(Question.PARAMETERS);
    names.remove(Question.SEGMENTS); // a stream is always searched
    names.add(RATE);
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
    StreamFormat format = StreamFormat.of(parameters.choice("format", StreamFormat.ids()));
    if (format.saysItsRate() && !parameters.text(RATE).isEmpty()) {
      throw Problem.field(
          RATE, "left out, since %s says it".formatted(format.id()), parameters.text(RATE));
    }
    return new StreamQuestion(
        Question.of(parameters, models, adaptations),
        parameters.number(RATE, 8000, 192_000, Waveform.MODEL_SAMPLE_RATE),
        format,
        parameters.choice("running", "on", "off").equals("on"));
  }
}
