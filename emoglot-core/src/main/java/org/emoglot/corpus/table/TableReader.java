package org.emoglot.corpus.table;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.emoglot.corpus.CommonLabels;
import org.emoglot.corpus.CorpusListing;
import org.emoglot.corpus.CorpusReader;
import org.emoglot.corpus.DataFiles;
import org.emoglot.corpus.LabelMap;

/**
 * Reads tables. A row needs a path and a label; it may have a speaker, a part, a gender, an id, the
 * times of a segment of its file, and a language, which excludes rows of other languages. A table
 * that is named for a part gives it to its rows; a whole table beside such tables repeats them.
 */
public final class TableReader implements CorpusReader {

  private final String language;

  /**
   * A reader of tables.
   *
   * @param language code of the language to read
   */
  public TableReader(String language) {
    this.language = language;
  }

  @Override
  public String naming() {
    return "a table with the columns path or file, label or emotion, and speaker";
  }

  @Override
  public LabelMap labels() {
    return CommonLabels.MAP;
  }

  @Override
  public CorpusListing read(Path root) {
    return new TableReading(root, tables(root), language).listing();
  }

  private static List<Path> tables(Path root) {
    return Files.isRegularFile(root)
        ? List.of(root)
        : DataFiles.in(
            root, TableReader::isTable, "a table (*.csv or *.tsv), or a folder with such tables,");
  }

  private static boolean isTable(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return Files.isRegularFile(file) && (name.endsWith(".csv") || name.endsWith(".tsv"));
  }
}
