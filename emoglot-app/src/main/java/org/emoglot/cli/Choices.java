package org.emoglot.cli;

import java.util.Arrays;
import java.util.Iterator;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.protocol.TrainingSystem;
import org.emoglot.tensor.Precision;

/** The values of options, for help texts. */
final class Choices {

  private Choices() {}

  /** The training systems. */
  static final class Systems implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(TrainingSystem.values()).map(TrainingSystem::id).iterator();
    }
  }

  /** The precisions of products. */
  static final class Precisions implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Precision.values()).map(Precision::id).iterator();
    }
  }

  /** The kinds of adaptation. */
  static final class Adaptations implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(AdaptationConfig.Kind.values())
          .map(AdaptationConfig.Kind::id)
          .iterator();
    }
  }
}
