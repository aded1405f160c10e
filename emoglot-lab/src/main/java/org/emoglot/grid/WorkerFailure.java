package org.emoglot.grid;

/** What went wrong in a worker process, in a sentence. */
public final class WorkerFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public WorkerFailure(String sentence) {
    super(sentence);
  }
}
