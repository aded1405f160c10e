package org.emoglot.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.Waveform;
import org.emoglot.data.LabelSet;
import org.emoglot.segment.Segment;
import org.emoglot.unlabelled.LogitShift;
import org.emoglot.unlabelled.MadeUpLogits;
import org.emoglot.unlabelled.SourceLogits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdaptedClassifierTest {

  private static final SourceLogits SOURCE = new MadeUpLogits(4, 5).source();

  @TempDir Path folder;

  /** Hears the number of samples as an index into its answers. */
  private static final class ListedScorer implements Scorer {
    private final List<float[]> answers;
    private final SourceLogits source;
    private int closed;

    ListedScorer(List<float[]> answers, SourceLogits source) {
      this.answers = answers;
      this.source = source;
    }

    @Override
    public LabelSet labels() {
      return LabelSet.FOUR;
    }

    @Override
    public Confidence confidence() {
      return new Confidence(2, 0.4);
    }

    @Override
    public SourceLogits source() {
      return source;
    }

    @Override
    public long parameters() {
      return 1;
    }

    @Override
    public List<Result> score(List<Waveform> clips) {
      return clips.stream()
          .map(clip -> answers.get(clip.samples().length - LENGTH))
          .map(logits -> new Result(logits, logits))
          .toList();
    }

    @Override
    public float[] logits(float[] embedding) {
      return embedding;
    }

    @Override
    public void close() {
      closed++;
    }
  }

  private static final int LENGTH = 16_000;

  private final List<float[]> answers =
      new MadeUpLogits(4, 9)
          .clips(new double[] {3, -1, -1, -1}, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3);
  private final ListedScorer scorer = new ListedScorer(answers, SOURCE);
  private final EmotionClassifier classifier = new EmotionClassifier(scorer);

  /** Noise in syllables, which the energy rule takes for speech. */
  private static Waveform clip(int index) {
    float[] samples = new float[LENGTH + index];
    Random random = new Random(index);
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (0.2 * random.nextGaussian() * Math.abs(Math.sin(i * 4e-4)));
    }
    return new Waveform(samples, Waveform.MODEL_SAMPLE_RATE);
  }

  private static Waveform silence() {
    return new Waveform(new float[LENGTH], Waveform.MODEL_SAMPLE_RATE);
  }

  private List<Waveform> clips() {
    List<Waveform> clips = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      clips.add(clip(i));
    }
    return clips;
  }

  @Test
  void adaptedTo_recordings_shiftsEveryAnswer() {
    LogitShift expected = LogitShift.of(SOURCE, answers);

    Prediction adapted = classifier.adaptedTo(clips()).predict(clip(1));

    assertThat(adapted.score("angry"))
        .isEqualTo(
            Prediction.ofLogits(LabelSet.FOUR, expected.apply(answers.get(1)), scorer.confidence())
                .score("angry"),
            within(1e-5));
    assertThat(classifier.predict(clip(1)).score("angry"))
        .isNotCloseTo(adapted.score("angry"), within(0.02));
  }

  @Test
  void adaptedTo_silenceAmongRecordings_isNotCounted() {
    List<Waveform> more = clips();
    more.add(silence());

    assertThat(classifier.adaptedTo(more).predict(clip(2)))
        .isEqualTo(classifier.adaptedTo(clips()).predict(clip(2)));
  }

  @Test
  void adaptedTo_again_takesThePlaceOfTheFirst() {
    EmotionClassifier twice = classifier.adaptedTo(clips().subList(0, 4)).adaptedTo(clips());

    assertThat(twice.predict(clip(3))).isEqualTo(classifier.adaptedTo(clips()).predict(clip(3)));
    assertThat(twice.unadapted().predict(clip(3))).isEqualTo(classifier.predict(clip(3)));
  }

  @Test
  void adaptedTo_modelWithoutStatistics_isRefused() {
    EmotionClassifier earlier =
        new EmotionClassifier(new ListedScorer(answers, SourceLogits.UNKNOWN));

    assertThatThrownBy(() -> earlier.adaptedTo(clips()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("train it, or join it, again");
  }

  @Test
  void close_ofEither_closesTheModelOnce() {
    EmotionClassifier adapted = classifier.adaptedTo(clips());
    adapted.close();
    classifier.close();

    assertThat(scorer.closed).isEqualTo(1);
    assertThatThrownBy(() -> classifier.predict(clip(0))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void sample_adaptsAnswersAsTheAdaptedClassifierWould() {
    UnlabelledSample sample = classifier.sample();
    classifier.timelines(clips()).forEach(sample::add);
    EmotionClassifier adapted = classifier.adapted(sample.shift());

    for (int i = 0; i < 3; i++) {
      Timeline found = sample.adapted(classifier.timeline(clip(i)), sample.shift());
      Timeline wanted = adapted.timeline(clip(i));
      assertThat(found.isWhole()).isTrue();
      for (String label : LabelSet.FOUR.names()) {
        assertThat(found.overall().score(label))
            .isEqualTo(wanted.overall().score(label), within(1e-6));
      }
    }
    assertThat(sample.adapted(Prediction.NO_SPEECH, sample.shift()).speech()).isFalse();
    assertThat(sample.adapted(classifier.timeline(silence()), sample.shift()).parts()).isEmpty();
  }

  @Test
  void sample_recordingInSegments_countsEachAndAveragesAgain() {
    UnlabelledSample sample = classifier.sample();
    Prediction one = classifier.predict(clip(0));
    Prediction two = classifier.predict(clip(1));
    Timeline recording =
        Timeline.searched(
            20,
            List.of(
                new Timeline.Part(new Segment(1, 4), one),
                new Timeline.Part(new Segment(6, 7), two)),
            LabelSet.FOUR,
            scorer.confidence());
    sample.add(recording);
    LogitShift shift = sample.shift();

    assertThat(sample.clips()).isEqualTo(2);
    assertThat(sample.adapted(recording, shift).overall().score("sad"))
        .isEqualTo(
            0.75 * sample.adapted(one, shift).score("sad")
                + 0.25 * sample.adapted(two, shift).score("sad"),
            within(1e-9));
  }

  @Test
  void adaptingClassifier_session_endsWhereTheWholeSampleDoes() {
    AdaptingClassifier session = AdaptingClassifier.of(classifier);
    Prediction last = Prediction.NO_SPEECH;
    for (Waveform clip : clips()) {
      last = session.predict(clip);
    }
    session.predict(silence());

    assertThat(session.utterances()).isEqualTo(answers.size());
    assertThat(last.score("sad"))
        .isEqualTo(
            classifier.adaptedTo(clips()).predict(clip(answers.size() - 1)).score("sad"),
            within(1e-6));
  }

  @Test
  void adaptingClassifier_longSession_keepsTheLatestOnly() {
    AdaptingClassifier session = AdaptingClassifier.of(classifier);
    for (int i = 0; i < AdaptingClassifier.MOST + 20; i++) {
      session.predict(clip(i % answers.size()));
    }

    assertThat(session.utterances()).isEqualTo(AdaptingClassifier.MOST);
  }

  @Test
  void adaptingClassifier_savedAndResumed_answersTheSame() {
    Path file = folder.resolve("session.json");
    AdaptingClassifier session = AdaptingClassifier.of(classifier);
    clips().subList(0, 6).forEach(session::predict);
    session.save(file);

    AdaptingClassifier resumed = AdaptingClassifier.resume(classifier, file);

    assertThat(resumed.utterances()).isEqualTo(6);
    assertThat(resumed.predict(clip(7))).isEqualTo(session.predict(clip(7)));
  }

  @Test
  void resume_sessionOfAnotherModelOrDamaged_isRefused() throws Exception {
    Path file = folder.resolve("session.json");
    AdaptingClassifier.of(classifier).save(file);
    EmotionClassifier other =
        new EmotionClassifier(new ListedScorer(answers, new MadeUpLogits(4, 6).source()));

    assertThatThrownBy(() -> AdaptingClassifier.resume(other, file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("Expected a session of this model");
    Files.writeString(file, "{\"model\": \"x\"}");
    assertThatThrownBy(() -> AdaptingClassifier.resume(classifier, file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("begin a session without the file");
  }
}
