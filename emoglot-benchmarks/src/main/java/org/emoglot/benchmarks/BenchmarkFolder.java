package org.emoglot.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.Waveform;
import org.emoglot.data.Language;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.io.AtomicFiles;
import org.emoglot.io.Json;

/**
 * The folder that {@code peer_bench.py} makes once and all sides read: {@code model/}, a Hugging
 * Face checkpoint; {@code clips.json}; and raw little-endian float32 samples at 16 kHz in {@code
 * clips/}, so that decoding is no part of what is timed.
 */
record BenchmarkFolder(Path path, Listing listing) {

  /** Decoded clips are neither of a corpus's splits; training takes all of them. */
  private static final Split SPLIT = Split.TRAIN;

  private static final ObjectMapper READER =
      Json.mapper()
          .copy()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  /**
   * The content of {@code clips.json}.
   *
   * @param clips every clip
   * @param extraction which of them are embedded, by their index
   * @param batches the clips of each training batch, by their index
   */
  record Listing(List<Clip> clips, List<Integer> extraction, List<List<Integer>> batches) {}

  /**
   * One clip.
   *
   * @param file its name in {@code clips/}
   * @param seconds duration
   */
  record Clip(
      String file,
      String corpus,
      String language,
      String speaker,
      String emotion,
      double seconds) {}

  static BenchmarkFolder open(Path folder) {
    Path file = folder.resolve("clips.json");
    try {
      return new BenchmarkFolder(folder, READER.treeToValue(Json.read(file), Listing.class));
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "Expected the clips, the extraction and the batches of a benchmark in %s, found: %s Make the folder with reference/peer_bench.py."
              .formatted(file, e.getOriginalMessage()),
          e);
    }
  }

  /** The checkpoint. */
  Path model() {
    return path.resolve("model");
  }

  /** The model with adapters that {@code prepare} saves. */
  Path adapterModel() {
    return path.resolve("adapter-model");
  }

  /** The first weights of the heads, for the peers. */
  Path heads() {
    return path.resolve("heads.safetensors");
  }

  /** The clips that are embedded. */
  List<Waveform> extraction() {
    return listing.extraction().stream().map(i -> read(file(listing.clips().get(i)))).toList();
  }

  /** Every clip that is trained on, once. */
  List<Utterance> training() {
    return listing.batches().stream()
        .flatMap(List::stream)
        .distinct()
        .sorted()
        .map(this::utterance)
        .toList();
  }

  /** The utterances of a batch; batches are taken in turns. */
  List<Utterance> batch(int number) {
    List<List<Integer>> batches = listing.batches();
    return batches.get(number % batches.size()).stream().map(this::utterance).toList();
  }

  private Utterance utterance(int index) {
    Clip clip = listing.clips().get(index);
    return new Utterance(
        clip.corpus() + "/" + clip.file(),
        clip.corpus(),
        Language.of(clip.language()),
        clip.speaker(),
        clip.emotion(),
        SPLIT,
        file(clip),
        clip.seconds());
  }

  private Path file(Clip clip) {
    return path.resolve("clips").resolve(clip.file());
  }

  /** Raw samples at 16 kHz. */
  static Waveform read(Path file) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      float[] samples = new float[bytes.remaining() / Float.BYTES];
      bytes.asFloatBuffer().get(samples);
      return new Waveform(samples, Waveform.MODEL_SAMPLE_RATE);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(
          "Expected the samples of a clip at %s, found nothing there: make the folder again with reference/peer_bench.py."
              .formatted(file),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Writes raw float32, one vector after the other, all of one width. */
  static void write(Path file, List<float[]> vectors) {
    int width = vectors.get(0).length;
    ByteBuffer bytes =
        ByteBuffer.allocate(vectors.size() * width * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] vector : vectors) {
      for (float value : vector) {
        bytes.putFloat(value);
      }
    }
    AtomicFiles.write(file, out -> out.write(bytes.array()));
  }
}
