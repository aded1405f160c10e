package org.emoglot.spark;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.emoglot.InvalidInputException;
import org.emoglot.remote.RemoteFiles;

/**
 * What has to be there before a folder is watched. A table and its checkpoint know each other:
 * where one is without the other, Spark would pass over recordings in silence.
 */
final class WatchedFolders {

  private static final String LOG = "_spark_metadata";
  private static final String BATCHES = "offsets";

  private WatchedFolders() {}

  /**
   * Refuses folders that cannot be watched or written.
   *
   * @param watched whose recordings are answered
   * @param out of the answers
   * @param checkpoint which recordings were answered
   * @throws InvalidInputException if the first is missing, or the others do not belong together
   */
  static void requireUsable(SparkSession spark, String watched, String out, String checkpoint) {
    Configuration hadoop = spark.sessionState().newHadoopConf();
    FileStatus[] found = matches(watched, hadoop);
    if (found.length == 0) {
      throw new InvalidInputException(
          "Expected a folder to watch at %.300s, found nothing there: make it first."
              .formatted(watched));
    }
    if (!found[0].isDirectory()) {
      throw new InvalidInputException(
          "Expected a folder to watch at %.300s, found a file: name its folder."
              .formatted(watched));
    }
    boolean table = !isEmpty(out + "/" + LOG, hadoop);
    boolean begun = !isEmpty(checkpoint + "/" + BATCHES, hadoop);
    if (!table && !isEmpty(out, hadoop) && matches(out + "/" + LOG, hadoop).length == 0) {
      throw new InvalidInputException(
          "Expected nothing, or the answers of an earlier --watch, at %.300s, found something else: choose another --out."
              .formatted(out));
    }
    if (table && !begun) {
      throw new InvalidInputException(
          "Expected the checkpoint of the answers in %.300s at %.300s, found none: put it back, name it with --checkpoint, or choose another --out."
              .formatted(out, checkpoint));
    }
    if (begun && matches(out, hadoop).length == 0) {
      throw new InvalidInputException(
          "Expected the answers of the checkpoint %.300s at %.300s, found nothing there: put them back, or remove the checkpoint to answer everything again."
              .formatted(checkpoint, out));
    }
  }

  private static boolean isEmpty(String folder, Configuration hadoop) {
    try {
      Path path = new Path(folder);
      FileSystem files = RemoteFiles.of(path, hadoop);
      return !files.exists(path) || files.listStatus(path).length == 0;
    } catch (IOException | IllegalArgumentException e) {
      throw unreachable(folder, e);
    }
  }

  private static FileStatus[] matches(String folder, Configuration hadoop) {
    try {
      Path path = new Path(folder);
      FileStatus[] found = RemoteFiles.of(path, hadoop).globStatus(path);
      return found == null ? new FileStatus[0] : found;
    } catch (IOException | IllegalArgumentException e) {
      throw unreachable(folder, e);
    }
  }

  private static InvalidInputException unreachable(String folder, Exception why) {
    return new InvalidInputException(
        "Expected a folder, found %.300s (%.200s).".formatted(folder, why.getMessage()), why);
  }
}
