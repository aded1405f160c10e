package org.emoglot.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.emoglot.doctor.Finding.Status;
import org.emoglot.experiment.BuiltIn;
import org.emoglot.feature.FeatureKey;
import org.emoglot.feature.FeatureStore;
import org.emoglot.feature.FeatureStoreOptions;
import org.emoglot.feature.FeatureType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorTest {

  @TempDir Path folder;

  @Test
  void look_withACorporaFolder_namesItsFolders() throws IOException {
    Files.createDirectories(folder.resolve("EMODB"));
    Files.createDirectories(folder.resolve("CASIA"));
    Files.createFile(folder.resolve("manifest.tsv"));

    assertThat(new CorporaCheck(surroundings("EMOGLOT_CORPORA").corpora()).check())
        .isEqualTo(Finding.ok("corpora", "CASIA, EMODB in " + folder));
  }

  @Test
  void look_withoutACorporaFolder_warnsAndAdvises() {
    Finding finding = new CorporaCheck(folder.resolve("absent")).check();

    assertThat(finding.status()).isEqualTo(Status.WARN);
    assertThat(finding.found()).isEqualTo("no folder at " + folder.resolve("absent"));
    assertThat(finding.advice()).contains("EMOGLOT_CORPORA");
  }

  @Test
  void corpora_withoutVariable_areBesideTheSourceFolder() {
    Surroundings surroundings = new Surroundings(Path.of("/a/emoglot"), folder, Map.of());

    assertThat(surroundings.corpora()).isEqualTo(Path.of("/a/shared/corpora"));
  }

  @Test
  void look_withoutBackbones_namesThoseThatAreBuiltIn() {
    Finding finding = new BackbonesCheck(surroundings("EMOGLOT_BACKBONES")).check();

    assertThat(finding.status()).isEqualTo(Status.WARN);
    for (BuiltIn encoder : BuiltIn.values()) {
      assertThat(finding.found()).contains(encoder.id());
    }
    assertThat(finding.advice()).contains(BuiltIn.DEFAULT.id() + ", the default");
  }

  @Test
  void look_withBackbones_findsWav2Vec2WithWeightsOnly() throws IOException {
    Path good = model(folder.resolve("base"), "wav2vec2");
    model(folder.resolve("other"), "bert");
    Path bare = model(folder.resolve("bare"), "wav2vec2");
    Files.delete(bare.resolve("model.safetensors"));
    Files.writeString(Files.createDirectories(folder.resolve("torn")).resolve("config.json"), "{");

    assertThat(new BackbonesCheck(surroundings("EMOGLOT_BACKBONES")).check())
        .isEqualTo(Finding.ok("backbones", good.toString()));
  }

  @Test
  void look_withWhisper_findsIt() throws IOException {
    Path whisper = model(folder.resolve("whisper-base"), "whisper");

    assertThat(new BackbonesCheck(surroundings("EMOGLOT_BACKBONES")).check())
        .isEqualTo(Finding.ok("backbones", whisper.toString()));
  }

  @Test
  void look_withEmotion2vecAsPublished_findsIt() throws IOException {
    Path good = model(folder.resolve("base"), "wav2vec2");
    for (String name : List.of("emotion2vec", "paraformer", "torn")) {
      Path published = Files.createDirectories(folder.resolve(name));
      Files.writeString(published.resolve("model.pt"), "");
      Files.writeString(
          published.resolve("config.yaml"),
          name.equals("torn") ? "model: [" : "model: " + name.replace("emotion", "Emotion"));
    }

    assertThat(new BackbonesCheck(surroundings("EMOGLOT_BACKBONES")).check())
        .isEqualTo(Finding.ok("backbones", good + ", " + folder.resolve("emotion2vec")));
  }

  @Test
  void look_withAHubCache_findsItsSnapshots() throws IOException {
    Path snapshot =
        model(folder.resolve("hub/models--facebook--wav2vec2-base/snapshots/abc"), "wav2vec2");

    assertThat(new BackbonesCheck(surroundings("HF_HOME")).check().found())
        .isEqualTo(snapshot.toString());
  }

  @Test
  void look_withAnEngineThatDoesNotLoad_failsAndAdvises() {
    EngineCheck check =
        new EngineCheck(
            () -> {
              throw new UnsatisfiedLinkError("no libtorch");
            });

    Finding finding = check.check();

    assertThat(finding.status()).isEqualTo(Status.FAIL);
    assertThat(finding.found())
        .isEqualTo("does not load: java.lang.UnsatisfiedLinkError: no libtorch");
    assertThat(finding.advice()).contains("./mvnw clean");
  }

  @Test
  void look_withoutDemoCorpus_warns() {
    assertThat(new DemoCheck(folder).check().status()).isEqualTo(Status.WARN);
  }

  @Test
  void look_withDemoCorpus_countsItsClips() throws IOException {
    Path voice = Files.createDirectories(folder.resolve("de/f1"));
    Files.createFile(voice.resolve("sad_01.flac"));
    Files.createFile(voice.resolve("sad_02.flac"));

    assertThat(new DemoCheck(folder).check())
        .isEqualTo(Finding.ok("demo", "2 synthetic clips in " + folder));
  }

  @Test
  void look_atAFeatureStore_saysWhereAndHowLarge() {
    FeatureStore store =
        FeatureStore.open(
            FeatureStoreOptions.fromEnvironment(
                surroundings("EMOGLOT_CACHE").environment(), folder),
            warning -> {});
    String hash = "0".repeat(64);
    store.put(new FeatureKey(hash, hash, "", "features", FeatureType.FP32), new float[1 << 20], 1);

    assertThat(new FeaturesCheck(surroundings("EMOGLOT_CACHE")).check())
        .isEqualTo(
            Finding.ok(
                "features",
                "1 clips, 0.0 of at most 20.0 GiB in %s, which you may delete at any time"
                    .formatted(folder.resolve("features"))));
  }

  @Test
  void look_atAnUnusableLimit_warnsAndAdvises() {
    Finding finding =
        new FeaturesCheck(new Surroundings(folder, folder, Map.of("EMOGLOT_CACHE_GIB", "many")))
            .check();
    assertThat(finding.status()).isEqualTo(Status.WARN);
    assertThat(finding.found()).contains("EMOGLOT_CACHE_GIB").contains("'many'");
    assertThat(finding.advice()).contains("--features none");
  }

  @Test
  void look_onAnOldProcessor_warns() throws IOException {
    Path processors = folder.resolve("cpuinfo");
    Files.writeString(processors, "model name\t: Old One\nflags\t\t: fpu sse2 avx\n");

    Finding finding = new ProcessorCheck(processors).check();

    assertThat(finding.status()).isEqualTo(Status.WARN);
    assertThat(finding.found()).startsWith("Old One, ");
  }

  @Test
  void look_onANewProcessor_namesItsVectorUnits() throws IOException {
    Path processors = folder.resolve("cpuinfo");
    Files.writeString(
        processors, "model name\t: New One\nflags\t\t: fpu sse2 avx2 avx512f avx512_bf16 sha\n");

    assertThat(new ProcessorCheck(processors).check().found())
        .startsWith("New One, ")
        .endsWith(", avx2 avx512f avx512_bf16");
  }

  @ParameterizedTest
  @CsvSource({
    "2.84, 'fp32, or with less precision --precision bf16, which is 2.8 times as fast as fp32 in a"
        + " short test'",
    "0.53, 'fp32; bf16 takes 1.9 times as long as fp32 in a short test'"
  })
  void look_atTheSpeedOfBoth_recommendsTheFaster(double speedUp, String found) {
    assertThat(new PrecisionCheck(() -> speedUp).check()).isEqualTo(Finding.ok("precision", found));
  }

  @Test
  void look_withoutAnEngine_saysThatItCouldNotTime() {
    PrecisionCheck broken =
        new PrecisionCheck(
            () -> {
              throw new UnsatisfiedLinkError("no jnitorch");
            });

    assertThat(broken.check())
        .isEqualTo(
            Finding.ok("precision", "fp32; the engine does not load, so bf16 could not be timed"));
  }

  private Surroundings surroundings(String variable) {
    return new Surroundings(folder, folder.resolve("user"), Map.of(variable, folder.toString()));
  }

  private static Path model(Path at, String type) throws IOException {
    Files.createDirectories(at);
    Files.writeString(at.resolve("config.json"), "{\"model_type\": \"%s\"}".formatted(type));
    Files.createFile(at.resolve("model.safetensors"));
    return at;
  }
}
