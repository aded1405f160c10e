package org.emoglot.unlabelled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.emoglot.data.LabelSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogitShiftTest {

  private static final double[] THERE = {2.5, -1, -1, -0.5};

  private final MadeUpLogits made = new MadeUpLogits(4, 1);
  private final SourceLogits source = made.source();

  @Test
  void of_noClips_changesNothing() {
    LogitShift shift = LogitShift.of(source, List.of());

    assertThat(shift.isNone()).isTrue();
    assertThat(shift.apply(new float[] {1, 2, 3, 4})).containsExactly(1, 2, 3, 4);
  }

  @Test
  void of_balancedSample_movesAlmostAllTheWay() {
    LogitShift shift = LogitShift.of(source, made.clips(THERE, made.balanced(64)));

    assertThat(distance(shift)).isLessThan(0.25 * norm());
    assertThat(shift.variety()).isEqualTo(1);
    assertThat(shift.weight()).isEqualTo(64);
    for (double share : shift.shares()) {
      assertThat(share).isEqualTo(0.25, within(0.1));
    }
  }

  @Test
  void of_moreClips_movesFurther() {
    List<float[]> clips = made.clips(THERE, made.balanced(64));
    double last = norm();
    for (int n : new int[] {4, 16, 64}) {
      double now = distance(LogitShift.of(source, clips.subList(0, n)));
      assertThat(now).isLessThan(last);
      last = now;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void of_oneEmotion_takesItOutOfTheShift(int emotion) {
    int[] emotions = new int[32];
    Arrays.fill(emotions, emotion);
    List<float[]> clips = made.clips(new double[4], emotions);

    LogitShift shift = LogitShift.of(source, clips);

    // Where the corpus is like the source, no shift is right: the plain mean would be 0.8 of this.
    assertThat(norm(shift)).isLessThan(0.35 * Math.sqrt(Sums.squaredNorm(source.emotions()[0])));
    assertThat(shift.variety()).isLessThan(0.5);
    assertThat(shift.weight()).isLessThan(20);
    assertThat(shift.shares()[emotion]).isGreaterThan(0.6);
  }

  @Test
  void of_mostlyOneEmotion_findsItsShare() {
    int[] emotions = new int[40];
    for (int i = 0; i < emotions.length; i++) {
      emotions[i] = i % 5 == 0 ? i % 4 : 2;
    }

    LogitShift shift = LogitShift.of(source, made.clips(new double[4], emotions));

    assertThat(shift.shares()[2]).isGreaterThan(0.55);
    // The plain mean would be at 1.2.
    assertThat(norm(shift)).isLessThan(0.8);
  }

  @Test
  void of_sameClipsInAnotherOrder_isTheSame() {
    List<float[]> clips = new ArrayList<>(made.clips(THERE, made.balanced(24)));
    LogitShift shift = LogitShift.of(source, clips);
    Collections.shuffle(clips, new Random(3));

    assertThat(LogitShift.of(source, clips).values())
        .containsExactly(shift.values(), within(1e-5f));
  }

  @Test
  void of_oneClip_staysCloseToTheSource() {
    LogitShift shift = LogitShift.of(source, made.clips(THERE, 0));

    assertThat(norm(shift)).isLessThan(0.1 * norm());
  }

  @Test
  void ofLabelled_oneEmotion_knowsWhatItAdds() {
    int[] emotions = new int[32];
    Arrays.fill(emotions, 1);

    LogitShift shift = LogitShift.ofLabelled(source, made.clips(THERE, emotions), emotions);

    assertThat(distance(shift)).isLessThan(0.4 * norm());
    assertThat(shift.shares()).containsExactly(0, 1, 0, 0);
  }

  @Test
  void ofLabelled_noClips_changesNothing() {
    assertThat(LogitShift.ofLabelled(source, List.of(), new int[0]).isNone()).isTrue();
  }

  @Test
  void of_modelMovedByShots_movesLess() {
    List<float[]> clips = made.clips(THERE, made.balanced(32));

    LogitShift unmoved = LogitShift.of(source, clips);
    LogitShift moved = LogitShift.of(source.withShots(24), clips);

    for (int k = 0; k < THERE.length; k++) {
      assertThat(moved.values()[k]).isEqualTo(0.625f * unmoved.values()[k], within(1e-5f));
    }
  }

  /** The training corpora differ as much, and the model answers them well. */
  @Test
  void of_smallOffset_changesNothingAndSaysSo() {
    LogitShift shift =
        LogitShift.of(source, made.clips(new double[] {0.3, -0.2, -0.1, 0}, made.balanced(64)));

    assertThat(shift.changesNothing()).isTrue();
    assertThat(shift.isNone()).isFalse();
    assertThat(shift.apply(new float[] {1, 2, 3, 4})).containsExactly(1, 2, 3, 4);
    assertThat(SampleNote.of(shift, 0, LabelSet.FOUR))
        .containsExactly(
            "Nothing changes: the answers to the clips differ from those to the training corpora no more than these do from each other.");
  }

  @Test
  void of_largerOffset_isTakenOutToALargerShare() {
    double last = 0;
    for (double size : new double[] {1, 2, 4, 8}) {
      double[] offset = {size, -size, 0, 0};
      double share =
          norm(LogitShift.of(source, made.clips(offset, made.balanced(64))))
              / Math.sqrt(Sums.squaredNorm(offset));
      assertThat(share).isGreaterThan(last);
      last = share;
    }
    assertThat(last).isGreaterThan(0.8);
  }

  @Test
  void of_twoEmotions_works() {
    MadeUpLogits two = new MadeUpLogits(2, 7);

    LogitShift shift =
        LogitShift.of(two.source(), two.clips(new double[] {3, -3}, two.balanced(32)));

    assertThat(shift.values()[0]).isBetween(1f, 4f);
  }

  @Test
  void of_hugeOrEqualLogits_staysFinite() {
    for (float[] clip : List.of(new float[] {1e6f, -1e6f, 0, 0}, new float[4])) {
      LogitShift shift = LogitShift.of(source, Collections.nCopies(300, clip));

      for (float value : shift.values()) {
        assertThat(value).isFinite();
      }
    }
  }

  @Test
  void note_usefulSample_saysNothing() {
    assertThat(
            SampleNote.of(
                LogitShift.of(source, made.clips(THERE, made.balanced(32))), 0, LabelSet.FOUR))
        .isEmpty();
  }

  @Test
  void note_oneSidedSample_saysWhatIsWrongWithIt() {
    int[] emotions = new int[6];
    Arrays.fill(emotions, 3);
    List<String> notes =
        SampleNote.of(LogitShift.of(source, made.clips(new double[4], emotions)), 2, LabelSet.FOUR);

    assertThat(notes).anyMatch(note -> note.contains("2 of 8 clips hold no speech"));
    assertThat(notes).anyMatch(note -> note.contains("differ little in emotion"));
    assertThat(notes).anyMatch(note -> note.contains("A sample of 6 is small"));
  }

  @Test
  void note_noSpeech_saysThatNothingIsAdapted() {
    assertThat(SampleNote.of(LogitShift.none(4), 3, LabelSet.FOUR))
        .containsExactly(
            "3 of 3 clips hold no speech, and are not counted.",
            "Nothing is adapted, since no clip with speech is left.");
  }

  private static double norm() {
    return Math.sqrt(Sums.squaredNorm(THERE));
  }

  private static double norm(LogitShift shift) {
    double sum = 0;
    for (float value : shift.values()) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  /** How far the shifted corpus still is from the source. */
  private double distance(LogitShift shift) {
    double[] rest = THERE.clone();
    Sums.add(rest, source.mean(), -1);
    for (int k = 0; k < rest.length; k++) {
      rest[k] -= shift.values()[k];
    }
    return Math.sqrt(Sums.squaredNorm(rest));
  }
}
