package org.emoglot.corpus;

/**
 * A file that did not become an utterance.
 *
 * @param file name below the corpus's root
 * @param reason the kind of reason
 * @param detail one sentence
 */
public record LeftOut(String file, Reason reason, String detail) {

  /** Why files are left out. */
  public enum Reason {
    /** The name does not follow the corpus's pattern. */
    NAME("name not recognised"),
    /** Another file of the corpus has the same key. */
    REPEATED("repeated clip"),
    /** A clip of the corpus's part in another language. */
    LANGUAGE("another language"),
    /** Audio that is not in the table of the corpus. */
    TABLE("not in the table of the corpus"),
    /** A segment of a longer file that cannot be cut out. */
    SEGMENT("a segment of a longer file"),
    /** Audio much longer or shorter than the corpus's table says. */
    LENGTH("length contradicts the table"),
    /** An emotion that the label set does not hold. */
    EMOTION("emotion not in the label set"),
    /** A label that the corpus's label map does not know. */
    LABEL("label not known"),
    /** The corpus's table names audio that is missing. */
    MISSING("audio missing"),
    /** The audio cannot be decoded. */
    AUDIO("audio not decodable"),
    /** The audio holds no sample. */
    EMPTY("no audio inside"),
    /** The audio holds no sound: all of its samples are the same. */
    SILENT("silent");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /** In words. */
    public String text() {
      return text;
    }
  }
}
