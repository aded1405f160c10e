package org.emoglot.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.emoglot.audio.SampleStream;
import org.emoglot.audio.Waveform;
import org.emoglot.segment.Pause;
import org.emoglot.segment.Segment;
import org.emoglot.segment.SpeechDetector;
import org.emoglot.segment.SpeechSearch;
import org.junit.jupiter.api.Test;

class ListeningTest {

  private static final int RATE = Waveform.MODEL_SAMPLE_RATE;

  private long searched;

  /** Counts the samples that it is to search. */
  private final SpeechDetector counting =
      new SpeechDetector() {
        @Override
        public double maxSeconds() {
          return 8;
        }

        @Override
        public boolean hasSpeech(Waveform clip) {
          return true;
        }

        @Override
        public SpeechSearch search(int sampleRate) {
          return new SpeechSearch() {
            @Override
            public List<Segment> next(float[] samples) {
              searched += samples.length;
              return List.of();
            }

            @Override
            public List<Segment> end() {
              return List.of();
            }

            @Override
            public Optional<Segment> open() {
              return Optional.empty();
            }

            @Override
            public Pause pause() {
              return Pause.NONE;
            }

            @Override
            public long needed() {
              return 0;
            }
          };
        }
      };

  @Test
  void hear_shortRecording_isNotSearched() {
    Listening.hear(new LoudnessScorer(), counting, blocks(8));
    assertThat(searched).isZero();
  }

  @Test
  void hear_longRecording_isSearchedWhole() {
    Listening.hear(new LoudnessScorer(), counting, blocks(21));
    assertThat(searched).isEqualTo(21L * RATE);
  }

  /** A stream of blocks of a second. */
  private static SampleStream blocks(int seconds) {
    return new SampleStream() {
      private int given;

      @Override
      public float[] next() {
        return new float[given++ < seconds ? RATE : 0];
      }

      @Override
      public void close() {}
    };
  }
}
