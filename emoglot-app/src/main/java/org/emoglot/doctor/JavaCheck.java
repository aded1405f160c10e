package org.emoglot.doctor;

/** Names the Java machine; the program is tested on 17 to 25. */
final class JavaCheck implements DoctorCheck {

  private static final int NEWEST_TESTED = 25;

  @Override
  public Finding check() {
    String found =
        "%s (%s), %s"
            .formatted(
                Runtime.version(),
                System.getProperty("java.vendor"),
                System.getProperty("java.home"));
    return Runtime.version().feature() > NEWEST_TESTED
        ? Finding.warn("java", found, "Java 17 to 25 are tested: set JAVA_HOME to one of them.")
        : Finding.ok("java", found);
  }
}
