package org.emoglot.corpus;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.aesdd.AesddReader;
import org.emoglot.corpus.ased.AsedReader;
import org.emoglot.corpus.banglaser.BanglaserReader;
import org.emoglot.corpus.cafe.CafeReader;
import org.emoglot.corpus.casia.CasiaReader;
import org.emoglot.corpus.crema.CremaReader;
import org.emoglot.corpus.emodb.EmodbReader;
import org.emoglot.corpus.emovo.EmovoReader;
import org.emoglot.corpus.esd.EsdReader;
import org.emoglot.corpus.hindi.HindiReader;
import org.emoglot.corpus.iemocap.IemocapReader;
import org.emoglot.corpus.meld.MeldReader;
import org.emoglot.corpus.nemo.NemoReader;
import org.emoglot.corpus.ravdess.RavdessReader;
import org.emoglot.corpus.savee.SaveeReader;
import org.emoglot.corpus.shemo.ShemoReader;
import org.emoglot.corpus.synthetic.SyntheticReader;
import org.emoglot.corpus.tess.TessReader;
import org.emoglot.corpus.turev.TurevReader;
import org.emoglot.corpus.urdu.UrduReader;
import org.emoglot.data.Language;

/** The corpora that can be prepared: one line each. */
@SuppressWarnings("ImmutableEnumChecker") // records and stateless readers
public enum Corpus {
  EMODB("emodb", "de", new EmodbReader(), SplitRule.byLabel(266, 35, 38)),
  URDU("urdu", "ur", new UrduReader(), SplitRule.byLabel(300, 20, 80)),
  CASIA("casia", "zh", new CasiaReader(), SplitRule.TENTHS),
  RAVDESS("ravdess", "en", new RavdessReader(), SplitRule.TENTHS),
  EMOVO("emovo", "it", new EmovoReader(), SplitRule.TENTHS),
  MELD("meld", "en", new MeldReader(), SplitRule.byLabelAndSpeaker(8245, 897, 2211)),
  ESD_ZH("esd-zh", "zh", EsdReader.mandarin(), SplitRule.byLabelAndSpeaker(11200, 1400, 1400)),
  ESD_EN("esd-en", "en", EsdReader.english(), SplitRule.TENTHS),
  CAFE("cafe", "fr", new CafeReader(), SplitRule.byLabel(420, 42, 42)),
  TESS("tess", "en", new TessReader(), SplitRule.TENTHS),
  SAVEE("savee", "en", new SaveeReader(), SplitRule.TENTHS),
  NEMO("nemo", "pl", new NemoReader(), SplitRule.TENTHS),
  TUREV_DB("turev-db", "tr", new TurevReader(), SplitRule.TENTHS),
  AESDD("aesdd", "el", new AesddReader(), SplitRule.TENTHS),
  CREMA_D("crema-d", "en", new CremaReader(), SplitRule.TENTHS),
  SHEMO("shemo", "fa", new ShemoReader(), SplitRule.TENTHS),
  IEMOCAP("iemocap", "en", new IemocapReader(), SplitRule.TENTHS),
  BANGLASER("banglaser", "bn", new BanglaserReader(), SplitRule.TENTHS),
  HINDI_SER("hindi-ser", "hi", new HindiReader(), SplitRule.TENTHS),
  ASED("ased", "am", new AsedReader(), SplitRule.TENTHS),
  SYNTHETIC_DE("synthetic-de", "de", new SyntheticReader("de"), SplitRule.TENTHS),
  SYNTHETIC_EN("synthetic-en", "en", new SyntheticReader("en"), SplitRule.TENTHS),
  SYNTHETIC_ES("synthetic-es", "es", new SyntheticReader("es"), SplitRule.TENTHS),
  SYNTHETIC_FR("synthetic-fr", "fr", new SyntheticReader("fr"), SplitRule.TENTHS),
  SYNTHETIC_IT("synthetic-it", "it", new SyntheticReader("it"), SplitRule.TENTHS);

  private final CorpusDescription description;

  Corpus(String id, String language, CorpusReader reader, SplitRule splitRule) {
    this.description = new CorpusDescription(id, Language.of(language), reader, splitRule);
  }

  /**
   * Finds a corpus by its id, in any case.
   *
   * @throws InvalidInputException naming the known corpora
   */
  public static Corpus of(String id) {
    String wanted = id.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(corpus -> corpus.id().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Expected one of the corpora "
                        + Arrays.stream(values()).map(Corpus::id).collect(Collectors.joining(", "))
                        + ", or for other data one of "
                        + Arrays.stream(Importer.values())
                            .map(Importer::id)
                            .collect(Collectors.joining(", "))
                        + ", found '"
                        + id
                        + "'."));
  }

  /** Its name in manifests and on the command line. */
  public String id() {
    return description.id();
  }

  /** What is spoken. */
  public Language language() {
    return description.language();
  }

  /** How it lies on a disk. */
  public CorpusReader reader() {
    return description.reader();
  }

  /** How it is divided. */
  public SplitRule splitRule() {
    return description.splitRule();
  }

  /** All of this. */
  public CorpusDescription description() {
    return description;
  }
}
