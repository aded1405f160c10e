package org.emoglot.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioDecoder;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.AudioStream;
import org.emoglot.audio.ClipAudio;
import org.emoglot.audio.Waveform;
import org.emoglot.audio.Windows;
import org.emoglot.data.LabelSet;
import org.emoglot.sampling.SeededRandom;
import org.emoglot.segment.Segment;
import org.emoglot.segment.SegmentOptions;
import org.emoglot.segment.VoiceActivity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings of any length, answered as they come. */
class LongRecordingTest {

  private static final int RATE = Waveform.MODEL_SAMPLE_RATE;

  @TempDir static Path folder;

  private final LoudnessScorer scorer = new LoudnessScorer();
  private final EmotionClassifier classifier = new EmotionClassifier(scorer);

  /** Takes every file. */
  private interface AnyDecoder extends AudioDecoder {
    @Override
    default String formats() {
      return "anything";
    }

    @Override
    default boolean accepts(byte[] head) {
      return true;
    }
  }

  /** Samples by their place. */
  private record Synthetic(long length, int block, LongFunction<Float> sample)
      implements AnyDecoder {
    @Override
    public AudioStream open(Path file) {
      return new AudioStream() {
        private long at;

        @Override
        public int sampleRate() {
          return RATE;
        }

        @Override
        public int channels() {
          return 1;
        }

        @Override
        public float[][] next() {
          float[] samples = new float[(int) Math.min(block, length - at)];
          for (int i = 0; i < samples.length; i++) {
            samples[i] = sample.apply(at++);
          }
          return new float[][] {samples};
        }

        @Override
        public List<String> warnings() {
          return List.of();
        }

        @Override
        public void close() {}
      };
    }
  }

  @Test
  void timeline_blocksOfAnySize_isThatOfTheWholeToTheBit() throws IOException {
    Path file = Files.write(folder.resolve("any"), new byte[1]);
    for (int seconds : new int[] {1, 7, 8, 9, 65, 400}) {
      Waveform recording = speech(seconds);
      Timeline whole = classifier.timeline(recording);
      assertThat(whole.seconds()).isEqualTo(seconds);
      for (int block : new int[] {999, 16_000, 1 << 22}) {
        AudioReader reader =
            new AudioReader(
                AudioOptions.defaults(),
                List.of(
                    new Synthetic(
                        recording.samples().length, block, i -> recording.samples()[(int) i])));
        assertThat(classifier.timeline(reader, file))
            .as("%d s in blocks of %d", seconds, block)
            .isEqualTo(whole);
      }
    }
  }

  @Test
  void timeline_longRecording_hasTheSegmentsAndProbabilitiesOfEachStretchAlone() {
    Waveform recording = speech(400);
    List<Segment> segments = VoiceActivity.segments(recording, SegmentOptions.DEFAULT);
    List<Prediction> alone =
        classifier.predict(segments.stream().map(segment -> segment.of(recording)).toList());
    Timeline timeline = classifier.timeline(recording);
    assertThat(segments).hasSizeGreaterThan(40);
    assertThat(timeline.parts()).extracting(Timeline.Part::segment).isEqualTo(segments);
    assertThat(timeline.parts()).extracting(Timeline.Part::prediction).isEqualTo(alone);
    assertThat(scorer.asked.stream().mapToInt(Integer::intValue).max().orElseThrow())
        .as("the long recording is scored in batches")
        .isEqualTo(segments.size());
    assertThat(scorer.asked.subList(1, scorer.asked.size())).hasSizeGreaterThan(2);
  }

  /** A day: 5.5 GB of samples, in a heap that holds a tenth of that. */
  @Test
  void timeline_aDayOfSilenceAndSomeWords_isAnswered() throws IOException {
    Path file = Files.write(folder.resolve("day"), new byte[1]);
    long day = 24L * 3600 * RATE;
    float[] word = speech(3).samples();
    long from = day - 100L * RATE;
    AudioReader reader =
        new AudioReader(
            AudioOptions.defaults(),
            List.of(
                new Synthetic(
                    day,
                    1 << 16,
                    i -> i >= from && i < from + word.length ? word[(int) (i - from)] : 0f)));
    Timeline timeline = classifier.timeline(reader, file);
    assertThat(timeline.seconds()).isEqualTo(24.0 * 3600);
    assertThat(timeline.parts()).isNotEmpty();
    assertThat(timeline.parts().get(0).segment().startSeconds()).isBetween(86_299.0, 86_301.0);
    assertThat(timeline.overall().speech()).isTrue();
  }

