package org.emoglot.corpus;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.casia.CasiaReader;
import org.emoglot.corpus.emodb.EmodbReader;
import org.emoglot.corpus.emovo.EmovoReader;
import org.emoglot.corpus.ravdess.RavdessReader;
import org.emoglot.corpus.synthetic.SyntheticReader;
import org.emoglot.corpus.urdu.UrduReader;

/** The corpora that can be prepared: one line each. */
@SuppressWarnings("ImmutableEnumChecker") // records and stateless readers
public enum Corpus {
  EMODB("emodb", "de", new EmodbReader(), SplitRule.byLabel(266, 35, 38)),
  URDU("urdu", "ur", new UrduReader(), SplitRule.byLabel(300, 20, 80)),
  CASIA("casia", "zh", new CasiaReader(), SplitRule.TENTHS),
  RAVDESS("ravdess", "en", new RavdessReader(), SplitRule.TENTHS),
  EMOVO("emovo", "it", new EmovoReader(), SplitRule.TENTHS),
  SYNTHETIC_DE("synthetic-de", "de", new SyntheticReader("de"), SplitRule.TENTHS),
  SYNTHETIC_EN("synthetic-en", "en", new SyntheticReader("en"), SplitRule.TENTHS),
  SYNTHETIC_ES("synthetic-es", "es", new SyntheticReader("es"), SplitRule.TENTHS),
  SYNTHETIC_FR("synthetic-fr", "fr", new SyntheticReader("fr"), SplitRule.TENTHS),
  SYNTHETIC_IT("synthetic-it", "it", new SyntheticReader("it"), SplitRule.TENTHS);

  private final String id;
  private final Language language;
  private final CorpusReader reader;
  private final SplitRule splitRule;

  Corpus(String id, String language, CorpusReader reader, SplitRule splitRule) {
    this.id = id;
    this.language = Language.of(language);
    this.reader = reader;
    this.splitRule = splitRule;
  }

  /**
   * Finds a corpus by its id, in any case.
   *
   * @throws InvalidInputException naming the known corpora
   */
  public static Corpus of(String id) {
    String wanted = id.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(corpus -> corpus.id.equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Expected one of the corpora "
                        + Arrays.stream(values()).map(Corpus::id).collect(Collectors.joining(", "))
                        + ", found '"
                        + id
                        + "'."));
  }

  /** As it stands in manifests and on the command line. */
  public String id() {
    return id;
  }

  /** What is spoken. */
  public Language language() {
    return language;
  }

  /** How it lies on a disk. */
  public CorpusReader reader() {
    return reader;
  }

  /** How it is divided. */
  public SplitRule splitRule() {
    return splitRule;
  }
}
