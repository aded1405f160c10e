package org.emoglot.doctor;

/** Looks at one thing that a run may need. */
@FunctionalInterface
public interface DoctorCheck {

  /** Looks, changes nothing, and does not throw. */
  Finding look();
}
