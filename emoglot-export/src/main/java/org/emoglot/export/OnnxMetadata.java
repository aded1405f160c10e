package org.emoglot.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.emoglot.audio.Waveform;
import org.emoglot.checkpoint.Storage;
import org.emoglot.io.Json;
import org.emoglot.io.Sha256;
import org.emoglot.network.CommitteeFolder;
import org.emoglot.network.CommitteeScorer;
import org.emoglot.network.ModelFolder;
import org.emoglot.protocol.HeardDeclaration;
import org.emoglot.unlabelled.LogitShift;

/**
 * What an ONNX file says of itself, as text by key:
 *
 * <ul>
 *   <li>{@code labels}: the emotions in the order of the probabilities, a JSON list;
 *   <li>{@code sample_rate}: of the samples, in Hz;
 *   <li>{@code confidence}: JSON with the {@code temperature} that is part of {@code
 *       probabilities}, the {@code rejectBelow} below which an answer is uncertain, and what else
 *       the model says of its answers;
 *   <li>{@code source_logits}: JSON of how the model answers its training languages, if it stores
 *       that, which adapting it takes;
 *   <li>{@code shift}: JSON of what the recordings changed that the model was adapted to, if it
 *       was: the {@code values} that the graph takes from the logits of the head, and of how many
 *       {@code clips};
 *   <li>{@code views}: which copies of a clip each member hears; the graph makes them;
 *   <li>{@code precision} of the weights and number of {@code parameters};
 *   <li>{@code model_sha256}: of the weights that were exported; {@code heard}: the corpora that
 *       the model has heard, as its {@code config.json} says;
 *   <li>{@code licence} and {@code card}, the model card;
 *   <li>{@code head_widths} (D of each member, a JSON list) and {@code head}: the heads of the
 *       members, each its weights (K, D) and biases (K), in base64 of little-endian float32, for
 *       those who compute logits of an embedding.
 * </ul>
 *
 * @param folder of the model
 * @param base that with its weights, another one if it was adapted to recordings
 */
record OnnxMetadata(
    Path folder, Path base, CommitteeScorer scorer, List<MemberGraph> members, Storage storage) {

  private static final String LICENCES = "LICENSE*"; // in the folder of a model
  private static final String CARD = "README.md";
  private static final String LICENCE =
      "Of the weights: that of the pretrained encoder and of the recordings that it was trained on,"
          + " which the card and config.json of the model name.";

  /** All of it. */
  Map<String, String> with(LogitShift shift) {
    Map<String, String> text = new LinkedHashMap<>();
    text.put("labels", Json.writeLine(scorer.labels().names()));
    text.put("sample_rate", String.valueOf(Waveform.MODEL_SAMPLE_RATE));
    text.put("confidence", Json.writeLine(scorer.confidence()));
    if (!shift.isNone()) {
      text.put("shift", Json.writeLine(shift));
    } else if (!scorer.source().isUnknown()) {
      text.put("source_logits", Json.writeLine(scorer.source()));
    }
    text.put("views", Json.writeLine(members.stream().map(member -> member.views().id()).toList()));
    text.put("precision", storage.id());
    text.put("parameters", String.valueOf(scorer.parameters()));
    text.put("model_sha256", sha256(base));
    text.put("heard", Json.writeLine(heard(scorer.heard())));
    text.put("licence", licence(base));
    text.put("card", read(folder.resolve(CARD)));
    text.put("head_widths", Json.writeLine(members.stream().map(MemberGraph::width).toList()));
    text.put("head", Base64.getEncoder().encodeToString(heads(members)));
    return text;
  }

  /** As config.json has it. */
  private static Map<String, Object> heard(HeardDeclaration heard) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(HeardDeclaration.KEY, heard.toJson());
    json.put(HeardDeclaration.IS_ALL_KEY, heard.declared());
    return json;
  }

  private static String sha256(Path folder) {
    if (!CommitteeFolder.isCommittee(folder)) {
      return ModelFolder.sha256(folder);
    }
    return Sha256.of(
        CommitteeFolder.weights(folder).stream().map(Sha256::of).collect(Collectors.joining("\n")));
  }

  /** With what the folder holds of licences. */
  private static String licence(Path folder) {
    List<String> parts = new ArrayList<>(List.of(LICENCE));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, LICENCES)) {
      List<Path> sorted = new ArrayList<>();
      files.forEach(sorted::add);
      sorted.stream().sorted().map(OnnxMetadata::read).forEach(parts::add);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + folder + ": " + e.getMessage(), e);
    }
    return String.join("\n\n", parts);
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  private static byte[] heads(List<MemberGraph> members) {
    int values =
        members.stream().mapToInt(m -> m.headWeights().length + m.headBiases().length).sum();
    ByteBuffer bytes = ByteBuffer.allocate(values * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (MemberGraph member : members) {
      for (float weight : member.headWeights()) {
        bytes.putFloat(weight);
      }
      for (float bias : member.headBiases()) {
        bytes.putFloat(bias);
      }
    }
    return bytes.array();
  }
}
