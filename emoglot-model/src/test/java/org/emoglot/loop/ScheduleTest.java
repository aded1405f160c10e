package org.emoglot.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {

  private static final double HIGHEST = 2e-3;
  private static final Schedule SCHEDULE = new Schedule(HIGHEST, 100, 1100);

  @Test
  void learningRate_firstStep_isOneStepUpTheRamp() {
    assertThat(SCHEDULE.learningRate(0)).isCloseTo(HIGHEST / 100, within(1e-15));
  }

  @Test
  void learningRate_endOfWarmup_isTheHighest() {
    assertThat(SCHEDULE.learningRate(98)).isCloseTo(0.99 * HIGHEST, within(1e-15));
    assertThat(SCHEDULE.learningRate(99)).isEqualTo(HIGHEST);
    assertThat(SCHEDULE.learningRate(100)).isEqualTo(HIGHEST);
  }

  @Test
  void learningRate_middleOfTheCosine_isHalf() {
    assertThat(SCHEDULE.learningRate(600)).isCloseTo(HIGHEST / 2, within(1e-15));
    // A quarter of the way: (1 + cos(pi / 4)) / 2
    assertThat(SCHEDULE.learningRate(350)).isCloseTo(HIGHEST * 0.8535533905932737, within(1e-15));
  }

  @Test
  void learningRate_end_isZeroAndStaysSo() {
    assertThat(SCHEDULE.learningRate(1099)).isPositive().isLessThan(HIGHEST * 1e-5);
    assertThat(SCHEDULE.learningRate(1100)).isZero();
    assertThat(SCHEDULE.learningRate(5000)).isZero();
  }

  @Test
  void learningRate_risesThenFalls() {
    for (int step = 1; step < 1100; step++) {
      double change = SCHEDULE.learningRate(step) - SCHEDULE.learningRate(step - 1);
      if (step < 100) {
        assertThat(change).as("step %d", step).isPositive();
      } else {
        assertThat(change).as("step %d", step).isLessThanOrEqualTo(0);
      }
    }
  }

  @Test
  void learningRate_withoutWarmup_startsAtTheHighest() {
    assertThat(new Schedule(HIGHEST, 0, 10).learningRate(0)).isEqualTo(HIGHEST);
  }

  @Test
  void learningRate_warmupAsLongAsTheBudget_neverDividesByZero() {
    Schedule schedule = new Schedule(HIGHEST, 10, 10);
    for (int step = 0; step <= 11; step++) {
      assertThat(schedule.learningRate(step)).as("step %d", step).isBetween(0.0, HIGHEST);
    }
  }
}
