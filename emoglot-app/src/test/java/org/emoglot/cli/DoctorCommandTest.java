package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.emoglot.io.Json;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {

  @Test
  void doctor_withJson_printsExactlyOneObject() throws IOException {
    Captured run = Captured.run("doctor", "--json");

    assertThat(run.err()).isEmpty();
    try (JsonParser parser = Json.mapper().createParser(run.out())) {
      JsonNode report = parser.readValueAsTree();
      assertThat(report.path("checks").findValuesAsText("check"))
          .contains("system", "processor", "memory", "disk", "java", "corpora", "backbones");
      assertThat(report.path("checks").findValuesAsText("status")).isSubsetOf("ok", "warn", "fail");
      assertThat(run.exitCode()).isEqualTo(report.path("status").asText().equals("fail") ? 1 : 0);
      assertThat(parser.nextToken()).as("what follows the object").isNull();
    }
  }

  @Test
  void doctor_withoutJson_printsATable() {
    Captured run = Captured.run("doctor");

    assertThat(run.out()).startsWith("check").contains("java", System.getProperty("java.home"));
  }
}
