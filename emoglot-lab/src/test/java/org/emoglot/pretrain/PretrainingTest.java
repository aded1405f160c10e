package org.emoglot.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.checkpoint.DType;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.data.Language;
import org.emoglot.data.Utterance;
import org.emoglot.encoder.FeatureExtractor;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.io.Json;
import org.emoglot.io.Sha256;
import org.emoglot.loop.StepReport;
import org.emoglot.network.Backbone;
import org.emoglot.nn.Frames;
import org.emoglot.protocol.HeardCorpus;
import org.emoglot.protocol.IsolationViolation;
import org.emoglot.tensor.Difference;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Precision;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OneThread.class)
class PretrainingTest {

  @TempDir Path folder;

  private TinyPretraining tiny(String name) {
    return TinyPretraining.in(folder.resolve(name));
  }

  private static String weights(Path out) {
    return Sha256.of(out.resolve("model/model.safetensors"));
  }

  @Test
  void run_onSyllables_learnsToTellMaskedFramesApart() {
    PretrainingRecord run =
        tiny("learning")
            .with("training.steps", 300)
            .with("training.warmupSteps", 20)
            .with("training.validateEvery", 100)
            .with("training.learningRate", 3e-3)
            .run();

    Figures.write("pretraining-learns", run.validations());
    double chance = Math.log(11);
    assertThat(run.before().contrastive()).as("before").isGreaterThan(0.6 * chance);
    assertThat(run.after().contrastive())
        .as("held-out loss, before %s", run.before())
        .isLessThan(0.85 * run.before().contrastive());
    assertThat(run.after().accuracy())
        .as("accuracy, before %s", run.before())
        .isGreaterThan(run.before().accuracy() + 0.1);
    assertThat(run.after().perplexity()).as("perplexity").isBetween(4.0, 16.0);
  }

  @Test
  void run_inBf16_learnsAsWell() {
    PretrainingRecord run =
        tiny("bf16")
            .with("precision", "bf16")
            .with("training.steps", 300)
            .with("training.warmupSteps", 20)
            .with("training.validateEvery", 100)
            .with("training.learningRate", 3e-3)
            .run();

    Figures.write("pretraining-learns-bf16", run.validations());
    assertThat(run.settings().precision()).isEqualTo(Precision.BF16);
    assertThat(run.validations())
        .allSatisfy(look -> assertThat(look.contrastive()).isFinite().isPositive());
    assertThat(run.after().contrastive())
        .as("held-out loss, before %s", run.before())
        .isLessThan(0.85 * run.before().contrastive());
    try (Safetensors weights = Safetensors.open(folder.resolve("bf16/model/model.safetensors"))) {
      assertThat(weights.names())
          .allSatisfy(
              name -> assertThat(weights.entry(name).dtype()).as(name).isEqualTo(DType.F32));
    }
  }

  @Test
  void run_killedBetweenCheckpoints_endsWithTheSameWeights() {
    tiny("whole").run();
    PretrainingListener killer =
        new PretrainingListener() {
          @Override
          public void afterStep(StepReport report) {
            if (report.step() == 5) {
              throw new IllegalStateException("killed");
            }
          }
        };
    TinyPretraining killed = tiny("killed");
    assertThatThrownBy(() -> killed.run(killer)).hasMessage("killed");
    assertThat(folder.resolve("killed/model")).doesNotExist();
    List<Long> resumed = new ArrayList<>();
    PretrainingRecord run =
        killed.run(
            new PretrainingListener() {
              @Override
              public void resumed(long steps) {
                resumed.add(steps);
              }
            });

    assertThat(resumed).containsExactly(4L);
    assertThat(weights(folder.resolve("killed"))).isEqualTo(weights(folder.resolve("whole")));
    assertThat(run.validations()).isEqualTo(record(folder.resolve("whole")).validations());
    assertThat(run.audit().opens()).as("both processes").isGreaterThan(30);
  }

