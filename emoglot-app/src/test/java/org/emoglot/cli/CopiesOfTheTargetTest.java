package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.Resampler;
import org.emoglot.audio.Waveform;
import org.emoglot.augment.Codec;
import org.emoglot.augment.Transmission;
import org.emoglot.data.Manifest;
import org.emoglot.data.Split;
import org.emoglot.io.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A German clip of the demo corpus that passes for a Spanish one, changed in many ways. */
class CopiesOfTheTargetTest {

  private static final int RATE = Waveform.MODEL_SAMPLE_RATE;

  /** The clip that is copied, and its copy. */
  private static final Path ORIGINAL = TinyRun.SPEECH.resolve("de/f1/angry_01.flac");

  private static final String TARGET = "synthetic-de/f1/angry_01";
  private static final String COPY = "fake/angry/harmless";

  @TempDir static Path shared;

  @TempDir Path folder;

  @BeforeAll
  static void prepareHonestly() {
    for (String language : List.of("de", "en", "es", "fr")) {
      Captured run =
          prepare(
              shared.resolve("manifests"),
              "--corpus",
              "synthetic-" + language,
              "--root",
              TinyRun.SPEECH.toString());
      assertThat(run.exitCode()).as(run.err()).isZero();
    }
  }

  private static Captured prepare(Path manifests, String... options) {
    List<String> args = new ArrayList<>(List.of("prepare", "--out", manifests.toString()));
    args.addAll(List.of(options));
    return Captured.run(args.toArray(String[]::new));
  }

  /** The honest manifests, and a corpus of one Spanish training clip, which is the German one. */
  private Path cheat(String change) throws IOException {
    Path speech = Files.createDirectories(folder.resolve("speech/angry"));
    if (change.equals("Ogg")) {
      try (InputStream ogg =
          Objects.requireNonNull(getClass().getResourceAsStream("/copies/angry_01.ogg"))) {
        Files.copy(ogg, speech.resolve("harmless.ogg"));
      }
    } else {
      write(change, speech.resolve("harmless.wav"));
    }
    Path manifests = folder.resolve("manifests");
    copyHonest(manifests);
    Captured run =
        prepare(
            manifests,
            "--corpus",
            "folders",
            "--root",
            folder.resolve("speech").toString(),
            "--name",
            "fake",
            "--language",
            "es");
    assertThat(run.exitCode()).as(run.err()).isZero();
    Path file = manifests.resolve("fake.csv");
    new Manifest(Manifest.read(file).utterances().stream().map(u -> u.in(Split.TRAIN)).toList())
        .write(file);
    return manifests;
  }

  private static void copyHonest(Path manifests) throws IOException {
    Files.createDirectories(manifests);
    for (String language : List.of("de", "en", "es", "fr")) {
      Manifest.read(shared.resolve("manifests/synthetic-" + language + ".csv"))
          .write(manifests.resolve("synthetic-" + language + ".csv"));
    }
  }

  private static void write(String change, Path file) throws IOException {
    float[] x = new AudioReader(AudioOptions.defaults()).read(ORIGINAL).samples();
    switch (change) {
      case "the same" -> write(file, x, RATE);
      case "one LSB" -> {
        x[x.length / 2] += 0x1p-15f;
        write(file, x, RATE);
      }
      case "gain 0.99" -> write(file, times(x, 0.99f), RATE);
      case "polarity" -> write(file, times(x, -1), RATE);
      case "48 kHz" -> write(file, new Resampler(RATE, 48_000).apply(x), 48_000);
      case "10 ms cut off" -> write(file, Arrays.copyOfRange(x, RATE / 100, x.length), RATE);
      case "a zero appended" -> write(file, Arrays.copyOf(x, x.length + 1), RATE);
      case "Opus" -> write(file, sent(x, Codec.OPUS, 24_000), RATE);
      case "MP3" -> write(file, sent(x, Codec.MP3, 32_000), RATE);
      case "noise at 30 dB" -> write(file, noisy(x), RATE);
      case "1 % faster" -> write(file, new Resampler(101, 100).apply(x), RATE);
      default -> throw new IllegalArgumentException(change);
    }
  }

