package org.emoglot.doctor;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The environment of the program: what the checks examine, as a value that tests can create.
 *
 * @param home the source folder, with {@code ./emoglot}
 * @param userHome the user's own folder
 * @param environment the environment variables
 */
public record Surroundings(Path home, Path userHome, Map<String, String> environment) {

  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /** Those of this process; the launcher says where home is, else it is the working folder. */
  public static Surroundings ofThisProcess() {
    return new Surroundings(
        Path.of(System.getProperty("emoglot.home", "")).toAbsolutePath().normalize(),
        Path.of(System.getProperty("user.home")),
        System.getenv());
  }

  /** The value of an environment variable that is set and not empty. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /**
   * The folder with one folder of speech for each corpus: EMOGLOT_CORPORA, or a folder beside home.
   */
  public Path corpora() {
    return variable("EMOGLOT_CORPORA")
        .map(Path::of)
        .orElse(home.resolve("../shared/corpora"))
        .normalize();
  }

  /** The folder of pretrained encoders: EMOGLOT_BACKBONES, or a folder beside home. */
  public Path backbones() {
    return variable("EMOGLOT_BACKBONES")
        .map(Path::of)
        .orElse(home.resolve("../shared/backbones"))
        .normalize();
  }

  /** The folder of the synthetic demo corpus, with one folder for each language. */
  public Path demo() {
    return home.resolve("demo/speech");
  }
}
