package org.emoglot.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.adapt.Pooling;
import org.emoglot.checkpoint.Storage;
import org.emoglot.embedding.Level;
import org.emoglot.encoder.Hearing;
import org.emoglot.extraction.Format;
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

  /** The engines. */
  static final class Engines implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("onnx", "torch").iterator();
    }
  }

  /** The precisions of products. */
  static final class Precisions implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Precision.values()).map(Precision::id).iterator();
    }
  }

  /** The number formats of stored weights. */
  static final class Storages implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Storage.values()).map(Storage::id).iterator();
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

  /** The levels. */
  static final class Levels implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Level.values()).map(Level::id).iterator();
    }
  }

  /** The poolings. */
  static final class Poolings implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Pooling.ids().iterator();
    }
  }

  /** The ways of hearing. */
  static final class Hearings implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Hearing.values()).map(Hearing::id).iterator();
    }
  }

  /** The formats. */
  static final class Formats implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Format.values()).map(Format::id).iterator();
    }
  }
}
