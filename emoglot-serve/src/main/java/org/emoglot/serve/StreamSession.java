package org.emoglot.serve;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.LiveRecording;
import org.emoglot.classifier.Timeline;
import org.emoglot.segment.Segment;

/**
 * One stream of audio, and the messages that answer it. What is final does not depend on how the
 * audio was cut into chunks. Threads may share it; they take turns.
 */
final class StreamSession implements AutoCloseable {

  /** Running answers to speech that goes on are at least so much audio, and time, apart. */
  private static final double RUNNING_SECONDS = 0.5;

  private static final long RUNNING_NANOS = 250_000_000;

  /** Audio is heard in pieces of this part of a second, however large its chunks are. */
  private static final int PIECES_PER_SECOND = 10;

  private final Question question;
  private final boolean wantsRunning;
  private final StreamDecoder decoder;
  private final LiveRecording recording;
  private final Gate gate;
  private final Limits limits;
  private final ServiceMetrics metrics;
  private final Consumer<Map<String, Object>> out;
  private final Answers answers;

  private Optional<Segment> spoken = Optional.empty();
  private Optional<Segment> told = Optional.empty();
  private double toldAt;
  private long toldNanos;
  private boolean answered;
  private boolean ended;

  StreamSession(
      StreamQuestion asked,
      Gate gate,
      Limits limits,
      ServiceMetrics metrics,
      Consumer<Map<String, Object>> out) {
    this.question = asked.question();
    this.wantsRunning = asked.running();
    this.decoder = asked.format().decoder(asked.rate());
    this.recording = LiveRecording.of(question.classifier(), decoder.rate());
    this.gate = gate;
    this.limits = limits;
    this.metrics = metrics;
    this.out = out;
    this.answers = new Answers(question.top());
    Map<String, Object> ready = message("ready");
    ready.putAll(Answers.head(question.model(), question.adaptation()));
    ready.put("rate", decoder.rate());
    ready.put("format", asked.format().id());
    out.accept(ready);
  }

  /**
   * Hears a chunk of any length.
   *
   * @throws Problem if it cannot be decoded, a sample is no number, or the stream is too long
   */
  synchronized void next(ByteBuffer chunk) {
    if (ended) {
      return; // what arrives behind the end
    }
    heard(() -> decoder.next(chunk, this::hear));
  }

  private static void heard(Runnable work) {
    try {
      work.run();
    } catch (InvalidInputException e) {
      throw Problem.of(Problem.Kind.DAMAGED_AUDIO, String.valueOf(e.getMessage()));
    }
  }

  private void hear(float[] samples) {
    int piece = Math.max(1, decoder.rate() / PIECES_PER_SECOND);
    for (int at = 0; at < samples.length; at += piece) {
      hearPiece(Arrays.copyOfRange(samples, at, Math.min(samples.length, at + piece)));
    }
  }

  private void hearPiece(float[] piece) {
    for (Timeline.Part part : recording.next(piece)) {
      answered = true;
      send("segment", answer(part, true));
    }
    if (recording.seconds() > limits.seconds()) {
      throw BoundedAudio.tooLong(limits);
    }
    Optional<Segment> open = recording.speaking();
    if (open.isPresent() != spoken.isPresent()) {
      Map<String, Object> change = message(open.isPresent() ? "speech" : "no_speech");
      change.put("at", open.map(Segment::startSeconds).orElseGet(recording::seconds));
      out.accept(change);
    }
    if (wantsRunning) {
      tellRunning(open);
    }
    spoken = open;
  }

  private void tellRunning(Optional<Segment> open) {
    switch (recording.pause()) {
      case LONG -> { // its answer is the final one, and computed anyway
        if (open.isPresent() && !open.equals(told)) {
          tell(open);
        }
      }
      case BEGUN -> {} // wait for the answer that may be the final one
      case NONE -> {
        if (open.isPresent() && isDue()) {
          gate.workIfFree(() -> tell(open));
        }
      }
    }
  }

  private boolean isDue() {
    return recording.seconds() - toldAt >= RUNNING_SECONDS
        && System.nanoTime() - toldNanos >= RUNNING_NANOS;
  }

  private void tell(Optional<Segment> open) {
    recording.running().ifPresent(part -> send("running", answer(part, false)));
    told = open;
    toldAt = recording.seconds();
    toldNanos = System.nanoTime();
  }

  /** The answer that is given to a segment. */
  private Timeline.Part answer(Timeline.Part part, boolean learn) {
    if (question.adaptation().isEmpty()) {
      return part;
    }
    Timeline alone =
        new Timeline(recording.seconds() + 1, List.of(part), part.prediction()); // not whole
    Adaptation adaptation = question.adaptation().get();
    return (learn ? adaptation.next(alone) : adaptation.shifted(alone)).parts().get(0);
  }

  private void send(String type, Timeline.Part part) {
    Map<String, Object> message = message(type);
    message.putAll(answers.segment(part));
    out.accept(message);
  }

  /**
   * Answers the whole; later calls do nothing.
   *
   * @throws Problem as {@link #next}
   */
  synchronized void end() {
    if (ended) {
      return;
    }
    ended = true;
    heard(() -> decoder.end(this::hear));
    Timeline found = recording.end();
    Timeline timeline =
        question
            .adaptation()
            .map(adaptation -> answered ? adaptation.shifted(found) : adaptation.next(found))
            .orElse(found);
    metrics.answered(timeline.seconds());
    Map<String, Object> end = message("end");
    end.putAll(answers.prediction("", timeline));
    out.accept(end);
  }

  /** Ends without an answer, where that was not asked for. */
  @Override
  public void close() {
    decoder.close();
  }

  private static Map<String, Object> message(String type) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("type", type);
    return message;
  }
}