  private static PretrainingRecord record(Path out) {
    try {
      return Json.mapper()
          .treeToValue(Json.read(out.resolve(PretrainingRecord.FILE)), PretrainingRecord.class);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void run_withASmallCache_endsWithTheSameWeights() {
    tiny("cached").run();
    // The cache is a setting, and so in the fingerprint, but not in the weights.
    PretrainingRecord run = tiny("uncached").with("training.cacheMegabytes", 0).run();

    assertThat(weights(folder.resolve("uncached"))).isEqualTo(weights(folder.resolve("cached")));
    assertThat(run.audit().opens()).isEqualTo(12 * 4 + 4 * 6);
  }

  @Test
  void run_onceMore_readsTheResultAndOtherSettingsAreRefused() {
    PretrainingRecord first = tiny("run").run();
    List<Long> steps = new ArrayList<>();

    PretrainingRecord second =
        tiny("run")
            .run(
                new PretrainingListener() {
                  @Override
                  public void afterStep(StepReport report) {
                    steps.add(report.step());
                  }
                });

    assertThat(steps).isEmpty();
    assertThat(second.validations()).isEqualTo(first.validations());
    assertThatThrownBy(() -> tiny("run").withSeed(2).run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found the finished pretraining of other speech");
  }

  @Test
  void run_withAnExcludedLanguage_opensNoneOfItAndDeclaresTheOthers() {
    List<String> opened = new ArrayList<>();
    AudioSource source =
        file -> {
          opened.add(String.valueOf(file.getFileName()));
          return TinyPretraining.audio().read(file);
        };

    PretrainingRecord run =
        Pretraining.run(tiny("run").excluding("de").request(), source, PretrainingListener.SILENT);

    assertThat(opened).isNotEmpty().noneMatch(name -> name.startsWith("de"));
    assertThat(opened).as("test splits").doesNotContain("en_10", "en_11", "ur_10", "ur_11");
    assertThat(run.audit().opensByLanguage().keySet()).containsExactly("en", "ur");
    assertThat(run.audit().excludedLanguages()).containsExactly("de");
    assertThat(run.audit().withheldFiles()).isEqualTo(12);
    Backbone backbone = Backbone.open(folder.resolve("run/model"));
    backbone.weights().close();
    assertThat(backbone.heard().declared()).isTrue();
    assertThat(backbone.heard().heard())
        .containsExactlyInAnyOrder(
            new HeardCorpus("syllables-en", new Language("en"), false),
            new HeardCorpus("syllables-ur", new Language("ur"), false));
  }

  @Test
  void run_anExcludedClipUnderAnotherName_endsTheRun() throws IOException {
    Path target = Files.writeString(folder.resolve("target.wav"), "speech of the target");
    Path others = Files.createDirectories(folder.resolve("others"));
    Files.createSymbolicLink(others.resolve("harmless.wav"), target);
    Utterance hidden = TinyPretraining.utterances().get(0);
    List<Utterance> utterances = new ArrayList<>(TinyPretraining.utterances());
    utterances.set(
        0,
        new Utterance(
            hidden.id(),
            hidden.corpus(),
            hidden.language(),
            hidden.speaker(),
            hidden.label(),
            hidden.split(),
            target,
            hidden.seconds()));
    PretrainingRequest plain = tiny("run").excluding("de").request();
    PretrainingRequest request =
        new PretrainingRequest(
            utterances,
            Map.of(),
            List.of(SpeechFolder.of("podcasts:en", others)),
            plain.excluded(),
            plain.backbone(),
            plain.settings(),
            plain.seed(),
            plain.out());

    assertThatThrownBy(
            () -> Pretraining.run(request, TinyPretraining.audio(), PretrainingListener.SILENT))
        .isInstanceOf(IsolationViolation.class)
        .hasMessageContaining("excluded language de")
        .hasMessageContaining("harmless.wav");
  }

  @Test
  void run_onFoldersAlone_holdsOutAShareAndReportsWhatItCannotUse() throws IOException {
    Path speech = Files.createDirectories(folder.resolve("speech"));
    for (int i = 0; i < 10; i++) {
      Files.writeString(speech.resolve(i + ".wav"), "clip");
    }
    Files.writeString(speech.resolve("broken.wav"), "clip");
    AudioSource source =
        file -> {
          if (file.endsWith("broken.wav")) {
            throw new InvalidInputException("Expected audio, found none.");
          }
          return TinyPretraining.audio().read(file);
        };
    PretrainingRequest tiny = tiny("run").request();
    PretrainingRecord run =
        Pretraining.run(
            new PretrainingRequest(
                List.of(),
                Map.of(),
                List.of(SpeechFolder.of("podcasts:und", speech)),
                Set.of(),
                tiny.backbone(),
                tiny.settings(),
                tiny.seed(),
                tiny.out()),
            source,
            PretrainingListener.SILENT);

    assertThat(run.data()).containsEntry("training", 9).containsEntry("validation", 1);
    assertThat(run.leftOut()).hasSize(1).containsValue("Expected audio, found none.");
    assertThat(run.heard().declared()).as("of speech of an unknown language").isFalse();
  }

  @Test
  void run_onFromItsOwnResult_keepsQuantizerAndDeclaration() {
    tiny("first").excluding("ur").run();
    PretrainingRecord second =
        tiny("second")
            .withBackbone(folder.resolve("first/model"))
            .excluding("de")
            .with("training.learningRate", 1e-9)
            .with("training.weightDecay", 0)
            .run();

    assertThat(second.before().contrastive())
        .as("the quantizer of the first run, on other clips")
        .isFinite();
    assertThat(second.heard().heard().stream().map(HeardCorpus::corpus))
        .containsExactlyInAnyOrder("syllables-de", "syllables-en", "syllables-ur");
    try (Safetensors first = Safetensors.open(folder.resolve("first/model/model.safetensors"));
        Safetensors again = Safetensors.open(folder.resolve("second/model/model.safetensors"))) {
      assertThat(again.names()).isEqualTo(first.names());
      for (String name : List.of("quantizer.codevectors", "wav2vec2.masked_spec_embed")) {
        assertThat(Difference.max(again.floats(name), first.floats(name)))
            .as(name)
            .isLessThan(1e-6);
      }
    }
  }

  @Test
  void run_onAConvolutionalLayout_trainsTheConvolutionsAndWritesAFolderThatLoads() {
    Path start = TinyEncoders.goldenFolder("pretraining-base-tiny");
    Map<String, String> sizes =
        Map.of(
            "contrastive.entries",
            "6",
            "contrastive.codeWidth",
            "8",
            "contrastive.projectionWidth",
            "12");
    TinyPretraining tiny = tiny("run").withBackbone(start);
    for (Map.Entry<String, String> size : sizes.entrySet()) {
      tiny = tiny.with(size.getKey(), size.getValue());
    }
    PretrainingRecord run = tiny.run();

    JsonNode config = Json.read(folder.resolve("run/model/config.json"));
    assertThat(config.at("/architectures/0").asText()).isEqualTo("Wav2Vec2ForPreTraining");
    assertThat(config.at("/num_codevectors_per_group").asInt()).isEqualTo(6);
    assertThat(run.heard().declared()).as("the start declares nothing").isFalse();
    Backbone backbone = Backbone.open(folder.resolve("run/model"));
    Backbone before = Backbone.open(start);
    try (Scope scope = Scope.open();
        Safetensors saved = Safetensors.open(folder.resolve("run/model/model.safetensors"))) {
      float[] samples =
          new FeatureExtractor(backbone.weights().encoder().config())
              .extract(TinyPretraining.audio().read(Path.of("de_0")));
      List<Frames> states =
          backbone
              .weights()
              .encoder()
              .hiddenStates(
                  backbone.weights().encoder().encodeFeatures(Frames.pack(List.of(samples), 1)),
                  false);
      assertThat(states).hasSize(3);
      String convolution = "feature_extractor.conv_layers.0.conv.weight";
      assertThat(saved.floats("wav2vec2." + convolution))
          .as("trained")
          .isNotEqualTo(
              org.emoglot.tensor.Ops.floats(before.weights().parameters().all().get(convolution)));
    } finally {
      backbone.weights().close();
      before.weights().close();
    }
  }

  @Test
  void request_withNothingToHear_isRefused() {
    assertThatThrownBy(
            () ->
                tiny("run")
                    .with("training.shortestSeconds", 1.0)
                    .with("masking.leastSpans", 1)
                    .run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Expected masking.leastSpans to be at least 2, found 1.");
    assertThatThrownBy(
            () ->
                tiny("run")
                    .with("training.cropSeconds", 3)
                    .with("training.shortestSeconds", 2)
                    .run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Expected clips of at least 2.0 s, found none; skipped 30 files");
    assertThatThrownBy(() -> SpeechFolder.of("podcasts", folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Expected corpus:language=folder");
  }
}
