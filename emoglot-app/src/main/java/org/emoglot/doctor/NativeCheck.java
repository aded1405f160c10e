package org.emoglot.doctor;

import java.util.function.Supplier;

/** Loads a native library, which is the only sure way of knowing that it works here. */
final class NativeCheck implements DoctorCheck {

  private final String check;
  private final Supplier<String> load;
  private final String advice;

  /**
   * @param check what is loaded
   * @param load loads it and describes it (version, threads, precision), or throws
   * @param advice what to do if it cannot be loaded
   */
  NativeCheck(String check, Supplier<String> load, String advice) {
    this.check = check;
    this.load = load;
    this.advice = advice;
  }

  @Override
  public Finding look() {
    try {
      return Finding.ok(check, load.get());
    } catch (RuntimeException | LinkageError e) {
      return Finding.fail(check, "does not load: " + e, advice);
    }
  }
}
