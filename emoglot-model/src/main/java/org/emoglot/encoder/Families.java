package org.emoglot.encoder;

import java.util.List;
import java.util.ServiceLoader;

/** The registry of encoder families, which is read once. */
final class Families {

  static final List<EncoderFamily> ALL =
      ServiceLoader.load(EncoderFamily.class, EncoderFamily.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  private Families() {}
}
