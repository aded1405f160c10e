package org.emoglot.committee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.emoglot.InvalidInputException;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Language;
import org.emoglot.data.Manifest;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.junit.jupiter.api.Test;

/** A model of an earlier version is planned again by the hash that its record has. */
class MemberRunTest {

  private static final List<Split> SPLITS =
      List.of(Split.TRAIN, Split.TRAIN, Split.TRAIN, Split.VALIDATION, Split.TEST);

  /** The manifest of the committed run. */
  private static Manifest manifest(String labelOfTheFirst) {
    List<Utterance> utterances = new ArrayList<>();
    for (String language : List.of("de", "en", "es")) {
      for (String speaker : List.of("s0", "s1")) {
        for (String label : LabelSet.FOUR.names()) {
          for (int clip = 0; clip < SPLITS.size(); clip++) {
            String name = "%s_%s_%s_%d".formatted(language, speaker, label, clip);
            utterances.add(
                new Utterance(
                    "tones-" + language + "/" + name,
                    "tones-" + language,
                    new Language(language),
                    speaker,
                    name.equals("en_s0_happy_0") ? labelOfTheFirst : label,
                    SPLITS.get(clip),
                    Path.of("/no/such/folder", name + ".tone"),
                    0.4));
          }
        }
      }
    }
    return new Manifest(utterances);
  }

  @Test
  void of_modelOfAnEarlierVersion_isPlannedAsItWas() throws Exception {
    Path model =
        Path.of(
            Objects.requireNonNull(MemberRunTest.class.getResource("/earlier/run/model")).toURI());
    MemberRun member = MemberRun.of(model, LabelSet.FOUR, manifest("happy"));
    assertThat(member.record().schema()).isEqualTo(1);
    assertThat(member.plan().training()).hasSize(48);
    assertThatThrownBy(() -> MemberRun.of(model, LabelSet.FOUR, manifest("sad")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Expected the manifests that " + model + " was trained with");
  }
}
