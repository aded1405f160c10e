package org.emoglot.corpus.table;

import java.nio.file.Path;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.emoglot.corpus.ListingBuilder;
import org.emoglot.corpus.PartNames;
import org.emoglot.corpus.Table;
import org.emoglot.data.Split;
import org.jspecify.annotations.Nullable;

/**
 * The parts that rows are of: by their own column, or by the name of their table. A value that
 * names no part is always reported: a silent new split would train on test speakers.
 */
final class RowParts {

  private static final String[] COLUMNS = {"split", "part", "subset", "partition", "set"};
  private static final int MOST_VALUES = 5;

  private final ListingBuilder listing;
  private final Map<Path, SortedSet<String>> unknown = new TreeMap<>();
  private final Map<Path, Integer> contradicting = new TreeMap<>();

  RowParts(ListingBuilder listing) {
    this.listing = listing;
  }

  @Nullable Split of(Table.Row row, @Nullable Split partOfTable) {
    String value = row.text(COLUMNS);
    if (value.isEmpty()) {
      return partOfTable;
    }
    @Nullable Split named = PartNames.of(value);
    @Nullable Split part = named == null ? PartNames.within(value) : named;
    if (part == null && partOfTable == null) {
      listing.refuseParts(
          "Expected a part train, dev or test in the column %s of %s, found '%s'"
              .formatted(column(row), row.place(), cut(value)));
    } else if (part == null) {
      unknown.computeIfAbsent(row.file(), file -> new TreeSet<>()).add(cut(value));
    } else if (partOfTable != null && part != partOfTable) {
      contradicting.merge(row.file(), 1, Integer::sum);
    }
    return part == null ? partOfTable : part;
  }

  /** Tells of what was decided, once for each table. */
  void tell() {
    unknown.forEach(
        (file, values) ->
            listing.note(
                "The parts in %s are not train, dev or test (%s%s): the name of the table counts."
                    .formatted(
                        file.getFileName(),
                        values.stream().limit(MOST_VALUES).collect(Collectors.joining(", ")),
                        values.size() > MOST_VALUES ? ", ..." : "")));
    contradicting.forEach(
        (file, rows) ->
            listing.note(
                "%d rows of %s have another part than the name of the table: the rows count."
                    .formatted(rows, file.getFileName())));
  }

  private static String column(Table.Row row) {
    for (String column : COLUMNS) {
      if (!row.text(column).isEmpty()) {
        return column;
      }
    }
    return COLUMNS[0];
  }

  private static String cut(String value) {
    return value.length() <= 40 ? value : value.substring(0, 40) + "...";
  }
}
