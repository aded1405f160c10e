package org.emoglot.doctor;

/** Checks one thing that a run may need. */
@FunctionalInterface
public interface DoctorCheck {

  /** Checks without changing anything, and does not throw. */
  Finding check();
}
