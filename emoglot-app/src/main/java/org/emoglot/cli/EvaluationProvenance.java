package org.emoglot.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.emoglot.classifier.AdaptedFolder;
import org.emoglot.data.Manifest;
import org.emoglot.doctor.Surroundings;
import org.emoglot.io.Sha256;
import org.emoglot.metric.BootstrapOptions;
import org.emoglot.network.CommitteeFolder;
import org.emoglot.onnx.OnnxScorerProvider;
import org.emoglot.provenance.Provenance;

/** What made an evaluation: the program, the clips, and the files of the model by their hashes. */
final class EvaluationProvenance {

  private EvaluationProvenance() {}

  /** Of the evaluation of a model on a manifest. */
  static Provenance of(Path model, Manifest manifest) {
    SortedMap<String, String> inputs = new TreeMap<>();
    inputs.put("manifest", manifest.fingerprint());
    if (AdaptedFolder.isAdapted(model)) {
      inputs.put("adapted from", AdaptedFolder.read(model).sha256());
    }
    for (Path file : files(model)) {
      Path name = file.equals(model) ? model.getFileName() : model.relativize(file);
      inputs.put(String.valueOf(name), Sha256.of(file));
    }
    return Provenance.capture(
        Surroundings.ofThisProcess().home(), BootstrapOptions.DEFAULT.seed(), inputs);
  }

  /** What a model may have answered with: its weights, and its exported form. */
  private static List<Path> files(Path model) {
    return Stream.concat(
            CommitteeFolder.weights(model).stream(),
            Stream.of(model, model.resolve(OnnxScorerProvider.FILE)))
        .filter(Files::isRegularFile)
        .toList();
  }
}
