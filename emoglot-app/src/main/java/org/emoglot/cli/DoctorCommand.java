package org.emoglot.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.emoglot.doctor.Doctor;
import org.emoglot.doctor.Finding;
import org.emoglot.doctor.Finding.Status;
import org.emoglot.doctor.Surroundings;
import org.emoglot.provenance.Provenance;
import org.emoglot.report.TextTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what this machine offers and what to do about what is missing. */
@Command(
    name = "doctor",
    description = {
      "Shows what this machine offers, what is missing, and how to get it.",
      "Exit code 1 if something essential is missing."
    },
    footer = {
      "",
      "Examples:",
      "  emoglot doctor",
      "  EMOGLOT_CORPORA=/data/speech emoglot doctor --json"
    })
final class DoctorCommand implements Callable<Integer> {

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    List<Finding> findings = Doctor.examine(Surroundings.ofThisProcess());
    output.result(asObject(findings), () -> asText(findings));
    return worst(findings) == Status.FAIL ? ExitCode.FAILED : ExitCode.DONE;
  }

  private static Status worst(List<Finding> findings) {
    return findings.stream().map(Finding::status).max(Status::compareTo).orElse(Status.OK);
  }

  private static Map<String, Object> asObject(List<Finding> findings) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("emoglot", Provenance.version());
    object.put("status", worst(findings).id());
    object.put("checks", findings.stream().map(DoctorCommand::asObject).toList());
    return object;
  }

  private static Map<String, Object> asObject(Finding finding) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("check", finding.check());
    object.put("status", finding.status().id());
    object.put("found", finding.found());
    object.put("advice", finding.advice());
    return object;
  }

  private static String asText(List<Finding> findings) {
    TextTable table = TextTable.of("check", "status", "found");
    StringBuilder advice = new StringBuilder();
    for (Finding finding : findings) {
      table.row(finding.check(), finding.status().id(), finding.found());
      if (!finding.advice().isEmpty()) {
        advice.append("%n%s: %s%n".formatted(finding.check(), finding.advice()));
      }
    }
    return table.toString() + advice;
  }
}
