package org.emoglot.spark;

import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.ClipAudio;
import org.emoglot.audio.Conditioning;
import org.emoglot.remote.RemoteAudio;
import org.jspecify.annotations.Nullable;

/**
 * Clips in a column: paths, bytes of files, or structs of a path with a passage of the file. Start
 * and end are in seconds; an absent end is that of the file.
 */
final class Clips {

  /** The type of a passage. */
  static final StructType PASSAGE =
      new StructType()
          .add("path", DataTypes.StringType)
          .add("start", DataTypes.DoubleType)
          .add("end", DataTypes.DoubleType)
          .add("conditioning", DataTypes.StringType);

  private static final String BYTES = "the bytes given";

  private Clips() {}

  /**
   * Finds the audio of a cell.
   *
   * @throws InvalidInputException if there is none
   */
  static RemoteAudio open(@Nullable Object cell, Configuration hadoop) {
    if (cell instanceof byte[] bytes) {
      return RemoteAudio.of(bytes, BYTES);
    }
    Object path = cell instanceof Row row ? row.get(0) : cell;
    if (path == null || path.toString().isBlank()) {
      throw new InvalidInputException(
          "Expected the path of an audio file, found %s: fill the column, or leave out the row."
              .formatted(path == null ? "nothing" : "a blank text"));
    }
    return RemoteAudio.of(path.toString(), hadoop);
  }

  /**
   * What of the audio is meant.
   *
   * @throws InvalidInputException if its times are none
   */
  static ClipAudio passage(@Nullable Object cell, Path file) {
    if (!(cell instanceof Row row)) {
      return ClipAudio.whole(file);
    }
    double start = row.isNullAt(1) ? 0 : row.getDouble(1);
    double end = row.isNullAt(2) ? Double.POSITIVE_INFINITY : row.getDouble(2);
    if (!(start >= 0 && end > start && Double.isFinite(start))) {
      throw new InvalidInputException(
          "Expected 0 <= start < end for a passage of %s, found %s and %s: correct its times."
              .formatted(file, start, end));
    }
    Conditioning conditioning =
        row.isNullAt(3) ? Conditioning.NONE : Conditioning.of(row.getString(3));
    return ClipAudio.whole(file).between(start, end).with(conditioning);
  }
}
