package org.emoglot.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.ClipStream;
import org.emoglot.classifier.UnlabelledSample;
import org.emoglot.unlabelled.LogitShift;

/**
 * Keeps all answers, which are the sample, and then tells them adapted: nothing is heard twice.
 *
 * @param <A> an answer: a prediction or a timeline
 */
abstract class SelfSample<A> implements ClipStream.Listener<A> {

  private final UnlabelledSample sample;
  private final List<Runnable> told = new ArrayList<>();
  private final ClipStream.Listener<A> listener;
  private LogitShift shift;

  SelfSample(UnlabelledSample sample, ClipStream.Listener<A> listener) {
    this.sample = sample;
    this.listener = listener;
    this.shift = sample.shift();
  }

  /** Adds an answer to the sample. */
  abstract void add(A answer);

  /** An answer of the adapted model. */
  abstract A adapted(A answer, LogitShift by);

  @Override
  public void predicted(Path file, A answer) {
    add(answer);
    told.add(() -> listener.predicted(file, adapted(answer, shift)));
  }

  @Override
  public void failed(Path file, InvalidInputException why) {
    told.add(() -> listener.failed(file, why));
  }

  /** Tells all of them, in their order. */
  void tell() {
    shift = sample.shift();
    told.forEach(Runnable::run);
  }
}
