package org.emoglot.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.Pooling;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.ClipWindows;
import org.emoglot.audio.Downmix;
import org.emoglot.embedding.EmbeddingExtractor;
import org.emoglot.embedding.EmbeddingOptions;
import org.emoglot.embedding.Level;
import org.emoglot.encoder.Hearing;
import org.emoglot.remote.RemoteAudio;
import org.emoglot.tensor.Precision;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From rows of clips to rows of embeddings, clip by clip: what a clip gives depends on no other,
 * and so on no partition. A recording of hours is read window by window.
 */
final class EncoderAsker implements FlatMapFunction<Iterator<Row>, Row> {

  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(EncoderAsker.class);

  /** One encoder a process, which computes with all of its cores, one clip at a time. */
  private static final SharedEncoders ENCODERS = new SharedEncoders();

  /**
   * What is extracted, see {@link EmbeddingOptions}.
   *
   * @param frames whether each frame gets an embedding
   */
  record Manner(
      boolean frames,
      String layer,
      String pooling,
      String hearing,
      String precision,
      String downmix)
      implements Serializable {

    EmbeddingOptions options() {
      return new EmbeddingOptions(
          frames ? Level.FRAME : Level.UTTERANCE,
          layer,
          Pooling.of(pooling),
          Hearing.of(hearing),
          Precision.of(precision));
    }
  }

  private final ModelSource encoder;
  private final Manner manner;
  private final Broadcast<SerializableConfiguration> hadoop;

  EncoderAsker(ModelSource encoder, Manner manner, Broadcast<SerializableConfiguration> hadoop) {
    this.encoder = encoder;
    this.manner = manner;
    this.hadoop = hadoop;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> clips) {
    EmbeddingExtractor extractor = ENCODERS.forTask(encoder, manner);
    AudioReader reader = new AudioReader(new AudioOptions(Downmix.of(manner.downmix())));
    return new Iterator<>() {
      private Iterator<Row> rows = List.<Row>of().iterator();

      @Override
      public boolean hasNext() {
        while (!rows.hasNext() && clips.hasNext()) {
          rows = embed(extractor, reader, clips.next());
        }
        return rows.hasNext();
      }

      @Override
      public Row next() {
        return rows.next();
      }
    };
  }

  private Iterator<Row> embed(EmbeddingExtractor extractor, AudioReader reader, Row clip) {
    try (RemoteAudio audio = Clips.open(clip.getStruct(1), hadoop.value().value())) {
      ClipWindows windows = ClipWindows.of(reader, Clips.passage(clip.getStruct(1), audio.path()));
      if (windows.samples() < extractor.minimumSamples()) {
        throw new InvalidInputException(
            "Expected at least %d samples at 16000 Hz, enough for one frame, in %s, found %d: leave the clip out."
                .formatted(extractor.minimumSamples(), audio.path(), windows.samples()));
      }
      Embeddings embeddings = new Embeddings(extractor.width());
      TaskContext.get()
          .addTaskCompletionListener((TaskCompletionListener) end -> embeddings.close());
      int frames;
      synchronized (extractor) {
        frames = extractor.extract(windows, embeddings::add);
      }
      return rows(clip, windows.seconds(), frames, embeddings);
    } catch (InvalidInputException e) {
      return failed(clip, String.valueOf(e.getMessage()));
    } catch (IllegalStateException e) {
      throw e; // of the engine; also a CancellationException, of a task that is stopped
    } catch (RuntimeException e) {
      LOG.error("No embedding of a clip, because of a bug", e);
      return failed(clip, "The program failed because of a bug in it: " + e);
    }
  }

  private Iterator<Row> failed(Row clip, String error) {
    return List.of(row(clip, null, null, 0, null, error)).iterator();
  }

  /** The rows of one clip, made when they are asked for. */
  private Iterator<Row> rows(Row clip, double seconds, int frames, Embeddings embeddings) {
    return new Iterator<>() {
      private int frame;

      @Override
      public boolean hasNext() {
        return embeddings.hasNext();
      }

      @Override
      public Row next() {
        return row(clip, seconds, frames, frame++, embeddings.next(), null);
      }
    };
  }

  private Row row(
      Row clip,
      @Nullable Double seconds,
      @Nullable Integer frames,
      int frame,
      float @Nullable [] embedding,
      @Nullable String error) {
    List<@Nullable Object> values = new ArrayList<>();
    values.add(clip.getString(0));
    values.add(clip.getStruct(1).getString(0));
    for (int i = 2; i < clip.size(); i++) {
      values.add(clip.get(i));
    }
    values.add(seconds);
    values.add(frames);
    if (manner.frames()) {
      values.add(error == null ? frame : null);
    }
    values.add(embedding);
    values.add(error);
    return RowFactory.create(values.toArray());
  }
}