  /** A file that fails, in whatever way, and the others get their answer. */
  @Test
  void timelines_oneFileTakesTooMuchMemory_theOthersAreAnswered() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String name : List.of("a", "huge", "b", "broken", "long", "c")) {
      files.add(Files.writeString(folder.resolve(name), name));
    }
    float[] clip = speech(2).samples();
    float[] recording = speech(20).samples();
    AnyDecoder byName =
        file ->
            switch (String.valueOf(file.getFileName())) {
              case "huge" -> throw new OutOfMemoryError("Java heap space");
              case "broken" -> throw new InvalidInputException("Expected sound audio.");
              case "long" ->
                  new Synthetic(recording.length, 999, i -> recording[(int) i]).open(file);
              default -> new Synthetic(clip.length, 4096, i -> clip[(int) i]).open(file);
            };
    Map<String, String> found = new TreeMap<>();
    List<String> order = new ArrayList<>();
    ClipStream.timelines(
        classifier,
        new AudioReader(AudioOptions.defaults(), List.of(byName)),
        files.stream().map(ClipAudio::whole).toList(),
        new ClipStream.Listener<>() {
          @Override
          public void predicted(Path file, Timeline answer) {
            order.add(String.valueOf(file.getFileName()));
            assertThat(answer.overall().speech()).isTrue();
          }

          @Override
          public void failed(Path file, InvalidInputException why) {
            order.add(String.valueOf(file.getFileName()));
            found.put(String.valueOf(file.getFileName()), String.valueOf(why.getMessage()));
          }
        });
    assertThat(order).containsExactly("a", "huge", "b", "broken", "long", "c");
    assertThat(found).containsOnlyKeys("huge", "broken");
    assertThat(found.get("huge")).contains("(Java heap space)", "-Xmx", "huge");
  }

  @Test
  void predict_longClip_isTheAnswerToTheMeanOfItsWindows() throws IOException {
    Path file = Files.write(folder.resolve("long"), new byte[1]);
    Waveform recording = speech(401);
    float[] mean = new float[2];
    List<Waveform> windows = Windows.of(recording);
    for (Waveform window : windows) {
      float[] embedding = LoudnessScorer.score(window).embedding();
      mean[0] += embedding[0] / windows.size();
      mean[1] += embedding[1] / windows.size();
    }
    Prediction expected =
        Prediction.ofLogits(LabelSet.FOUR, scorer.logits(mean), LoudnessScorer.CONFIDENCE);
    for (int block : new int[] {999, 16_000, 1 << 22}) {
      scorer.asked.clear();
      List<Prediction> found = new ArrayList<>();
      ClipStream.predict(
          classifier,
          new AudioReader(
              AudioOptions.defaults(),
              List.of(
                  new Synthetic(
                      recording.samples().length, block, i -> recording.samples()[(int) i]))),
          List.of(ClipAudio.whole(file)),
          collecting(found));
      assertThat(found).hasSize(1);
      assertThat(found.get(0).label()).isEqualTo(expected.label());
      assertThat(found.get(0).score("neutral"))
          .as("blocks of %d", block)
          .isCloseTo(expected.score("neutral"), within(1e-6));
      assertThat(scorer.asked).as("one window at a time").hasSize(14).containsOnly(1);
    }
  }

  /** A day: 5.5 GB of samples, in a heap that holds a tenth of that. */
  @Test
  void predict_aDayOfSilence_hasNoSpeechAndIsNotScored() throws IOException {
    Path file = Files.write(folder.resolve("silence"), new byte[1]);
    List<Prediction> found = new ArrayList<>();
    ClipStream.predict(
        classifier,
        new AudioReader(
            AudioOptions.defaults(), List.of(new Synthetic(24L * 3600 * RATE, 1 << 16, i -> 0f))),
        List.of(ClipAudio.whole(file)),
        collecting(found));
    assertThat(found).containsExactly(Prediction.NO_SPEECH);
    assertThat(scorer.asked).isEmpty();
  }

  private static ClipStream.Listener<Prediction> collecting(List<Prediction> found) {
    return new ClipStream.Listener<>() {
      @Override
      public void predicted(Path file, Prediction answer) {
        found.add(answer);
      }

      @Override
      public void failed(Path file, InvalidInputException why) {
        throw why;
      }
    };
  }

  /** Three seconds of syllables and two of almost nothing, again and again, ever quieter. */
  private static Waveform speech(int seconds) {
    SeededRandom random = SeededRandom.of(seconds);
    float[] samples = new float[seconds * RATE];
    for (int i = 0; i < samples.length; i++) {
      boolean spoken = i % (5 * RATE) < 3 * RATE;
      double syllable = 0.01 + Math.pow(Math.sin(4 * Math.PI * i / RATE), 2);
      double loudness = spoken ? 0.3 * syllable / (1 + (double) i / samples.length) : 1e-4;
      samples[i] = (float) (loudness * (2 * random.nextDouble() - 1));
    }
    return new Waveform(samples, RATE);
  }
}
