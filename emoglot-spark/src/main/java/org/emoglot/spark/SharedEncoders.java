package org.emoglot.spark;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.emoglot.embedding.EmbeddingExtractor;

/**
 * The encoders of this process, as {@link SharedModels} are. Tasks take turns: an encoder is not
 * safe for threads.
 */
final class SharedEncoders {

  private record Key(ModelSource source, EncoderAsker.Manner manner) {}

  private static final class Shared {
    final EmbeddingExtractor extractor;
    int users;

    Shared(EmbeddingExtractor extractor) {
      this.extractor = extractor;
    }
  }

  private final Map<Key, Shared> encoders = new LinkedHashMap<>();

  SharedEncoders() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::closeAll, "emoglot closes encoders"));
  }

  /** An encoder for the current task, until that ends; whoever uses it, holds its monitor. */
  synchronized EmbeddingExtractor forTask(ModelSource source, EncoderAsker.Manner manner) {
    Key key = new Key(source, manner);
    Shared shared = encoders.get(key);
    if (shared == null) {
      closeIdle();
      ExecutorProcess.prepare();
      shared = new Shared(EmbeddingExtractor.open(source.verifiedPath(), manner.options()));
      encoders.put(key, shared);
    }
    Shared leased = shared;
    leased.users++;
    TaskContext.get().addTaskCompletionListener((TaskCompletionListener) ended -> release(leased));
    return leased.extractor;
  }

  private synchronized void release(Shared shared) {
    shared.users--;
  }

  private void closeIdle() {
    encoders.values().stream().filter(shared -> shared.users == 0).forEach(SharedEncoders::close);
    encoders.values().removeIf(shared -> shared.users == 0);
  }

  private synchronized void closeAll() {
    encoders.values().forEach(SharedEncoders::close);
    encoders.clear();
  }

  private static void close(Shared shared) {
    synchronized (shared.extractor) {
      shared.extractor.close();
    }
  }
}
