package org.emoglot.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioClip;
import org.emoglot.audio.Resampler;
import org.emoglot.audio.Waveform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every format, against the synthetic signal that reference/audio_samples.py wrote. */
class SampleFilesTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "pcm.aiff,signal.wav,8000",
    "sowt.aifc,signal.wav,1600",
    "flac.flac,signal.wav,8000",
    "flac.ogg,signal.wav,4000",
    "alac.m4a,signal.wav,4000",
    "flac24.flac,signal24.wav,8000",
    "extensible24.wav,signal24.wav,1600",
    "pcm.au,signal.wav,1600",
    "pcm.caf,signal.wav,1600",
    "pcm.w64,signal.wav,1600",
    "rf64.wav,signal.wav,1600",
    "bw64.wav,signal.wav,8000",
    "pcm.sph,signal.wav,1600",
    "wavpack.wv,signal.wav,4000",
    "flac.mka,signal.wav,4000",
    "pcm.mov,signal.wav,1600",
    "pcm.avi,signal.wav,1600",
  })
  void decode_losslessFormat_givesTheVerySamples(String name, String original, int frames) {
    assertThat(Samples.decode(name))
        .containsExactly(Arrays.copyOf(Samples.decode(original), frames));
  }

  /** The lengths are the signal's 8000 frames (24000 at Opus's 48 kHz), plus one padded block. */
  @ParameterizedTest
  @CsvSource({
    "alaw.wav,16000,8000,37",
    "adpcm.wav,16000,8080,35",
    "id3.mp3,16000,8000,26",
    "vorbis.ogg,16000,8000,29",
    "opus.ogg,48000,24000,29",
    "opus.webm,48000,24000,29",
    "aac.m4a,16000,8000,26",
    "aac.mov,16000,8000,26",
    "aac.3gp,16000,8000,26",
    "ulaw.au,16000,4000,30",
    "ima.caf,16000,4032,15",
  })
  void decode_lossyFormat_staysNearTheSignal(String name, int rate, int frames, double leastDb) {
    AudioClip clip = Samples.READER.decode(Samples.file(name));
    assertThat(clip.sampleRate()).isEqualTo(rate);
    assertThat(clip.channels()).hasNumberOfRows(1);
    assertThat(clip.frames()).isEqualTo(frames);
    float[] samples = new Resampler(rate, 16_000).apply(clip.channels()[0]);
    assertThat(signalToNoise(Samples.decode("signal.wav"), samples, 0)).isGreaterThan(leastDb);
  }

  /** Bursts, for which the encoder goes from long blocks to short ones, at a rate of music. */
  @Test
  void decode_vorbisWithBlocksOfTwoSizes_isWholeUnlessAPageIsLost() throws IOException {
    byte[] file = Files.readAllBytes(Samples.file("bursts.ogg"));
    AudioClip clip = Samples.READER.decode(Samples.file("bursts.ogg"));
    assertThat(clip.sampleRate()).isEqualTo(44_100);
    assertThat(clip.frames()).isEqualTo(66_150);

    List<Integer> pages = new ArrayList<>();
    for (int i = 0; i < file.length - 4; i++) {
      if (new String(file, i, 4, StandardCharsets.ISO_8859_1).equals("OggS")) {
        pages.add(i);
      }
    }
    assertThat(pages).hasSizeGreaterThan(8);
    int lost = pages.size() / 2;
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    rest.write(file, 0, pages.get(lost));
    rest.write(file, pages.get(lost + 1), file.length - pages.get(lost + 1));
    Path damaged = Files.write(folder.resolve("lost-page.ogg"), rest.toByteArray());
    assertThatThrownBy(() -> Samples.READER.decode(damaged))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("damage, and a gap of");
  }

  /**
   * Formats in which nobody writes down how late the signal is, or whose decoder begins a frame
   * later; those of telephones keep the sound rather than the waveform.
   */
  @ParameterizedTest
  @CsvSource({
    "adts.aac,16000,0.99",
    "adts.wav,16000,0.99",
    "layer2.mp2,16000,0.99",
    "v2.wma,16000,0.99",
    "speex.spx,16000,0.8",
    "narrow.amr,8000,0.55",
    "narrow.3gp,8000,0.55",
    "wide.amr,16000,0.9",
  })
  void decode_lossyFormatWithDelay_staysNearTheDelayedSignal(
      String name, int rate, double leastCorrelation) {
    AudioClip clip = Samples.READER.decode(Samples.file(name));
    assertThat(clip.sampleRate()).isEqualTo(rate);
    float[] signal = new Resampler(16_000, rate).apply(Samples.decode("signal.wav"));
    float[] samples = clip.channels()[0];
    assertThat(samples.length).isBetween(signal.length - rate / 25, signal.length + rate / 4);
    assertThat(bestCorrelation(signal, samples)).isGreaterThan(leastCorrelation);
    assertThat(Math.sqrt(power(samples) / power(signal))).as("gain").isBetween(0.9, 1.1);
  }

  @Test
  void decode_mp3WithoutTags_keepsTheEncodersDelay() {
    float[] samples = Samples.decode("bare.mp3");
    int delay = samples.length - 8000;
    assertThat(delay).isBetween(0, 2 * 1152);
    double best = Double.NEGATIVE_INFINITY;
    for (int shift = 0; shift <= delay; shift++) {
      best = Math.max(best, signalToNoise(Samples.decode("signal.wav"), samples, shift));
    }
    assertThat(best).isGreaterThan(26);
  }

  @Test
  void decode_twoChannelsAsPlanes_keepsThemApart() {
    AudioClip clip = Samples.READER.decode(Samples.file("stereo.m4a"));
    float[] left = Arrays.copyOf(Samples.decode("signal.wav"), 1600);
    float[] right = new float[left.length];
    for (int i = 0; i < left.length; i++) {
      right[i] = -left[i];
    }
    assertThat(clip.channels()).isDeepEqualTo(new float[][] {left, right});
  }

  @Test
  void decode_twoChannelsInterleaved_keepsThemApart() throws Exception {
    byte[] aiff = Samples.bytes("pcm.aiff");
    int common = new String(aiff, StandardCharsets.ISO_8859_1).indexOf("COMM") + 8;
    ByteBuffer.wrap(aiff).putShort(common, (short) 2).putInt(common + 2, 4000);
    AudioClip clip = Samples.READER.decode(Files.write(folder.resolve("stereo"), aiff));
    float[] samples = Samples.decode("signal.wav");
    assertThat(clip.channels()).hasDimensions(2, 4000);
    for (int i = 0; i < 4000; i++) {
      assertThat(clip.channels()[0][i]).isEqualTo(samples[2 * i]);
      assertThat(clip.channels()[1][i]).isEqualTo(samples[2 * i + 1]);
    }
  }

  @Test
  void read_foreignEnding_isDecodedByContent() throws Exception {
    Path disguised = Files.write(folder.resolve("clip.wav"), Samples.bytes("opus.webm"));
    Waveform waveform = Samples.READER.read(disguised);
    assertThat(waveform.sampleRate()).isEqualTo(16_000);
    assertThat(waveform.samples()).hasSize(8000);
  }

  /** The best over all delays from -40 to 160 ms. */
  private static double bestCorrelation(float[] signal, float[] samples) {
    double best = -1;
    for (int shift = -signal.length / 12; shift <= signal.length / 3; shift++) {
      double product = 0;
      for (int i = Math.max(0, -shift); i < Math.min(signal.length, samples.length - shift); i++) {
        product += signal[i] * samples[i + shift];
      }
      best = Math.max(best, product / Math.sqrt(power(signal) * power(samples)));
    }
    return best;
  }

  private static double power(float[] samples) {
    double power = 0;
    for (float sample : samples) {
      power += sample * sample;
    }
    return power;
  }

  private static double signalToNoise(float[] signal, float[] decoded, int shift) {
    double power = 0;
    double noise = 0;
    for (int i = 0; i < Math.min(signal.length, decoded.length - shift); i++) {
      power += signal[i] * signal[i];
      noise += Math.pow(decoded[i + shift] - signal[i], 2);
    }
    return 10 * Math.log10(power / noise);
  }
}
