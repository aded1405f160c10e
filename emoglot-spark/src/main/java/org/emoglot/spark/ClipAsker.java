package org.emoglot.spark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.util.SerializableConfiguration;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.ClipAudio;
import org.emoglot.audio.Downmix;
import org.emoglot.classifier.ClipStream;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.Timeline;
import org.emoglot.remote.RemoteAudio;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a clip in a column to its answer: a path, bytes, or a struct as {@link Clips} makes it. What
 * is wrong with a clip becomes the error of its row. What is wrong with the model ends the task.
 */
final class ClipAsker implements UDF1<Object, Row> {

  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(ClipAsker.class);

  /** A folder of truncated files must not fill a log. */
  private static final int MOST_WARNINGS = 20;

  private static final AtomicInteger WARNINGS = new AtomicInteger();

  /**
   * How clips are answered.
   *
   * @param segments whether long recordings are cut into segments of speech
   * @param embedding whether the embedding is wanted too
   * @param downmix how several channels are mixed
   */
  record Manner(boolean segments, boolean embedding, String downmix)
      implements java.io.Serializable {}

  private final ModelSource model;
  private final Manner manner;
  private final Broadcast<SerializableConfiguration> hadoop;
  private transient @Nullable EmotionClassifier classifier;
  private transient @Nullable AudioReader reader;

  ClipAsker(ModelSource model, Manner manner, Broadcast<SerializableConfiguration> hadoop) {
    this.model = model;
    this.manner = manner;
    this.hadoop = hadoop;
  }

  @Override
  public Row call(@Nullable Object cell) {
    EmotionClassifier asked = classifier == null ? SharedModels.forTask(model) : classifier;
    classifier = asked;
    try (RemoteAudio audio = Clips.open(cell, hadoop.value().value())) {
      return answer(asked, Clips.passage(cell, audio.path()));
    } catch (InvalidInputException e) {
      return AnswerRows.failed(String.valueOf(e.getMessage()), manner.embedding());
    } catch (IllegalStateException e) {
      throw e; // of the engine; also a CancellationException, of a task that is stopped
    } catch (RuntimeException e) {
      LOG.error("No answer to a clip, because of a bug", e);
      return AnswerRows.failed(
          "The program failed because of a bug in it: " + e, manner.embedding());
    }
  }

  private Row answer(EmotionClassifier asked, ClipAudio clip) {
    AudioReader audio = reader == null ? reader() : reader;
    reader = audio;
    if (manner.segments()) {
      Timeline timeline =
          only(listener -> ClipStream.timelines(asked, audio, List.of(clip), listener));
      return AnswerRows.of(
          timeline, manner.embedding(), embedding(asked, audio, clip, timeline.overall()));
    }
    Prediction prediction =
        only(listener -> ClipStream.predict(asked, audio, List.of(clip), listener));
    return AnswerRows.of(prediction, manner.embedding(), embedding(asked, audio, clip, prediction));
  }

  private float @Nullable [] embedding(
      EmotionClassifier asked, AudioReader audio, ClipAudio clip, Prediction answer) {
    return manner.embedding() && answer.speech() ? asked.embedding(audio, clip) : null;
  }

  private AudioReader reader() {
    return new AudioReader(new AudioOptions(Downmix.of(manner.downmix())))
        .warning(
            (file, sentence) -> {
              if (WARNINGS.incrementAndGet() <= MOST_WARNINGS) {
                LOG.warn(sentence);
              }
            });
  }

  /** Asks about one clip. */
  private interface Question<A> {
    void ask(ClipStream.Listener<A> listener);
  }

  private static <A> A only(Question<A> question) {
    List<A> answers = new ArrayList<>();
    question.ask(
        new ClipStream.Listener<A>() {
          @Override
          public void predicted(Path file, A answer) {
            answers.add(answer);
          }

          @Override
          public void failed(Path file, InvalidInputException why) {
            throw why;
          }
        });
    return answers.get(0);
  }
}
