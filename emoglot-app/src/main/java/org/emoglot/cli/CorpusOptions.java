package org.emoglot.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.Corpus;
import org.emoglot.corpus.CorpusDescription;
import org.emoglot.corpus.Importer;
import org.emoglot.data.Language;
import picocli.CommandLine.Option;

/** Which corpus is meant: one of the registry, or other data in a format that is known. */
final class CorpusOptions {

  @Option(
      names = "--corpus",
      required = true,
      paramLabel = "<id>",
      completionCandidates = CorpusIds.class,
      description = "The corpus: ${COMPLETION-CANDIDATES}.")
  private String corpusId = "";

  @Option(
      names = "--name",
      paramLabel = "<id>",
      description = "The name of a corpus in the format csv, nkululeko, emobox, kaldi or folders.")
  private String name = "";

  @Option(
      names = "--language",
      paramLabel = "<code>",
      description = "The language of that corpus, such as de.")
  private String language = "";

  /**
   * The corpus.
   *
   * @throws InvalidInputException if it is not known, or a name or language is missing or too much
   */
  CorpusDescription description() {
    Optional<Importer> importer = Importer.find(corpusId);
    if (importer.isEmpty()) {
      Corpus known = Corpus.of(corpusId);
      if (!name.isEmpty() || !language.isEmpty()) {
        throw new InvalidInputException(
            "Expected --name and --language only for other data, found them with the known corpus %s, which has both."
                .formatted(known.id()));
      }
      return known.description();
    }
    if (name.isEmpty() || language.isEmpty()) {
      throw new InvalidInputException(
          "Expected --name and --language with --corpus %s, such as --name mine --language de, found no %s."
              .formatted(corpusId, name.isEmpty() ? "--name" : "--language"));
    }
    return importer.get().describe(name, Language.of(language));
  }

  /** The corpora of the registry, and the formats of others. */
  static final class CorpusIds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(
              Arrays.stream(Corpus.values()).map(Corpus::id),
              Arrays.stream(Importer.values()).map(Importer::id))
          .iterator();
    }
  }
}
