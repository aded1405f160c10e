package org.emoglot.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.adapt.AdaptedEncoder;
import org.emoglot.audio.Waveform;
import org.emoglot.data.Utterance;
import org.emoglot.feature.PreparedClip;
import org.emoglot.loop.StepReport;
import org.emoglot.sampling.BatchSampler;
import org.emoglot.tensor.Precision;
import org.emoglot.train.PreparedClips;
import org.emoglot.train.Trainer;
import org.emoglot.train.TrainingListener;
import org.emoglot.train.TrainingTask;

/**
 * Training steps, by the same loop as in a run: it asks a sampler for a batch, which waits for the
 * next request, and tells a listener when a step is done, which answers it.
 */
record Stepping(Precision precision) implements Worker.Side {

  /** Ends the loop, which knows no other end than its last step. */
  private static final class NoMoreRequests extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public void serve(BenchmarkFolder folder, Worker worker) {
    try (Proposed proposed = Proposed.open(folder, Kind.PEFT)) {
      proposed.network().setPrecision(precision);
      Dialogue dialogue = new Dialogue(folder, worker, proposed);
      worker.ready("step");
      TrainingTask task =
          new TrainingTask(
              proposed.network(),
              proposed.objective(),
              proposed.data(),
              dialogue,
              dialogue,
              proposed.settings().training(),
              proposed.seed(),
              "benchmark");
      Trainer.train(task, folder.path().resolve("never-written"), List.of(dialogue));
    } catch (NoMoreRequests e) {
      // Everything was answered.
    }
  }

  /** Starts a step when it is asked for, and stops the time. */
  private static final class Dialogue implements BatchSampler, PreparedClips, TrainingListener {

    private final BenchmarkFolder folder;
    private final Worker worker;
    private final Proposed proposed;
    private final Map<String, Waveform> waveforms = new HashMap<>();
    private final Map<String, PreparedClip> store = new HashMap<>();
    private boolean warm;
    private long start;

    Dialogue(BenchmarkFolder folder, Worker worker, Proposed proposed) {
      this.folder = folder;
      this.worker = worker;
      this.proposed = proposed;
      for (Utterance utterance : proposed.data().training()) {
        waveforms.put(utterance.id(), BenchmarkFolder.read(utterance.path()));
      }
    }

    @Override
    public List<Utterance> batch(long step) {
      JsonNode request = worker.next();
      if (!request.isObject()) {
        throw new NoMoreRequests();
      }
      List<Utterance> batch = folder.batch(request.path("number").asInt());
      warm = request.path("features").asText().equals("warm");
      if (warm) {
        batch.forEach(utterance -> store.computeIfAbsent(utterance.id(), id -> prepare(utterance)));
      } else {
        store.clear();
      }
      start = System.nanoTime();
      return batch;
    }

    /** Warm, what the frozen part made is at hand; cold, it is computed within the step. */
    @Override
    public PreparedClip of(Utterance utterance) {
      PreparedClip kept = store.get(utterance.id());
      return warm && kept != null ? kept : prepare(utterance);
    }

    private PreparedClip prepare(Utterance utterance) {
      Waveform waveform = Objects.requireNonNull(waveforms.get(utterance.id()), utterance.id());
      AdaptedEncoder encoder = proposed.network().encoder();
      return PreparedClip.of(encoder.prepare(waveform), encoder.preparedChannels());
    }

    @Override
    public void afterStep(StepReport report) {
      double seconds = Worker.secondsSince(start);
      Map<String, Object> losses = new LinkedHashMap<>();
      losses.put("loss", report.loss());
      losses.putAll(report.parts());
      worker.answer(Map.of("seconds", seconds, "losses", losses));
    }
  }
}
