package org.emoglot.doctor;

import java.util.List;
import org.emoglot.tensor.Engine;

/** The checks, in the order of the report. */
public final class Doctor {

  private Doctor() {}

  /** Checks everything that some command may need. */
  public static List<Finding> examine(Surroundings surroundings) {
    return checks(surroundings).stream().map(DoctorCheck::check).toList();
  }

  private static List<DoctorCheck> checks(Surroundings surroundings) {
    return List.of(
        new MachineCheck(),
        new ProcessorCheck(),
        new PrecisionCheck(),
        new MemoryCheck(),
        new DiskCheck(surroundings.home()),
        new JavaCheck(),
        new EngineCheck(Doctor::describeEngine),
        new DecoderCheck(DemoCheck.clips(surroundings.demo()).stream().findFirst()),
        new DemoCheck(surroundings.demo()),
        new CorporaCheck(surroundings.corpora()),
        new BackbonesCheck(surroundings),
        new FeaturesCheck(surroundings));
  }

  private static String describeEngine() {
    Engine.Info engine = Engine.info();
    return "libtorch %s, %d threads, %s, float32 products by %s"
        .formatted(engine.version(), engine.threads(), engine.cpuCapability(), engine.products());
  }
}
