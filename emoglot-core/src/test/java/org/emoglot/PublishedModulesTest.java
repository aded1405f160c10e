package org.emoglot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the modules say of themselves where they are published. */
class PublishedModulesTest {

  private static final Path HOME = Path.of(System.getProperty("emoglot.home"));
  private static final String BOM = "emoglot-bom";
  private static final Pattern MODULE = Pattern.compile("<module>([^<]*)</module>");
  private static final Pattern ARTIFACT =
      Pattern.compile("<artifactId>(emoglot-[^<]*)</artifactId>");
  private static final Pattern VERSION = Pattern.compile("<version>([^<]*)</version>");

  @Test
  void billOfMaterials_hasEveryPublishedModuleAndItsVersion() throws IOException {
    String bom = pom(BOM);
    List<String> published = new ArrayList<>();
    for (String module : all(MODULE, Files.readString(HOME.resolve("pom.xml")))) {
      if (!pom(module).contains("<maven.deploy.skip>true</maven.deploy.skip>")) {
        published.add(module);
      }
    }
    assertThat(new TreeSet<>(all(ARTIFACT, bom))).containsExactlyInAnyOrderElementsOf(published);
    assertThat(all(VERSION, bom).get(0))
        .isEqualTo(all(VERSION, Files.readString(HOME.resolve("pom.xml"))).get(0));
  }

  @Test
  void everyModule_namesItselfForTheModulePath() throws IOException {
    for (String module : all(MODULE, Files.readString(HOME.resolve("pom.xml")))) {
      if (!module.equals(BOM)) {
        assertThat(pom(module))
            .as(module)
            .contains("<Automatic-Module-Name>org.emoglot." + module.replace("emoglot-", "") + "<")
            .containsPattern("<description>[^<]+</description>");
      }
    }
  }

  private static String pom(String module) throws IOException {
    return Files.readString(HOME.resolve(module).resolve("pom.xml"));
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(result -> result.group(1)).toList();
  }
}
