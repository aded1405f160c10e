package org.emoglot.extraction;

/** Hears how an extraction goes. */
public interface ExtractionListener {

  /** Work starts or resumes. */
  void starting(int clips, int alreadyDone);

  /** So many clips are done; throw to stop. */
  void progress(int done);

  /** Nothing is left to do: an earlier process has. */
  void alreadyFinished();
}
