package org.emoglot.export;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.Storage;
import org.emoglot.classifier.AdaptedFolder;
import org.emoglot.classifier.ScorerOptions;
import org.emoglot.io.AtomicFiles;
import org.emoglot.network.CommitteeScorer;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.provenance.Provenance;
import org.emoglot.unlabelled.LogitShift;

/**
 * Writes a saved model as one ONNX file, which the runtimes of any language answer with. The same
 * model gives the same bytes.
 *
 * <p>The input {@code samples}, float32 of shape (clips, samples), holds clips of one length at 16
 * kHz in [-1, 1]. The outputs are {@code probabilities} (clips, K), which are calibrated, {@code
 * logits} (clips, K) before the calibration, and {@code embedding} (clips, D). What else is to be
 * known of the model is in the metadata: see {@link OnnxMetadata}.
 */
public final class OnnxExport {

  private static final long IR_VERSION = 8; // of opset 17
  private static final long MOST_BYTES = 2_000_000_000; // protobuf's limit, about

  private OnnxExport() {}

  /**
   * What was written.
   *
   * @param file the ONNX file
   * @param bytes its size
   * @param precision of its weights
   * @param parameters of the model
   * @param labels the emotions in the order of the probabilities
   */
  public record Written(
      Path file, long bytes, String precision, long parameters, List<String> labels) {}

  /**
   * Writes a model, a committee, or one that was adapted to recordings, whose shift becomes part of
   * the graph; the file appears whole, in the place of one that was there.
   *
   * @param model its folder
   * @param options where its backbone is; the precision is ignored
   * @throws InvalidInputException if the model is missing or damaged, or ONNX has no operations for
   *     what it computes, or it is too large for one file
   */
  public static Written write(Path model, ScorerOptions options, Storage storage, Path out) {
    if (Files.isDirectory(out)) {
      throw new InvalidInputException(
          "Expected a file to write with --out, found the folder %s: name a file in it, such as %s."
              .formatted(out, out.resolve("model.onnx")));
    }
    boolean adapted = AdaptedFolder.isAdapted(model);
    Path base = adapted ? AdaptedFolder.base(model) : model;
    try (CommitteeScorer scorer = CommitteeScorer.load(base, options)) {
      requireSize(scorer.parameters(), storage);
      List<MemberGraph> members = new ArrayList<>();
      for (EmotionNetwork network : scorer.networks()) {
        members.add(new MemberGraph(network, storage));
      }
      OnnxMetadata metadata = new OnnxMetadata(model, base, scorer, members, storage);
      ModelProto file =
          adapted
              ? proto(scorer, members, metadata, AdaptedFolder.shift(model, scorer.labels()))
              : proto(scorer, members, metadata, LogitShift.none(scorer.labels().size()));
      AtomicFiles.write(out, file::writeTo);
      return new Written(
          out, Files.size(out), storage.id(), scorer.parameters(), scorer.labels().names());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + out + ": " + e.getMessage(), e);
    }
  }

  private static void requireSize(long parameters, Storage storage) {
    if (parameters * bytes(storage) > MOST_BYTES) {
      throw new InvalidInputException(
          "Expected a model of at most %d million parameters for an ONNX file in %s, found %d million: %s."
              .formatted(
                  MOST_BYTES / bytes(storage) / 1_000_000,
                  storage.id(),
                  parameters / 1_000_000,
                  storage == Storage.INT8
                      ? "no precision makes it small enough"
                      : "choose a smaller --precision"));
    }
  }

  /** Of a weight. */
  private static int bytes(Storage storage) {
    return switch (storage) {
      case FP32 -> 4;
      case FP16 -> 2;
      case INT8 -> 1;
    };
  }

  private static ModelProto proto(
      CommitteeScorer scorer, List<MemberGraph> members, OnnxMetadata metadata, LogitShift shift) {
    ClipGraph graph =
        new ClipGraph(members, scorer.labels().size(), shift, scorer.confidence().temperature());
    ModelProto.Builder proto =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("emoglot")
            .setProducerVersion(Provenance.version())
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(Graph.OPSET))
            .setGraph(graph.write());
    metadata
        .with(shift)
        .forEach(
            (key, value) ->
                proto.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return proto.build();
  }
}
