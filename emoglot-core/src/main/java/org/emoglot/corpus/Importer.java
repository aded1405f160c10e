package org.emoglot.corpus;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.emoglot.corpus.emobox.EmoboxReader;
import org.emoglot.corpus.folders.FoldersReader;
import org.emoglot.corpus.kaldi.KaldiReader;
import org.emoglot.corpus.table.TableReader;
import org.emoglot.data.Language;

/** The formats of other data: one line each. */
@SuppressWarnings("ImmutableEnumChecker") // stateless functions
public enum Importer {
  CSV("csv", language -> new TableReader(language.code())),
  EMOBOX("emobox", language -> new EmoboxReader()),
  NKULULEKO("nkululeko", language -> new TableReader(language.code())),
  KALDI("kaldi", language -> new KaldiReader()),
  FOLDERS("folders", language -> new FoldersReader());

  private final String id;
  private final Function<Language, CorpusReader> reader;

  Importer(String id, Function<Language, CorpusReader> reader) {
    this.id = id;
    this.reader = reader;
  }

  /** Its name on the command line. */
  public String id() {
    return id;
  }

  /** The importer with this id, in any case. */
  public static Optional<Importer> find(String id) {
    String wanted = id.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(importer -> importer.id.equals(wanted)).findFirst();
  }

  /** A corpus in this form, to be divided in tenths unless it says its parts itself. */
  public CorpusDescription describe(String name, Language language) {
    return new CorpusDescription(name, language, reader.apply(language), SplitRule.TENTHS);
  }
}
