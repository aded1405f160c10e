package org.emoglot.projection;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.Waveform;
import org.emoglot.data.Utterance;
import org.emoglot.embedding.Embedding;
import org.emoglot.embedding.EmbeddingExtractor;
import org.emoglot.embedding.EmbeddingOptions;
import org.emoglot.embedding.Level;
import org.emoglot.encoder.Hearing;
import org.emoglot.network.ModelFolder;
import org.emoglot.protocol.ClipSamples;
import org.emoglot.provenance.Provenance;

/** Embeds the same clips by several models, measures the embeddings and lays them out. */
public final class Projector {

  private static final int CLIPS_PER_BATCH = 16;

  private final ProjectionRequest request;
  private final AudioSource audio;
  private final ProjectionListener listener;
  private final List<Utterance> clips;

  private Projector(ProjectionRequest request, AudioSource audio, ProjectionListener listener) {
    this.request = request;
    this.listener = listener;
    clips = ClipSample.of(request.manifests().all().utterances(), request.clips(), request.seed());
    this.audio = ClipSamples.verifying(audio, clips);
  }

  /** A projection, and the position of every clip in it. */
  public record Result(Projection projection, List<Point> points) {
    public Result {
      points = List.copyOf(points);
    }
  }

  /**
   * Projects.
   *
   * @throws InvalidInputException if a run, a model or a clip cannot be used
   */
  public static Result project(
      ProjectionRequest request, AudioSource audio, ProjectionListener listener) {
    List<SavedRun> runs = SavedRun.of(request.runs());
    Projector projector = new Projector(request, audio, listener);
    List<Projection.Model> models = new ArrayList<>();
    List<Point> points = new ArrayList<>();
    for (SavedRun run : runs) {
      projector.add(run, models, points);
    }
    return new Result(projector.record(models), points);
  }

  private void add(SavedRun run, List<Projection.Model> models, List<Point> points) {
    AdaptationConfig adaptation = ModelFolder.adaptation(run.model());
    String layer = adaptation.layer();
    float[][] embeddings;
    try (EmbeddingExtractor extractor = open(run, adaptation)) {
      embeddings = embed(run.name(), extractor);
    }
    Map<Method, double[][]> layouts = new EnumMap<>(Method.class);
    for (Method method : Method.values()) {
      String work = method.title() + " of " + run.name();
      layouts.put(
          method,
          method.layOut(
              embeddings,
              request.seed(),
              percent -> listener.progress(work, "steps", percent, 100)));
    }
    listener.progress("probing " + run.name(), "models", 0, 1);
    models.add(
        new Projection.Model(
            run.name(),
            run.record().task(),
            run.record().system(),
            run.record().seed(),
            run.target(),
            layer,
            embeddings[0].length,
            ModelFolder.sha256(run.model()),
            Numbers.of(embeddings, clips, run.target(), request.seed())));
    listener.progress("probing " + run.name(), "models", 1, 1);
    for (int i = 0; i < clips.size(); i++) {
      points.add(point(run, clips.get(i), layouts, i));
    }
  }

  private EmbeddingExtractor open(SavedRun run, AdaptationConfig adaptation) {
    EmbeddingOptions options =
        new EmbeddingOptions(
            Level.UTTERANCE,
            adaptation.layer(),
            adaptation.pooling(),
            Hearing.VALID,
            request.precision());
    boolean given =
        !request.backbone().toString().isEmpty() && ModelFolder.needsBackbone(run.model());
    return given
        ? EmbeddingExtractor.open(run.model(), request.backbone(), options)
        : EmbeddingExtractor.open(run.model(), options);
  }

  /** (N, D), the embedding h that the emotion head is given. */
  private float[][] embed(String name, EmbeddingExtractor extractor) {
    float[][] embeddings = new float[clips.size()][];
    for (int start = 0; start < embeddings.length; start += CLIPS_PER_BATCH) {
      int end = Math.min(embeddings.length, start + CLIPS_PER_BATCH);
      List<Waveform> waveforms =
          clips.subList(start, end).stream().map(clip -> audio.read(clip.audio())).toList();
      List<Embedding> found = extractor.extract(waveforms);
      for (int i = start; i < end; i++) {
        embeddings[i] = found.get(i - start).values();
        requireFinite(embeddings[i], name, clips.get(i).path());
      }
      listener.progress("embedding by " + name, "clips", end, embeddings.length);
    }
    return embeddings;
  }

  private static void requireFinite(float[] embedding, String name, Path file) {
    for (float value : embedding) {
      if (!Float.isFinite(value)) {
        throw new InvalidInputException(
            "Expected finite embeddings by the model of %s, found %s for %s: its training has diverged."
                .formatted(name, value, file));
      }
    }
  }

  private static Point point(
      SavedRun run, Utterance clip, Map<Method, double[][]> layouts, int index) {
    Map<Method, Point.Position> positions = new EnumMap<>(Method.class);
    layouts.forEach(
        (method, points) ->
            positions.put(method, new Point.Position(points[index][0], points[index][1])));
    String language = clip.language().code();
    return new Point(
        run.name(),
        clip.id(),
        language,
        clip.globalSpeaker(),
        clip.label(),
        clip.split().id(),
        language.equals(run.target()),
        positions);
  }

  private Projection record(List<Projection.Model> models) {
    SortedMap<String, SortedMap<String, Integer>> sample = new TreeMap<>();
    for (Utterance clip : clips) {
      sample
          .computeIfAbsent(clip.language().code(), k -> new TreeMap<>())
          .merge(clip.split().id(), 1, Integer::sum);
    }
    SortedMap<String, String> layouts = new TreeMap<>();
    Arrays.stream(Method.values())
        .forEach(method -> layouts.put(method.id(), method.settings(clips.size())));
    SortedMap<String, String> inputs = new TreeMap<>();
    request
        .manifests()
        .fingerprints()
        .forEach((file, hash) -> inputs.put("manifest " + file, hash));
    models.forEach(model -> inputs.put("model " + model.name(), model.sha256()));
    return new Projection(
        Projection.PURPOSE,
        request.seed(),
        clips.size(),
        sample,
        layouts,
        request.precision(),
        request.downmix(),
        models,
        Provenance.capture(request.home(), request.seed(), inputs));
  }
}
