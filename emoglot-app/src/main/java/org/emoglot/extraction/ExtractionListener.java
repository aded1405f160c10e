package org.emoglot.extraction;

/** Hears how an extraction goes. */
public interface ExtractionListener {

  /** Work begins, of which an earlier process may have done a part. */
  void starting(int clips, int alreadyDone);

  /** So many clips are done; throw to stop. */
  void progress(int done);

  /** Nothing is left to do: an earlier process has. */
  void alreadyFinished();
}
