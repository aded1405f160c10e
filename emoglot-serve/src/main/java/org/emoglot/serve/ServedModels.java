package org.emoglot.serve;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.audio.Waveform;

/** The models of a service, loaded once and shared by all requests. */
final class ServedModels implements AutoCloseable {

  private final Map<String, ServedModel> byId = new LinkedHashMap<>();
  private final ServedModel first;

  /** The first answers where none is named. */
  ServedModels(List<ServedModel> models) {
    models.forEach(model -> byId.put(model.id(), model));
    first = models.get(0);
  }

  /**
   * Loads models.
   *
   * @throws org.emoglot.InvalidInputException if one cannot be opened; none stays open then
   */
  static ServedModels load(Map<String, Path> paths) {
    Map<String, ServedModel> loaded = new LinkedHashMap<>();
    try {
      paths.forEach((id, path) -> loaded.put(id, ServedModel.load(id, path)));
      return new ServedModels(List.copyOf(loaded.values()));
    } catch (RuntimeException | Error e) {
      loaded.values().forEach(model -> model.classifier().close());
      throw e;
    }
  }

  /**
   * The one of this id; the first where it is empty.
   *
   * @throws Problem if there is none
   */
  ServedModel get(String id) {
    ServedModel model = id.isEmpty() ? first : byId.get(id);
    if (model == null) {
      throw Problem.field(
          Problem.Kind.NOT_FOUND, "model", "one of " + String.join(", ", byId.keySet()), id);
    }
    return model;
  }

  /** What clients may know of them. */
  Map<String, Object> document() {
    return Map.of(
        "models", byId.values().stream().map(model -> model.document(model == first)).toList());
  }

  /** Asks each once, so that the first client does not wait longer than the others. */
  void warmUp() {
    Waveform second =
        new Waveform(new float[Waveform.MODEL_SAMPLE_RATE], Waveform.MODEL_SAMPLE_RATE);
    byId.values().forEach(model -> model.classifier().predictSpeech(List.of(second)));
  }

  @Override
  public void close() {
    byId.values().forEach(model -> model.classifier().close());
  }
}
