package org.emoglot.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.emoglot.data.LabelSet;
import org.emoglot.io.Json;
import org.emoglot.segment.Segment;
import org.junit.jupiter.api.Test;

class AnswerJsonTest {

  private static final Prediction SAD =
      new Prediction(
          List.of(new Prediction.Score("angry", 0.25), new Prediction.Score("sad", 0.75)), true);

  @Test
  void of_prediction_hasLabelAndScoresBestFirst() {
    assertThat(Json.writeLine(AnswerJson.of("a.wav", SAD)))
        .isEqualTo(
            """
            {"path":"a.wav","speech":true,"label":"sad","uncertain":true,"scores":\
            [{"label":"sad","score":0.75},{"label":"angry","score":0.25}]}\
            """);
  }

  @Test
  void of_predictionWithASet_hasItsAnswers() {
    Prediction set = new Prediction(SAD.scores(), false, List.of("sad", "angry"));
    assertThat(Json.writeLine(AnswerJson.of("a.wav", set)))
        .isEqualTo(
            """
            {"path":"a.wav","speech":true,"label":"sad","uncertain":false,\
            "answers":["sad","angry"],"scores":\
            [{"label":"sad","score":0.75},{"label":"angry","score":0.25}]}\
            """);
  }

  @Test
  void of_noSpeech_hasNoLabel() {
    String expected =
        """
        {"path":"a.wav","speech":false,"label":null,"uncertain":false,"scores":[]}\
        """;
    assertThat(Json.writeLine(AnswerJson.of("a.wav", Prediction.NO_SPEECH))).isEqualTo(expected);
    Timeline none = new Timeline(20, List.of(), Prediction.NO_SPEECH);
    assertThat(Json.writeLine(AnswerJson.of("a.wav", none))).isEqualTo(expected);
  }

  @Test
  void of_timeline_hasSegmentsWhereItWasSearched() {
    Timeline.Part part = new Timeline.Part(new Segment(0.5, 3), SAD);
    Timeline searched =
        Timeline.searched(
            9, List.of(part), new LabelSet(List.of("sad", "angry")), new Confidence(1, 0.8));
    assertThat(Json.writeLine(AnswerJson.of("a.wav", searched)))
        .contains("\"label\":\"sad\",\"uncertain\":true")
        .contains("\"segments\":[{\"start\":0.5,\"end\":3.0,\"speech\":true,\"label\":\"sad\"");
    Timeline whole = Timeline.whole(3, SAD);
    assertThat(AnswerJson.of("a.wav", whole)).isEqualTo(AnswerJson.of("a.wav", SAD));
  }
}
