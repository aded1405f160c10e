package org.emoglot.provenance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What made a result; part of every result file.
 *
 * @param emoglot version of this software; {@code development} when it does not run from a jar
 * @param commit of its source; {@code unknown} when it does not run from a clone
 * @param java version and vendor of the Java machine
 * @param os operating system and its version
 * @param architecture processor architecture
 * @param processors how many the Java machine may use
 * @param time when, in ISO 8601, UTC, to the second
 * @param seed of all randomness
 * @param inputs name to fingerprint of what went in, such as manifests and backbone
 */
public record Provenance(
    String emoglot,
    String commit,
    String java,
    String os,
    String architecture,
    int processors,
    String time,
    long seed,
    SortedMap<String, String> inputs) {

  private static final String MAVEN_PROPERTIES =
      "/META-INF/maven/org.emoglot/emoglot-core/pom.properties";

  public Provenance {
    inputs = new TreeMap<>(inputs);
  }

  /**
   * Describes this process, now.
   *
   * @param home folder of the software's clone, to look up the commit; see {@link GitCommit}
   */
  public static Provenance capture(Path home, long seed, Map<String, String> inputs) {
    return new Provenance(
        version(),
        GitCommit.of(home).orElse("unknown"),
        System.getProperty("java.version") + " " + System.getProperty("java.vendor"),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        seed,
        new TreeMap<>(inputs));
  }

  /** Version of this software; {@code development} when it does not run from a jar. */
  public static String version() {
    try (InputStream in = Provenance.class.getResourceAsStream(MAVEN_PROPERTIES)) {
      return in == null ? "development" : version(in);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + MAVEN_PROPERTIES, e);
    }
  }

  static String version(InputStream in) throws IOException {
    Properties properties = new Properties();
    properties.load(in);
    return properties.getProperty("version", "development");
  }
}
