package org.emoglot.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.emoglot.InvalidInputException;

/**
 * Gives damaged files to a parser, which has to take each or refuse it in one sentence, soon.
 *
 * <p>As many as the property {@code emoglot.fuzz} says, or as the test does. A file that breaks the
 * parser stays in {@code target/fuzz}.
 */
public final class ParserFuzz {

  /** Of every parser in every build. */
  public static final int FEW = 150;

  /** Of every parser with the profile {@code fuzz}. */
  public static final int MANY = 10_000;

  private static final long MAX_MILLIS = 5_000;
  private static final int LONGEST_SENTENCE = 4_500;

  private ParserFuzz() {}

  /** What reads the file; whatever it opens it closes. */
  public interface Parser {
    void read(Path file) throws IOException;
  }

  /**
   * Mutates a file in its folder, again and again.
   *
   * @param file sound, and writable; holds the last mutation afterwards
   * @param count number of mutations, unless the property names another
   */
  public static void run(Path file, int count, Parser parser) throws IOException {
    byte[] sound = Files.readAllBytes(file);
    parser.read(file); // a seed that is refused would test little
    int mutations = count == MANY ? Integer.getInteger("emoglot.fuzz", count) : count;
    for (int i = 0; i < mutations; i++) {
      Random random = new Random(file.getFileName().toString().hashCode() + i * 1_000_003L);
      byte[] mutated = TextMutations.of(sound, random);
      Files.write(file, mutated);
      long start = System.nanoTime();
      try {
        parser.read(file);
      } catch (InvalidInputException e) {
        checkSentence(String.valueOf(e.getMessage()), keep(file, i, mutated));
      } catch (Exception | StackOverflowError | OutOfMemoryError e) {
        throw new AssertionError(
            "Mutation %s broke the parser".formatted(keep(file, i, mutated)), e);
      }
      long millis = (System.nanoTime() - start) / 1_000_000;
      if (millis > MAX_MILLIS) {
        throw new AssertionError(
            "Mutation %s took %d ms".formatted(keep(file, i, mutated), millis));
      }
      Files.deleteIfExists(kept(file, i));
    }
  }

  private static void checkSentence(String sentence, Path kept) {
    if (sentence.length() > LONGEST_SENTENCE
        || !sentence.toLowerCase(Locale.ROOT).contains("expected")) {
      throw new AssertionError("Mutation %s: %s".formatted(kept, sentence));
    }
  }

  private static Path kept(Path file, int i) {
    return Path.of("target", "fuzz", i + "-" + file.getFileName());
  }

  private static Path keep(Path file, int i, byte[] mutated) throws IOException {
    Path kept = kept(file, i);
    Files.createDirectories(kept.getParent());
    return Files.write(kept, mutated);
  }
}