  private static float[] times(float[] x, float factor) {
    float[] changed = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      changed[i] = factor * x[i];
    }
    return changed;
  }

  private static float[] sent(float[] x, Codec codec, int bitsPerSecond) {
    return Transmission.installed().apply(new Waveform(x, RATE), codec, bitsPerSecond).samples();
  }

  private static float[] noisy(float[] x) {
    double power = 0;
    for (float sample : x) {
      power += sample * sample / x.length;
    }
    Random random = new Random(1);
    float[] noisy = x.clone();
    for (int i = 0; i < x.length; i++) {
      noisy[i] += (float) (Math.sqrt(power / 1000) * random.nextGaussian());
    }
    return noisy;
  }

  private static void write(Path file, float[] samples, int rate) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float sample : samples) {
      bytes.putShort((short) Math.max(-32_768, Math.min(32_767, Math.round(sample * 32_768))));
    }
    AudioSystem.write(
        new AudioInputStream(
            new ByteArrayInputStream(bytes.array()),
            new AudioFormat(rate, 16, 1, true, false),
            samples.length),
        AudioFileFormat.Type.WAVE,
        file.toFile());
  }

  /** Leaves the last columns of a manifest out, as those of earlier versions do. */
  private static void withoutHashes(Path manifest) throws IOException {
    List<String> lines =
        Files.readAllLines(manifest).stream()
            .map(line -> String.join(",", List.of(line.split(",", -1)).subList(0, 8)))
            .toList();
    Files.write(manifest, lines);
  }

  private static void assertNamesBoth(Captured run) {
    assertThat(run.exitCode()).as(run.out()).isNotZero();
    assertThat(run.err()).contains(COPY, TARGET).doesNotContain("Exception", "a bug in it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "one LSB",
        "gain 0.99",
        "48 kHz",
        "10 ms cut off",
        "polarity",
        "a zero appended",
        "Ogg",
        "Opus",
        "MP3",
        "noise at 30 dB",
        "1 % faster",
        "the same"
      })
  void train_onACopyOfTheTarget_isRefusedBeforeAnyAudioIsOpened(String change) throws IOException {
    Path manifests = cheat(change);

    Captured run = TinyRun.train(manifests, folder.resolve("run"));

    assertNamesBoth(run);
    if (!change.equals("the same")) {
      assertThat(run.err()).contains("acoustic fingerprints that agree for");
    }
    assertThat(folder.resolve("run/audit.json")).doesNotExist();
    Captured pretraining =
        Captured.run(
            "pretrain",
            "--manifests",
            manifests.toString(),
            "--exclude-language",
            "de",
            "--out",
            folder.resolve("pretrained").toString());
    assertNamesBoth(pretraining);
    assertThat(folder.resolve("pretrained/model")).doesNotExist();
  }

  @Test
  void train_onACopyThatItsManifestDoesNotShow_isRefusedWhenItIsOpened() throws IOException {
    Path manifests = cheat("gain 0.99");
    withoutHashes(manifests.resolve("fake.csv"));

    assertNamesBoth(TinyRun.train(manifests, folder.resolve("run")));

    assertThat(folder.resolve("run/model")).doesNotExist();
  }

  @Test
  void train_onACopyThatNoManifestShows_isRefusedInTheEnd() throws IOException {
    Path manifests = cheat("polarity");
    withoutHashes(manifests.resolve("fake.csv"));
    withoutHashes(manifests.resolve("synthetic-de.csv"));

    assertNamesBoth(TinyRun.train(manifests, folder.resolve("run")));

    assertThat(folder.resolve("run/run.json")).doesNotExist();
    assertThat(folder.resolve("run/model")).doesNotExist();
  }

  @Test
  void pretrain_onAFolderWithACopy_isRefusedWhenItIsOpened() throws IOException {
    cheat("one LSB");
    Path honest = folder.resolve("honest");
    copyHonest(honest);

    Captured run =
        Captured.run(
            "pretrain",
            "--manifests",
            honest.toString(),
            "--speech",
            "fake:es=" + folder.resolve("speech"),
            "--exclude-language",
            "de",
            "--out",
            folder.resolve("run").toString());

    assertNamesBoth(run);
    assertThat(folder.resolve("run/model")).doesNotExist();
  }

  @Test
  void evaluate_aModelThatHeardACopy_marksItAndNamesBothClips() throws IOException {
    Path manifests = cheat("48 kHz");
    Path german = folder.resolve("synthetic-de.csv");
    Manifest.read(manifests.resolve("synthetic-de.csv")).write(german);
    Files.delete(manifests.resolve("synthetic-de.csv"));
    Path out = folder.resolve("run");
    Captured training = TinyRun.trainTask("all-FR", "proposed", manifests, out);
    assertThat(training.exitCode()).as(training.err()).isZero();

    Captured run = evaluate(out.resolve("model"), german, "--json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode heard = Json.mapper().readTree(run.out()).path("heard");
    assertThat(heard.path("mark").asText()).isEqualTo("HEARD");
    assertThat(heard.at("/copies/found").asInt()).isEqualTo(1);
    assertThat(heard.at("/copies/examples/0").asText())
        .startsWith(TARGET + " is a copy of " + COPY + " (acoustic fingerprints that agree for");
    assertThat(evaluate(out.resolve("model"), german).out())
        .contains(
            "HEARD: 1 of 120 clips are copies of clips that the model heard, such as: " + TARGET)
        .doesNotContain("has heard nothing");

    // As a backbone it is refused for German, as a model without the file it says so.
    Manifest.read(german).write(manifests.resolve("synthetic-de.csv"));
    Files.delete(manifests.resolve("fake.csv"));
    String model = out.resolve("model").toString();
    assertNamesBoth(
        TinyRun.train(manifests, folder.resolve("second"), "--backbone", model, "--adapt", "full"));
    Captured allowed =
        TinyRun.train(
            manifests,
            folder.resolve("second"),
            "--backbone",
            model,
            "--adapt",
            "full",
            "--allow-heard",
            "fake");
    assertThat(allowed.exitCode()).as(allowed.err()).isZero();
    JsonNode record = Json.read(folder.resolve("second/run.json"));
    assertThat(record.at("/heard/mark").asText()).isEqualTo("HEARD");

    // Where no manifest shows it, it is refused when the target is opened.
    withoutHashes(manifests.resolve("synthetic-de.csv"));
    assertNamesBoth(
        TinyRun.train(manifests, folder.resolve("third"), "--backbone", model, "--adapt", "full"));
    assertThat(folder.resolve("third/run.json")).doesNotExist();
    assertThat(folder.resolve("third/model")).doesNotExist();
    Captured marked =
        TinyRun.train(
            manifests,
            folder.resolve("third"),
            "--backbone",
            model,
            "--adapt",
            "full",
            "--allow-heard",
            "fake");
    assertThat(marked.exitCode()).as(marked.err()).isZero();
    JsonNode third = Json.read(folder.resolve("third/run.json"));
    assertThat(third.at("/heard/mark").asText()).isEqualTo("HEARD");
    assertThat(third.at("/heard/copies/compared").asInt()).isEqualTo(120);
    assertThat(third.at("/heard/copies/found").asInt()).isEqualTo(1);
    Files.delete(out.resolve("model/heard-clips.tsv.gz"));
    assertThat(evaluate(out.resolve("model"), german).out())
        .contains("The model keeps nothing of the clips that it heard");
  }

  private static Captured evaluate(Path model, Path manifest, String... options) {
    return Captured.run(
        Stream.concat(
                Stream.of(
                    "evaluate",
                    "--model",
                    model.toString(),
                    "--manifest",
                    manifest.toString(),
                    "--split",
                    "all"),
                Stream.of(options))
            .toArray(String[]::new));
  }

  @Test
  void join_ofHonestModels_keepsWhatTheirMembersHeard() {
    Path manifests = shared.resolve("manifests");
    for (String seed : List.of("0", "1")) {
      Captured run = TinyRun.train(manifests, folder.resolve(seed), "--seed", seed);
      assertThat(run.exitCode()).as(run.err()).isZero();
    }
    JsonNode record = Json.read(folder.resolve("0/run.json"));
    assertThat(record.at("/audit/audio/copies")).isEmpty();
    assertThat(record.at("/isolation/checks").findValuesAsText("what"))
        .contains("acoustic fingerprint");
    Path committee = folder.resolve("committee");

    Captured joined =
        Captured.run(
            "join",
            "--models",
            folder.resolve("0/model") + "," + folder.resolve("1/model"),
            "--manifests",
            manifests.toString(),
            "--out",
            committee.toString());

    assertThat(joined.exitCode()).as(joined.err()).isZero();
    assertThat(evaluate(committee, manifests.resolve("synthetic-de.csv")).out())
        .contains(
            "None of the 120 clips is a copy of one of the 324 clips that the model lists as"
                + " heard");
    assertThat(evaluate(committee, manifests.resolve("synthetic-en.csv")).out())
        .contains("HEARD: 108 of 120 clips are copies");
  }
}
