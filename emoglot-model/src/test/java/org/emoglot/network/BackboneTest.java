package org.emoglot.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.encoder.EncoderFolder;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.encoder.wav2vec2.Variant;
import org.emoglot.encoder.wav2vec2.Wav2Vec2Config;
import org.emoglot.io.Sha256;
import org.emoglot.tensor.OneThread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders of every family as backbones. */
@ExtendWith(OneThread.class)
class BackboneTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "wav2vec2-base-tiny, Plain, false",
    "wav2vec2-large-tiny, Plain, true",
    "wav2vec2-mixed-tiny, Plain, false",
    "wav2vec2-pretrained-prefix-tiny, Plain, false",
    "hubert-base-tiny, Hubert, false",
    "hubert-large-tiny, Hubert, true",
    "hubert-variant-tiny, Hubert, false",
    "wavlm-base-tiny, WavLm, false",
    "wavlm-large-tiny, WavLm, true"
  })
  void open_folderOfAFamily_isThatEncoder(String name, String family, boolean preNorm) {
    Path golden = TinyEncoders.goldenFolder(name);
    Backbone backbone = Backbone.open(golden);
    try (var weights = backbone.weights()) {
      Wav2Vec2Config layout = (Wav2Vec2Config) weights.encoder().config();
      Variant found = layout.variant();
      assertThat(found.getClass().getSimpleName()).isEqualTo(family);
      assertThat(layout.context().preNorm()).isEqualTo(preNorm);
      assertThat(backbone.origin().name()).isEqualTo(name);
      assertThat(backbone.origin().sha256())
          .isEqualTo(Sha256.of(golden.resolve("model.safetensors")));
      assertThat(backbone.heard().declared()).isFalse();
    }
  }

  /** The names in the folder are our own then, whatever the family's. */
  @ParameterizedTest
  @ValueSource(strings = {"hubert-variant-tiny", "wavlm-base-tiny", "wavlm-large-tiny"})
  void open_fullyTrainedModelOfAFamily_isReadBack(String name) {
    Path model = folder.resolve("model");
    List<float[]> before = SavedModels.save(TinyEncoders.goldenFolder(name), Kind.FULL, model);
    try (EmotionNetwork loaded = ModelFolder.load(model)) {
      assertThat(SavedModels.logits(loaded).get(1)).containsExactly(before.get(1));
    }
    Backbone again = Backbone.open(model);
    try (var weights = again.weights()) {
      assertThat(weights.encoder().config())
          .isEqualTo(EncoderFolder.read(TinyEncoders.goldenFolder(name)));
    }
  }

  @Test
  void open_adaptersOnAFamilysBackbone_areReadBack() {
    Path model = folder.resolve("model");
    List<float[]> before =
        SavedModels.save(TinyEncoders.goldenFolder("wavlm-base-tiny"), Kind.PEFT, model);
    try (EmotionNetwork loaded = ModelFolder.load(model)) {
      assertThat(SavedModels.logits(loaded).get(2)).containsExactly(before.get(2));
    }
  }

  @Test
  void open_withoutTheExtractorsSettings_isRefusedWithAdvice() throws IOException {
    Path golden = TinyEncoders.goldenFolder("hubert-base-tiny");
    for (String name : List.of("config.json", "model.safetensors")) {
      Files.copy(golden.resolve(name), folder.resolve(name));
    }
    assertThatThrownBy(() -> Backbone.open(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("preprocessor_config.json")
        .hasMessageContaining("as the checkpoint was trained");
  }
}
