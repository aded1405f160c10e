package org.emoglot.doctor;

import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/** Loads the tensor engine, which is the only sure way of knowing that it works here. */
final class EngineCheck implements DoctorCheck {

  private static final String ADVICE =
      "Nothing can be trained or predicted. Run ./mvnw clean and start again; if that does not help,"
          + " this system's C library is too old for the engine (glibc 2.35 or newer is needed), or"
          + " the folder of its unpacked natives, ~/.javacpp, cannot be written.";

  private final Supplier<String> load;

  /**
   * @param load loads the engine and describes it, or throws
   */
  EngineCheck(Supplier<String> load) {
    this.load = load;
  }

  @Override
  public Finding look() {
    try {
      return Finding.ok("engine", load.get());
    } catch (CancellationException e) { // stopped while libraries were unpacked
      throw e;
    } catch (RuntimeException | LinkageError e) {
      return Finding.fail("engine", "does not load: " + e, ADVICE);
    }
  }
}
