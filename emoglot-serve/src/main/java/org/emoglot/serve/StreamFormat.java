package org.emoglot.serve;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;

/** How the audio of a stream is written. */
enum StreamFormat {
  /** One channel of 16-bit integers, little-endian. */
  S16LE {
    @Override
    StreamDecoder decoder(int rate) {
      // divided as a decoder of 16-bit files does
      return new PcmDecoder(rate, Short.BYTES, bytes -> bytes.getShort() / 32768f);
    }
  },
  /** One channel of 32-bit floats, little-endian, full scale at 1. */
  F32LE {
    @Override
    StreamDecoder decoder(int rate) {
      return new PcmDecoder(rate, Float.BYTES, ByteBuffer::getFloat);
    }
  },
  /** Opus in Ogg or WebM, which say their rate and channels. */
  OPUS {
    @Override
    StreamDecoder decoder(int rate) {
      return new ContainerDecoder(new AudioReader(AudioOptions.defaults()));
    }
  };

  /** Whether a stream says its rate by itself. */
  boolean saysItsRate() {
    return this == OPUS;
  }

  /**
   * Begins with a stream.
   *
   * @param rate samples per second, unless the format says it
   */
  abstract StreamDecoder decoder(int rate);

  /** As the parameter has it. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Of all, the default one first. */
  static String[] ids() {
    return Arrays.stream(values()).map(StreamFormat::id).toArray(String[]::new);
  }

  /** The one of an id. */
  static StreamFormat of(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT));
  }
}
