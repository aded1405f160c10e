package org.emoglot.classifier;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.emoglot.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without the jar emoglot-mini, which is not on the class path of these tests. */
class MissingBundledModelTest {

  private static final String HOME = "emoglot.home";

  @Test
  void bundled_neitherInAJarNorInASourceFolder_saysWhichArtefactToAdd(@TempDir Path empty) {
    String before = String.valueOf(System.getProperty(HOME));
    System.setProperty(HOME, empty.toString());
    try {
      assertThatThrownBy(EmotionClassifier::bundled)
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("Expected the bundled model in " + empty)
          .hasMessageContainingAll("org.emoglot:emoglot-mini", "--model");
    } finally {
      System.setProperty(HOME, before);
    }
  }
}
