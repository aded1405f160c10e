package org.emoglot.doctor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.emoglot.audio.AudioClip;
import org.emoglot.audio.AudioDecoder;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;

/** Decodes a compressed clip, which loads the decoder's natives. */
final class DecoderCheck implements DoctorCheck {

  private static final String ADVICE =
      "Emoglot can only read WAV. Run ./mvnw clean and start again. If that does not help, the C"
          + " library of this system is too old for the decoder.";

  private final Optional<Path> clip;

  /**
   * @param clip a FLAC file, if there is one
   */
  DecoderCheck(Optional<Path> clip) {
    this.clip = clip;
  }

  @Override
  public Finding check() {
    try {
      List<AudioDecoder> decoders =
          ServiceLoader.load(AudioDecoder.class).stream().map(ServiceLoader.Provider::get).toList();
      if (decoders.isEmpty()) {
        return Finding.fail("decoder", "only WAV", ADVICE);
      }
      String formats =
          decoders.stream().map(AudioDecoder::formats).collect(Collectors.joining(", "));
      if (clip.isPresent()) {
        AudioClip decoded = new AudioReader(AudioOptions.defaults()).decode(clip.get());
        return Finding.ok("decoder", formats + "; read " + decoded.frames() + " samples of FLAC");
      }
      return Finding.ok("decoder", formats);
    } catch (CancellationException e) { // stopped while libraries were unpacked
      throw e;
    } catch (RuntimeException | Error e) { // ServiceConfigurationError and LinkageError are errors
      return Finding.fail("decoder", "does not load: " + e, ADVICE);
    }
  }
}
