package org.emoglot.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.data.Utterance;
import org.emoglot.io.AtomicFiles;
import org.emoglot.io.FolderLock;
import org.emoglot.io.Json;

/**
 * The folder of a run, held by one process until it is closed.
 *
 * <p>During the run it contains a checkpoint and its audit; a killed process leaves both to the
 * next one. When the run is done, it holds the results, their checksums in {@code SHA256SUMS} (as
 * {@code sha256sum -c} reads them) and, written last, the record.
 *
 * @param <R> the record of a finished run
 */
public final class RunFolder<R> implements AutoCloseable {

  /** The saved model of a finished run. */
  public static final String MODEL = "model";

  private static final String CHECKPOINT = "checkpoint.safetensors";
  private static final String AUDIT = "audit.json";
  private static final String CLIPS = "clips.json";
  private static final String LOCK = ".lock";
  private static final String READ_ANEW = "remove it to run again";

  /** A worker whose parent was killed needs a moment to notice, and a new process waits for it. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Path folder;
  private final RunKind<R> kind;
  private final boolean made;
  private final FolderLock lock;

  private RunFolder(Path folder, RunKind<R> kind, boolean made, FolderLock lock) {
    this.folder = folder;
    this.kind = kind;
    this.made = made;
    this.lock = lock;
  }

  /**
   * Takes a folder, and creates it if needed.
   *
   * @throws InvalidInputException if another process is at work in it, for longer than a moment
   */
  public static <R> RunFolder<R> take(Path folder, RunKind<R> kind) {
    return take(folder, kind, PATIENCE);
  }

  static <R> RunFolder<R> take(Path folder, RunKind<R> kind, Duration patience) {
    boolean made = !Files.exists(folder);
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + folder + ": " + e.getMessage(), e);
    }
    return new RunFolder<>(
        folder, kind, made, FolderLock.take(folder.resolve(LOCK), kind.work(), folder, patience));
  }

  /**
   * The record of the run that was done in a folder, if one was and all its files are there.
   *
   * @throws InvalidInputException if its record is damaged
   */
  public static <R> Optional<R> finished(Path folder, RunKind<R> kind) {
    Path file = folder.resolve(kind.record());
    return Files.exists(file) && new Checksums(folder).missing(kind.results()).isEmpty()
        ? Optional.of(kind.reader().apply(file, READ_ANEW))
        : Optional.empty();
  }

  /**
   * The record of this run, if it is done. It is not if one of its files is missing; then it has to
   * be completed.
   *
   * @param fingerprint of this run
   * @param clips all that it reads
   * @param source where they are read from, if their files are not those of then
   * @param say receives messages
   * @throws InvalidInputException if another run was done here, one on other audio among them, or a
   *     file is no longer as this one wrote it
   */
  public Optional<R> finished(
      String fingerprint, Collection<Utterance> clips, AudioSource source, Consumer<String> say) {
    Path file = folder.resolve(kind.record());
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    R record = kind.reader().apply(file, READ_ANEW);
    if (!kind.fingerprint().apply(record).equals(fingerprint)) {
      throw new InvalidInputException(
          "Expected %s to be empty or to hold this %s, found %s, or one of an earlier version: choose another --out, or remove it."
              .formatted(folder, kind.work(), kind.another()));
    }
    Checksums checksums = new Checksums(folder);
    Optional<String> missing = checksums.missing(kind.results());
    if (missing.isPresent()) {
      say.accept(
          "%s says that this %s is done, but %s is missing: completing it."
              .formatted(file, kind.work(), missing.get()));
      checksums.forget();
      return Optional.empty();
    }
    checksums.requireUnchanged("remove %s to complete the %s again".formatted(file, kind.work()));
    if (Files.exists(folder.resolve(CLIPS))) { // earlier versions kept none
      SealedJson.read(folder.resolve(CLIPS), ClipsRead.class, "remove it to do without it")
          .compare(clips, source, folder)
          .ifPresent(say);
    }
    say.accept("This run is already done; reading its result from " + file + ".");
    return Optional.of(record);
  }

  /** The file of the last checkpoint; there may be none yet. */
  public Path checkpoint() {
    return folder.resolve(CHECKPOINT);
  }

  /** A file of the folder. */
  public Path file(String name) {
    return folder.resolve(name);
  }

  /** Deletes what writers that were killed have left. */
  public void removeLeftovers() {
    AtomicFiles.removeLeftovers(folder);
  }

  /** Keeps what was opened so far, before the checkpoint that it led to. */
  public void keepAudit(Object audit) {
    SealedJson.write(folder.resolve(AUDIT), audit);
  }

  /**
   * What an earlier process of this run had opened; nothing if there was none.
   *
   * @throws InvalidInputException if it is damaged, or missing beside a checkpoint
   */
  public <A> Optional<A> audit(Class<A> type) {
    Path file = folder.resolve(AUDIT);
    if (Files.exists(file)) {
      return Optional.of(SealedJson.read(file, type, "remove the folder to start again"));
    }
    if (Files.exists(checkpoint())) {
      throw new InvalidInputException(
          "Expected the audit that belongs to %s in %s, found nothing there: remove the checkpoint to start again."
              .formatted(checkpoint(), file));
    }
    return Optional.empty();
  }

  /**
   * Ends the run, whose results are written: what it has read, the checksums, and last of all the
   * record.
   *
   * @param clips all that it has read
   * @param samples SHA-256 of the samples of each, by id
   */
  public void finish(R record, Collection<Utterance> clips, Map<String, String> samples) {
    SealedJson.write(folder.resolve(CLIPS), ClipsRead.of(clips, samples));
    Set<String> names = new LinkedHashSet<>(List.of(CLIPS, MODEL));
    names.addAll(kind.results());
    names.removeIf(name -> name.startsWith(MODEL + "/"));
    new Checksums(folder).write(names);
    Json.write(folder.resolve(kind.record()), record);
  }

  /** Lets go of the folder; one that was made for nothing goes too. */
  @Override
  public void close() {
    lock.close();
    if (made) {
      try {
        Files.deleteIfExists(folder);
      } catch (DirectoryNotEmptyException e) {
        // as it should be
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot clean " + folder + ": " + e.getMessage(), e);
      }
    }
  }
}
