package org.emoglot.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.ClipStream;
import org.emoglot.cli.Recordings.Failed;

/** Prints and counts answers as they come, and keeps which files have none. */
final class AnswerListener<A> implements ClipStream.Listener<A> {
  private final Recordings recordings;
  private final ClassSummary summary;
  private final AnswerPrinter printer;
  private final Progress progress;
  private final List<Failed> failed;
  private final BiFunction<String, A, Answer> answerOf;

  AnswerListener(
      Recordings recordings,
      ClassSummary summary,
      AnswerPrinter printer,
      Progress progress,
      List<Failed> failed,
      BiFunction<String, A, Answer> answerOf) {
    this.recordings = recordings;
    this.summary = summary;
    this.printer = printer;
    this.progress = progress;
    this.failed = failed;
    this.answerOf = answerOf;
  }

  @Override
  public void predicted(Path file, A found) {
    Answer answer = answerOf.apply(recordings.name(file), found);
    summary.add(answer.overall());
    printer.print(answer);
    progress.step();
  }

  @Override
  public void failed(Path file, InvalidInputException why) {
    failed.add(recordings.failed(file, why));
    progress.step();
  }
}
