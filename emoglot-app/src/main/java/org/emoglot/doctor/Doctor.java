package org.emoglot.doctor;

import java.util.List;

/** The checks, in the order in which they are reported. */
public final class Doctor {

  private Doctor() {}

  /** Looks at everything that some command may need. */
  public static List<Finding> examine(Surroundings surroundings) {
    return checks(surroundings).stream().map(DoctorCheck::look).toList();
  }

  private static List<DoctorCheck> checks(Surroundings surroundings) {
    return List.of(
        new MachineCheck(),
        new ProcessorCheck(),
        new MemoryCheck(),
        new DiskCheck(surroundings.home()),
        new JavaCheck(),
        new CorporaCheck(surroundings.corpora()),
        new BackbonesCheck(surroundings));
  }
}
