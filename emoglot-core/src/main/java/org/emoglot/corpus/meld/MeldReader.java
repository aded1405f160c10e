package org.emoglot.corpus.meld;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.AudioFiles;
import org.emoglot.corpus.ClipName;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.CorpusListing;
import org.emoglot.corpus.CorpusReader;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.LeftOut;
import org.emoglot.corpus.ListingBuilder;
import org.emoglot.corpus.PartNames;
import org.emoglot.corpus.Seconds;
import org.emoglot.corpus.Table;
import org.emoglot.corpus.TableLength;
import org.emoglot.data.Split;
import org.jspecify.annotations.Nullable;

/**
 * Reads MELD: speaker and emotion from a table for each part, audio by the numbers of dialogue and
 * utterance. Each part numbers its clips from the start, so the part belongs to the key; the folder
 * of a clip gives its part.
 */
public final class MeldReader implements CorpusReader {

  private static final Pattern NAME = Pattern.compile("dia(?<dialogue>\\d+)_utt(?<utterance>\\d+)");

  private static final List<List<String>> COLUMNS =
      List.of(
          List.of("speaker"), List.of("emotion"), List.of("dialogue_id"), List.of("utterance_id"));

  private static final LabelMap LABELS =
      LabelMap.parse(
          """
          joy happy
          anger angry
          sadness sad
          neutral neutral
          disgust disgust
          fear fear
          surprise surprise
          """);

  @Override
  public String naming() {
    return "train/dia0_utt0 beside train_sent_emo.csv (part, dialogue, utterance)";
  }

  @Override
  public LabelMap labels() {
    return LABELS;
  }

  /** One film of train is reported to be broken, and one of dev not to be in the archive. */
  @Override
  public Map<String, Split> knownGaps() {
    return Map.of("train/dia125_utt3", Split.TRAIN, "dev/dia110_utt7", Split.VALIDATION);
  }

  @Override
  public CorpusListing read(Path root) {
    AudioFiles files = AudioFiles.under(root);
    ListingBuilder listing = new ListingBuilder();
    Map<Split, Map<String, Table.Row>> tables = tables(root, files, listing);
    for (ClipName name : files.clips()) {
      Matcher m = NAME.matcher(name.stem());
      @Nullable Split part = part(name, tables);
      if (!m.matches() || part == null) {
        listing.leave(
            name.name(),
            LeftOut.Reason.NAME,
            "Expected a name such as %s, with train, dev or test in the name of a folder, found %s."
                .formatted(naming(), name.name()));
        continue;
      }
      String key = key(part, m.group("dialogue"), m.group("utterance"));
      Table.@Nullable Row row = tables.getOrDefault(part, Map.of()).get(key);
      if (row == null) {
        listing.leave(name.name(), LeftOut.Reason.TABLE, "No row in the tables for " + key + ".");
      } else {
        listing.add(
            name.name(),
            new CorpusClip(key, row.text("speaker"), row.text("emotion"), name.file())
                .in(part)
                .lasting(TableLength.atMost(seconds(row))));
      }
    }
    for (Map<String, Table.Row> rows : tables.values()) {
      rows.forEach(
          (key, row) -> {
            if (!listing.has(key)) {
              listing.leave(
                  key, LeftOut.Reason.MISSING, "The clip of " + row.place() + " is missing.");
            }
          });
    }
    listing.passOver(files.passedOver());
    return listing.build();
  }

  /** Key to row, for each part that has a table. */
  private static Map<Split, Map<String, Table.Row>> tables(
      Path root, AudioFiles files, ListingBuilder listing) {
    Map<Split, Map<String, Table.Row>> tables = new EnumMap<>(Split.class);
    for (Split part : Split.values()) {
      files.otherFiles(word(part) + "_sent_emo.csv").stream()
          .findFirst()
          .ifPresent(file -> tables.put(part, rows(file, part, listing)));
    }
    if (tables.isEmpty()) {
      throw new InvalidInputException(
          "Expected a table train_sent_emo.csv, dev_sent_emo.csv or test_sent_emo.csv below %s,"
                  .formatted(root)
              + " found none.");
    }
    return tables;
  }

  private static Map<String, Table.Row> rows(Path file, Split part, ListingBuilder listing) {
    Map<String, Table.Row> rows = new TreeMap<>();
    for (Table.Row row : Table.read(file).requiring(COLUMNS).rows()) {
      String key = key(part, row.text("dialogue_id"), row.text("utterance_id"));
      if (row.text("speaker").isEmpty()) {
        listing.leave(key, LeftOut.Reason.TABLE, "No speaker in " + row.place() + ".");
      } else if (rows.putIfAbsent(key, row) != null) {
        listing.leave(key, LeftOut.Reason.REPEATED, "Repeated in " + row.place() + ".");
      }
    }
    return rows;
  }

  /**
   * By its place in the episode; 0 where the table does not tell it. Some clips are minutes long.
   */
  private static double seconds(Table.Row row) {
    try {
      OptionalDouble start = Seconds.parse(row.text("starttime"));
      OptionalDouble end = Seconds.parse(row.text("endtime"));
      return start.isPresent() && end.isPresent() ? end.getAsDouble() - start.getAsDouble() : 0;
    } catch (InvalidInputException e) {
      return 0;
    }
  }

  private static String word(Split part) {
    return part == Split.VALIDATION ? "dev" : part.id();
  }

  private static String key(Split part, String dialogue, String utterance) {
    return word(part) + "/dia" + dialogue + "_utt" + utterance;
  }

  /** By the nearest folder that names one; with a single table, by that. */
  private static @Nullable Split part(ClipName name, Map<Split, ?> tables) {
    for (int up = 0; up < name.folders().size(); up++) {
      @Nullable Split part = PartNames.within(name.folder(up));
      if (part != null) {
        return part;
      }
    }
    return tables.size() == 1 ? tables.keySet().iterator().next() : null;
  }
}
