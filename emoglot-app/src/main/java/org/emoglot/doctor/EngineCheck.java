package org.emoglot.doctor;

import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/** Loads the tensor engine, which is the only sure way of knowing that it works here. */
final class EngineCheck implements DoctorCheck {

  private static final String ADVICE =
      "Emoglot cannot train or predict. Run ./mvnw clean and start again. If that does not help,"
          + " the C library of this system is too old for the engine (it needs glibc 2.35 or"
          + " newer), or the folder of its native libraries, ~/.javacpp, is not writable.";

  private final Supplier<String> load;

  /**
   * @param load loads the engine and describes it, or throws
   */
  EngineCheck(Supplier<String> load) {
    this.load = load;
  }

  @Override
  public Finding check() {
    try {
      return Finding.ok("engine", load.get());
    } catch (CancellationException e) { // stopped while libraries were unpacked
      throw e;
    } catch (RuntimeException | LinkageError e) {
      return Finding.fail("engine", "does not load: " + e, ADVICE);
    }
  }
}
