package org.emoglot.corpus.table;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.emoglot.corpus.CommonLabels;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.CorpusListing;
import org.emoglot.corpus.CorpusReader;
import org.emoglot.corpus.DataFiles;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.LeftOut;
import org.emoglot.corpus.ListingBuilder;
import org.emoglot.corpus.NamedAudio;
import org.emoglot.corpus.PartNames;
import org.emoglot.corpus.Table;
import org.emoglot.data.Gender;
import org.emoglot.data.Split;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables. A row needs a path and a label; it may have a speaker, a part, a gender, a name of
 * its own, and a language, by which rows of other languages are left out.
 */
public final class TableReader implements CorpusReader {

  private static final String[] PATH = {"path", "file", "filename", "file_name", "audio", "wav"};
  private static final String[] LABEL = {"label", "emotion", "emo"};
  private static final String[] SPEAKER = {"speaker", "spk", "speaker_id", "spk_id"};
  private static final String[] PART = {"split", "part", "subset"};
  private static final String[] GENDER = {"gender", "sex"};
  private static final String[] ID = {"utt_id", "id", "key"};
  private static final String[] LANGUAGE = {"lang", "language"};

  private final String language;

  /**
   * A reader of tables.
   *
   * @param language code of the language whose rows are wanted
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
    ListingBuilder listing = new ListingBuilder();
    for (Path file : tables(root)) {
      @Nullable Split part = PartNames.within(stem(file));
      Table table = Table.read(file).requiring(List.of(List.of(PATH), List.of(LABEL)));
      for (Table.Row row : table.rows()) {
        read(row, part, listing);
      }
    }
    return listing.build(0);
  }

  private void read(Table.Row row, @Nullable Split partOfTable, ListingBuilder listing) {
    String named = row.text(PATH);
    Path folder = row.file().toAbsolutePath().normalize().resolveSibling("");
    String id = row.text(ID);
    String key = id.isEmpty() ? NamedAudio.key(folder, named) : id;
    String rowLanguage = row.text(LANGUAGE);
    if (named.isEmpty() || key.isEmpty() || row.text(LABEL).isEmpty()) {
      listing.leave(
          row.place(), LeftOut.Reason.TABLE, "No path or no label in " + row.place() + ".");
      return;
    }
    if (!rowLanguage.isEmpty() && !rowLanguage.equalsIgnoreCase(language)) {
      listing.leave(key, LeftOut.Reason.LANGUAGE, "Language " + rowLanguage + ".");
      return;
    }
    if (isSegment(row.text("start"))) {
      listing.leave(
          key,
          LeftOut.Reason.SEGMENT,
          "It begins at %s of %s; cut it out first.".formatted(row.text("start"), named));
      return;
    }
    Optional<Path> audio = NamedAudio.find(folder, named);
    if (audio.isEmpty()) {
      listing.leave(NamedAudio.missing(key, named, row.place(), folder));
      return;
    }
    String speaker = row.text(SPEAKER);
    String part = row.text(PART);
    listing.add(
        key,
        new CorpusClip(
                key,
                speaker.isEmpty() ? CorpusClip.UNKNOWN_SPEAKER : speaker,
                row.text(LABEL),
                audio.get())
            .by(Gender.of(row.text(GENDER)))
            .in(part.isEmpty() ? partOfTable : PartNames.of(part)));
  }

  /** Tables of segments write the start of a whole file as 0, 0.0 or 0 days 00:00:00. */
  private static boolean isSegment(String start) {
    return start.matches(".*[1-9].*");
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

  private static String stem(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
