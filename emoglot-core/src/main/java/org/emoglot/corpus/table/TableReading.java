package org.emoglot.corpus.table;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.ClipAudio;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.CorpusListing;
import org.emoglot.corpus.LeftOut;
import org.emoglot.corpus.ListingBuilder;
import org.emoglot.corpus.NamedAudio;
import org.emoglot.corpus.PartNames;
import org.emoglot.corpus.Table;
import org.emoglot.corpus.TableLength;
import org.emoglot.corpus.UnnamedFiles;
import org.emoglot.data.Gender;
import org.emoglot.data.Split;
import org.jspecify.annotations.Nullable;

/** One reading of a folder of tables. */
final class TableReading {

  private static final String[] PATH = {"path", "file", "filename", "file_name", "audio", "wav"};
  private static final String[] LABEL = {"label", "emotion", "emo"};
  private static final String[] SPEAKER = {"speaker", "spk", "speaker_id", "spk_id"};
  private static final String[] GENDER = {"gender", "sex"};
  private static final String[] ID = {"utt_id", "id", "key"};
  private static final String[] LANGUAGE = {"lang", "language"};

  private final Path root;
  private final List<Path> tables;
  private final String language;
  private final ListingBuilder listing = new ListingBuilder();
  private final RowParts parts = new RowParts(listing);
  private final Map<String, String> labels = new HashMap<>();
  private final Set<Path> named = new HashSet<>();

  /** The clips of a file, by the rows of one table; a file with several is cut. */
  private final Map<String, Set<Passage>> passages = new HashMap<>();

  /**
   * @param language code of the language to read
   */
  TableReading(Path root, List<Path> tables, String language) {
    this.root = root;
    this.tables = tables;
    this.language = language;
  }

  CorpusListing listing() {
    List<Table> ofParts = read(file -> PartNames.within(stem(file)) != null);
    List<Table> whole = read(file -> PartNames.within(stem(file)) == null);
    Stream.concat(ofParts.stream(), whole.stream())
        .flatMap(table -> table.rows().stream())
        .forEach(this::count);
    for (Table table : ofParts) {
      table.rows().forEach(row -> add(row, PartNames.within(stem(table.file()))));
    }
    for (Table table : whole) {
      long repeated = ofParts.isEmpty() ? 0 : table.rows().stream().filter(this::repeats).count();
      table.rows().stream()
          .filter(row -> repeated == 0 || !repeats(row))
          .forEach(row -> add(row, null));
      if (repeated > 0) {
        listing.note(
            "%d rows of %s are also in tables of a part: that part counts."
                .formatted(repeated, table.file().getFileName()));
      }
    }
    parts.tell();
    listing.passOver(UnnamedFiles.below(root, tables, named));
    return listing.build();
  }

  private List<Table> read(Predicate<Path> wanted) {
    return tables.stream()
        .filter(wanted)
        .map(file -> Table.read(file).requiring(List.of(List.of(PATH), List.of(LABEL))))
        .toList();
  }

  private void count(Table.Row row) {
    try {
      Passage passage = Passage.of(row);
      passages
          .computeIfAbsent(file(row), file -> new HashSet<>())
          .add(new Passage(passage.start(), passage.end(), 0));
    } catch (InvalidInputException e) {
      passages.computeIfAbsent(file(row), file -> new HashSet<>()); // told of when it is added
    }
  }

  /** A row that was read of another table, with the same label. */
  private boolean repeats(Table.Row row) {
    try {
      return row.text(LABEL).equals(labels.get(key(row, Passage.of(row))));
    } catch (InvalidInputException e) {
      return false;
    }
  }

  private void add(Table.Row row, @Nullable Split partOfTable) {
    try {
      add(row, Passage.of(row), partOfTable);
    } catch (InvalidInputException e) {
      listing.leave(
          row.place(),
          LeftOut.Reason.SEGMENT,
          "The times of %s: %s".formatted(row.place(), e.getMessage()));
    }
  }

  private void add(Table.Row row, Passage passage, @Nullable Split partOfTable) {
    String path = row.text(PATH);
    String key = key(row, passage);
    String rowLanguage = row.text(LANGUAGE);
    if (path.isEmpty() || key.isEmpty() || row.text(LABEL).isEmpty()) {
      listing.leave(
          row.place(), LeftOut.Reason.TABLE, "No path or no label in " + row.place() + ".");
      return;
    }
    if (!rowLanguage.isEmpty() && !rowLanguage.equalsIgnoreCase(language)) {
      listing.leave(key, LeftOut.Reason.LANGUAGE, "Language " + rowLanguage + ".");
      return;
    }
    Optional<Path> audio = NamedAudio.find(folder(row), path);
    if (audio.isEmpty()) {
      listing.leave(NamedAudio.missing(key, path, row.place(), folder(row)));
      return;
    }
    named.add(audio.get());
    labels.putIfAbsent(key, row.text(LABEL));
    String speaker = row.text(SPEAKER);
    listing.add(
        key,
        new CorpusClip(
                key,
                speaker.isEmpty() ? CorpusClip.UNKNOWN_SPEAKER : speaker,
                row.text(LABEL),
                audio.get())
            .heardAs(ClipAudio.whole(audio.get()).between(passage.start(), passage.end()))
            .lasting(TableLength.of(passage.seconds()))
            .by(Gender.of(row.text(GENDER)))
            .in(parts.of(row, partOfTable)));
  }

  private String key(Table.Row row, Passage passage) {
    String id = row.text(ID);
    String path = row.text(PATH);
    boolean several = passages.getOrDefault(file(row), Set.of()).size() > 1;
    if (!id.isEmpty() || path.isEmpty()) {
      return id;
    }
    boolean cut = several || passage.start() > 0;
    return NamedAudio.key(folder(row), path) + (cut ? passage.suffix() : "");
  }

  private String file(Table.Row row) {
    return NamedAudio.key(folder(row), row.text(PATH));
  }

  private static Path folder(Table.Row row) {
    return row.file().toAbsolutePath().normalize().resolveSibling("");
  }

  private static String stem(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
