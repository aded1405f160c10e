package org.emoglot.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.data.LabelSet;
import org.emoglot.io.Json;
import org.emoglot.sampling.HierarchicalOptions;
import org.emoglot.tensor.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SettingsTest {

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void defaults_everyKind_areCompleteAndOfThatKind(Kind kind) {
    Settings settings = Settings.defaults(kind);
    assertThat(settings.adaptation().kind()).isEqualTo(kind);
    assertThat(settings.batchSize()).isEqualTo(36);
    assertThat(leaves(Json.mapper().valueToTree(settings), "").keySet())
        .as("every setting has its default, and every default is a setting")
        .containsExactlyInAnyOrderElementsOf(keysOfTheFile());
  }

  @Test
  void defaults_full_haveTheOverlay() throws IOException {
    JsonNode whenFull = defaultsFile().path("whenFull");
    Map<String, String> full = leaves(Json.mapper().valueToTree(Settings.defaults(Kind.FULL)), "");
    Map<String, String> peft = leaves(Json.mapper().valueToTree(Settings.defaults(Kind.PEFT)), "");
    Map<String, String> overlay = leaves(whenFull, "");
    assertThat(overlay).isNotEmpty();
    peft.forEach(
        (key, value) -> {
          if (!key.equals("adaptation.kind")) {
            String expected = overlay.getOrDefault(key, value);
            assertThat(number(full.get(key))).as(key).isEqualTo(number(expected));
          }
        });
  }

  @Test
  void with_otherEmotions_batchesHaveEachOfThemUnlessToldOtherwise() throws IOException {
    LabelSet two = new LabelSet(List.of("angry", "sad"));
    Path file = Files.writeString(folder.resolve("s.yaml"), "batches: {labels: 1}\n");

    assertThat(Settings.with(Kind.FULL, two, Map.of()).batches())
        .isEqualTo(new HierarchicalOptions(3, 2, 3));
    assertThat(Settings.with(Kind.FULL, two, Map.of("batches.labels", "5")).batches().labels())
        .isEqualTo(5);
    assertThat(Settings.with(Kind.FULL, two, file, Map.of()).batches().labels()).isEqualTo(1);
    assertThat(Settings.with(Kind.FULL, LabelSet.FOUR, Map.of()).hash())
        .isEqualTo(Settings.defaults(Kind.FULL).hash());
  }

  @Test
  void with_values_changesThemAlone() {
    Settings settings =
        Settings.with(
            Kind.PEFT,
            Map.of(
                "training.steps", "7",
                "loss.reversal", "ramp",
                "adaptation.loraTargets", "[q]",
                "adaptation.layer", "mix"));
    assertThat(settings.training().steps()).isEqualTo(7);
    assertThat(settings.loss().reversal().id()).isEqualTo("ramp");
    assertThat(settings.adaptation().loraTargets()).containsExactly("q");
    assertThat(settings.adaptation().layer()).isEqualTo("mix");
    assertThat(settings.mini()).isEqualTo(Settings.defaults(Kind.PEFT).mini());
  }

  @ParameterizedTest
  @EnumSource
  void augmentation_isOffUnlessSet(Kind kind) {
    assertThat(Settings.defaults(kind).augmentation().variants()).isZero();
  }

  @Test
  void precision_isFp32UnlessSet() {
    assertThat(Settings.defaults(Kind.PEFT).precision()).isEqualTo(Precision.FP32);
    assertThat(Settings.with(Kind.PEFT, Map.of("precision", "bf16")).precision())
        .isEqualTo(Precision.BF16);
    assertThatThrownBy(() -> Settings.with(Kind.PEFT, Map.of("precision", "half")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Expected a precision fp32 or bf16, found 'half'.");
  }

  @Test
  void with_numberForTheLayer_isAText() {
    assertThat(Settings.with(Kind.PEFT, Map.of("adaptation.layer", "3")).adaptation().layer())
        .isEqualTo("3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "training.stepz       | 5      | 'training.stepz'    | training.steps",
        "trainings.steps      | 5      | 'trainings'         | training",
        "steps                | 5      | 'steps'             | adaptation",
        "training.steps.x     | 5      | 'training.steps'    | a value",
        "training             | 5      | 'training'          | a group",
        "''                   | 5      | ''                  | adaptation",
        "whenFull.training.steps | 5   | 'whenFull'          | adaptation",
        "training.steps       | abc    | training.steps      | abc",
        "training.steps       | 2.5    | training.steps      | 2.5",
        "training.steps       | [1, 2] | training.steps      | Expected",
        "training.steps       | ~      | training.steps      | Expected",
        "training.steps       | ''     | training.steps      | Expected",
        "training.steps       | '{a'   | training.steps      | {a",
        "training.steps       | 99999999999 | training.steps | 99999999999",
        "training.steps       | 0      | training.steps      | positive",
        "training.learningRate | fast  | training.learningRate | fast",
        "training.learningRate | .nan  | training.learningRate | .nan",
        "adaptation.trainFeatureEncoder | maybe | adaptation.trainFeatureEncoder | maybe",
        "adaptation.loraTargets | [w]  | loraTargets         | [w]",
        "adaptation.loraTargets | 5    | adaptation.loraTargets | Expected",
        "adaptation.gate      | shut   | gate                | shut",
        "adaptation.layer     | first  | layer               | first",
        "adaptation.kind      | full   | adaptation.kind     | --adapt",
        "adaptation.lowestLayer | -1   | lowestLayer         | found -1",
        "augmentation.variants | -1    | augmentation.variants | found -1",
        "augmentation.variants | 1.5   | augmentation.variants | 1.5",
        "augmentation.noiseShare | 2   | augmentation.noiseShare | found 2.0",
        "augmentation.snrLowest | 31   | snrLowest           | 31.0 and 30.0",
        "augmentation.codecs  | [aac]  | augmentation.codecs | found 'aac'",
        "augmentation.codecs  | []     | augmentation.codecs | found []",
        "augmentation.codecShare | -1  | augmentation.codecShare | found -1.0",
        "features.precision   | int8   | precision           | int8",
        "loss.reversal        | never  | reversal            | never",
        "batches.languages    | 0      | language            | 0"
      })
  void with_badKeyOrValue_isRefusedNamingIt(String key, String value, String where, String what) {
    assertThatThrownBy(() -> Settings.with(Kind.PEFT, Map.of(key, value == null ? "" : value)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(where)
        .hasMessageContaining(what)
        .hasMessageNotContaining("\n");
  }

  @Test
  void with_unknownKey_listsTheKnownOnes() {
    assertThatThrownBy(() -> Settings.with(Kind.PEFT, Map.of("loss.gamma", "1")))
        .hasMessage(
            "Expected one of the settings [loss.alpha, loss.beta, loss.lambda, loss.tau,"
                + " loss.reversal, loss.speakerDropout, loss.balancedCrossEntropy,"
                + " loss.prototypes] (--set loss.gamma), found 'loss.gamma'.");
  }

  @Test
  void with_file_liesBetweenDefaultsAndValues() throws IOException {
    Path file = folder.resolve("mine.yaml");
    Files.writeString(file, "training:\n  steps: 11\n  patience: 3\nloss: {tau: 0.5}\n");
    Settings settings = Settings.with(Kind.FULL, file, Map.of("training.steps", "12"));
    assertThat(settings.training().steps()).isEqualTo(12);
    assertThat(settings.training().patience()).isEqualTo(3);
    assertThat(settings.loss().tau()).isEqualTo(0.5);
    assertThat(settings.training().learningRate())
        .isEqualTo(Settings.defaults(Kind.FULL).training().learningRate());
  }

  @Test
  void with_emptyFile_changesNothing() throws IOException {
    Path file = folder.resolve("empty.yaml");
    Files.writeString(file, "# nothing yet\n");
    assertThat(Settings.with(Kind.PEFT, file, Map.of())).isEqualTo(Settings.defaults(Kind.PEFT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "training: {stepz: 5}        | training.stepz",
        "training: 5                 | a group",
        "'training: {steps: many}'   | many",
        "- training                  | settings",
        "just a text                 | settings",
        "'training: {steps: 5'       | YAML",
        "'training: \"steps'          | YAML"
      })
  void with_badFile_isRefusedNamingIt(String yaml, String what) throws IOException {
    Path file = folder.resolve("bad.yaml");
    Files.writeString(file, yaml);
    assertThatThrownBy(() -> Settings.with(Kind.PEFT, file, Map.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(what)
        .hasMessageNotContaining("\n");
  }

  @Test
  void with_missingFile_isRefused() {
    assertThatThrownBy(() -> Settings.with(Kind.PEFT, folder.resolve("none.yaml"), Map.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("none.yaml")
        .hasMessageContaining("nothing there");
  }

  @Test
  void hash_changesWithEverySetting() {
    Settings defaults = Settings.defaults(Kind.PEFT);
    Map<String, String> leaves = leaves(Json.mapper().valueToTree(defaults), "");
    Map<String, String> texts =
        Map.ofEntries(
            Map.entry("hearing", "padded"),
            Map.entry("views", "both"),
            Map.entry("adaptation.pooling", "mean-std"),
            Map.entry("adaptation.loraTargets", "[v]"),
            Map.entry("adaptation.gate", "layer-input"),
            Map.entry("adaptation.trainFeatureEncoder", "true"),
            Map.entry("adaptation.layer", "mix"),
            Map.entry("mini.norm", "band"),
            Map.entry("augmentation.codecs", "[mp3]"),
            Map.entry("precision", "bf16"),
            Map.entry("features.precision", "bf16"),
            Map.entry("loss.reversal", "ramp"),
            Map.entry("adaptation.standardize", "true"),
            Map.entry("training.head", "fitted"),
            Map.entry("training.refit", "true"));
    Set<String> ofAFrozenEncoder =
        Set.of("adaptation.standardize", "training.head", "training.refit");
    Set<String> hashes = new HashSet<>(Set.of(defaults.hash()));
    assertThat(hashes.add(Settings.defaults(Kind.NONE).hash())).isTrue();
    int changed = 0;
    for (Map.Entry<String, String> leaf : leaves.entrySet()) {
      if (leaf.getKey().equals("adaptation.kind")) {
        continue;
      }
      String other = texts.get(leaf.getKey());
      if (other == null) {
        boolean whole = leaf.getValue().matches("-?\\d+");
        double value = Double.parseDouble(leaf.getValue());
        other =
            whole
                ? String.valueOf((long) value + 1)
                : String.valueOf(value == 0 ? 0.25 : value / 2);
      }
      Kind kind = ofAFrozenEncoder.contains(leaf.getKey()) ? Kind.NONE : Kind.PEFT;
      Map<String, String> values = new HashMap<>(Map.of(leaf.getKey(), other));
      if (leaf.getKey().equals("training.refit")) { // of a fitted head only
        values.put("training.head", "fitted");
      }
      Settings settings = Settings.with(kind, values);
      assertThat(hashes.add(settings.hash())).as(leaf + " -> " + other).isTrue();
      changed++;
    }
    assertThat(changed).isGreaterThan(30);
    assertThat(Settings.defaults(Kind.PEFT).hash()).isEqualTo(defaults.hash());
  }

  private static JsonNode defaultsFile() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(Settings.class.getResourceAsStream("defaults.yaml"))) {
      return new YAMLMapper().readTree(in);
    }
  }

  private static Set<String> keysOfTheFile() {
    try {
      Set<String> keys = new HashSet<>(leaves(defaultsFile(), "").keySet());
      keys.removeIf(key -> key.startsWith("whenFull."));
      keys.add("adaptation.kind");
      return keys;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** 1.0e-3 and 0.001 are one number. */
  private static Object number(String text) {
    return text != null && text.matches("-?[\\d.]+([eE]-?\\d+)?")
        ? (Object) Double.parseDouble(text)
        : String.valueOf(text);
  }

  /** Dotted key to value, lists as one value. */
  private static Map<String, String> leaves(JsonNode node, String path) {
    Map<String, String> leaves = new LinkedHashMap<>();
    node.fields()
        .forEachRemaining(
            field -> {
              String key = path + field.getKey();
              if (field.getValue().isObject()) {
                leaves.putAll(leaves(field.getValue(), key + "."));
              } else {
                leaves.put(
                    key,
                    field.getValue().isArray()
                        ? field.getValue().toString()
                        : field.getValue().asText());
              }
            });
    return leaves;
  }
}
