package org.emoglot.adapt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.adapt.AdaptationConfig.Gate;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.encoder.TinyEncoders.Layout;
import org.emoglot.loss.CrossEntropy;
import org.emoglot.loss.LanguageAwareSupCon;
import org.emoglot.loss.LossConfig;
import org.emoglot.loss.SpeakerAdversary;
import org.emoglot.loss.TrainingCounts;
import org.emoglot.nn.Frames;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Steps of training, each in a scope of its own, leave no native memory behind. */
@ExtendWith(OneThread.class)
class NativeMemoryTest {

  private static final int WARM_UP = 50;
  private static final int STEPS = 500;

  /** One step's activations are about 4 MB, so a leak of one tensor per step would show. */
  private static final double MEGABYTES = 24;

  private static final int SPEAKERS = 3;

  @ParameterizedTest
  @EnumSource(names = {"BASE", "LARGE"})
  void steps_fiveHundred_keepMemoryFlat(Layout layout) {
    try (Adaptations adapted =
            Adaptations.make(layout, Adaptations.config(Kind.PEFT, Gate.BRANCH_SCALAR, "mix"));
        Parameters head = Parameters.seeded(1);
        Scope outer = Scope.open()) {
      SpeakerAdversary adversary =
          new SpeakerAdversary(
              1,
              LossConfig.Reversal.CONSTANT,
              0.1,
              new TrainingCounts(adapted.encoder().config().width(), SPEAKERS, List.of()),
              head);
      head.setTrainable(true);
      Frames batch = adapted.batch();
      for (int i = 0; i < WARM_UP; i++) {
        step(adapted, adversary, batch);
      }
      long pointersBefore = pointers();
      double before = residentMegabytes();
      for (int i = 0; i < STEPS; i++) {
        step(adapted, adversary, batch);
      }
      long pointersAfter = pointers();
      double after = residentMegabytes();
      String figures =
          "%d steps: resident %.1f -> %.1f MB, live native objects %d -> %d"
              .formatted(STEPS, before, after, pointersBefore, pointersAfter);
      Figures.write("memory-" + layout, figures);
      assertThat(pointersAfter).as(figures).isLessThanOrEqualTo(pointersBefore);
      assertThat(after - before).as(figures).isLessThan(MEGABYTES);
    }
  }

  private static void step(Adaptations adapted, SpeakerAdversary adversary, Frames batch) {
    try (Scope scope = Scope.open()) {
      int[] labels = {0, 1, 0};
      Tensor h = adapted.encoder().embed(batch, true);
      Tensor loss =
          CrossEntropy.of(h.narrow(1, 0, 4), labels)
              .add(new LanguageAwareSupCon(1, 2.5, 0.07).of(h, labels, new int[] {0, 0, 1}))
              .add(adversary.loss(h, new int[] {0, 1, 2}, 1));
      assertThat(loss.item_double()).isFinite();
      loss.backward();
      Ops.withoutGradient(
          () -> {
            for (Tensor parameter : adapted.added().all().values()) {
              parameter.sub_(Ops.scale(parameter.grad(), 1e-4));
              parameter.mutable_grad().zero_();
            }
            return loss;
          });
    }
  }

  /** Native objects that Java holds, after what the collector can free is freed. */
  private static long pointers() {
    System.gc();
    return Pointer.totalCount();
  }

  private static double residentMegabytes() {
    return Pointer.physicalBytes() / 1e6;
  }
}
