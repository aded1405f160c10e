package org.emoglot.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_CRCCHECK;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_CORRUPT;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.LongPointer;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioFormat;
import org.emoglot.audio.AudioStream;

/** One recording being decoded, block by block, and the native memory that this takes. */
final class Decoding implements AudioStream {

  /** Frames that are decoded before they are given away, some more with the last packet. */
  private static final int BLOCK_FRAMES = 1 << 14;

  /** More frames than one packet of any of these codecs holds. */
  private static final long MAX_FRAMES_PER_PACKET = 1 << 22;

  private final Input input;
  private final AudioFormat format;

  /** A {@link System#nanoTime}, which FFmpeg looks at as well. */
  private final LongPointer deadline = new LongPointer(1);

  private final Container container;
  private final Decoder decoder = new Decoder();
  private final AVPacket packet = av_packet_alloc();
  private final SampleSink sink = new SampleSink();
  private final Continuity continuity = new Continuity();

  /** The time left for decoding, in nanoseconds; the clock stops while no caller waits. */
  private long timeLeft;

  private Damage damage = Damage.NONE;

  /** Whether the decoder returns delayed samples, which precede any damage. */
  private boolean draining;

  private int padding;

  /** Frames of the file so far; when it has ended, without its padding. */
  private long frames;

  private boolean ended;
  private List<String> warnings = List.of();

  private long lastOffset;

  /**
   * @param input closed with this
   * @param time the time limit of decoding, in nanoseconds
   */
  Decoding(Input input, AudioFormat format, long time) {
    this.input = input;
    this.format = format;
    this.container = new Container(input);
    this.lastOffset = input.start();
    this.timeLeft = time;
  }

  /** Opens the file and decodes its first block; to be called once. */
  void begin() {
    timed(
        () -> {
          open();
          decodeBlock();
        });
  }

  @Override
  public int sampleRate() {
    return sink.sampleRate();
  }

  @Override
  public int channels() {
    return sink.channels();
  }

  @Override
  public float[][] next() {
    timed(this::decodeBlock);
    return sink.take(ready());
  }

  @Override
  public List<String> warnings() {
    return warnings;
  }

  /** Decodes until a block is there, or the file ends. */
  private void decodeBlock() {
    while (!ended && ready() < (input.isLive() ? 1 : BLOCK_FRAMES)) {
      decodePacket();
    }
  }

  /** What may turn out to be padding is held back until more follows, or the end. */
  private int ready() {
    return sink.frames() - (ended && !damage.isNone() ? 0 : padding);
  }

  /** Does a part of the work, for which the clock runs. */
  private void timed(Runnable work) {
    deadline.put(System.nanoTime() + timeLeft);
    try {
      work.run();
    } finally {
      timeLeft = deadline.get() - System.nanoTime(); // it moves while audio is waited for
    }
  }

  private long size() {
    try {
      return input.size();
    } catch (IOException e) {
      throw refused("a readable file", String.valueOf(e.getMessage()));
    }
  }

  private void open() {
    int status;
    try {
      status = container.open(format, deadline);
    } catch (IOException e) {
      throw refused("a readable file", String.valueOf(e.getMessage()));
    }
    if (status < 0) {
      requireTime();
      throw refused("an intact header", Natives.message(status));
    }
    if (!container.chooseAudio()) {
      throw refused("an audio stream", "none");
    }
    AVStream audio = container.audio();
    // The time base lets the decoder trim the encoder's delay, as the container announces it.
    status =
        decoder.open(
            Decoders.of(audio.codecpar().codec_id(), this::refused),
            audio.codecpar(),
            context ->
                context
                    .pkt_timebase(audio.time_base())
                    .err_recognition(AV_EF_CRCCHECK | AV_EF_EXPLODE)
                    .max_samples(MAX_FRAMES_PER_PACKET));
    if (status < 0) {
      throw refused("an intact codec header", Natives.message(status));
    }
  }

  /** Reads the next packet and decodes it, or ends. */
  private void decodePacket() {
    int status = container.read(packet);
    requireTime();
    if (status < 0) {
      end(status);
      return;
    }
    if (packet.stream_index() == container.audio().index()) {
      sendPacket();
    }
    av_packet_unref(packet);
  }

  private void end(int status) {
    ended = true;
    if (status != AVERROR_EOF()) {
      markDamage(Natives.message(status));
    }
    if (decoder.end() >= 0) {
      draining = true;
      takeFrames();
    }
    if (frames == 0) {
      throw refused("audio that decodes", damage.isNone() ? "no samples" : damage.what());
    }
    frames -= damage.isNone() ? padding : 0;
    judge((double) frames / sampleRate());
  }

  /** Says, or refuses, what was not as it should be. */
  private void judge(double seconds) {
    AnnouncedLength announced = container.announcedLength();
    if (damage.isMost(input.start(), size())
        && (!announced.isKnown() || announced.exceeds(seconds))) {
      throw refused(
          "audio that decodes throughout",
          "%s, after %.2f s of audio".formatted(damage.what(), seconds));
    }
    String what = "%s file %s".formatted(format.title(), input.name());
    warnings =
        announced.isKnown() ? announced.warnings(seconds, what) : damage.warnings(seconds, what);
  }

  private void sendPacket() {
    lastOffset = packet.pos() >= 0 ? input.start() + packet.pos() : lastOffset;
    boolean cut = (packet.flags() & AV_PKT_FLAG_CORRUPT) != 0;
    // Of plain samples a part is as good as the whole.
    if (!cut || decoder.copies()) {
      int status = decoder.send(packet);
      if (status < 0) {
        markDamage(Natives.message(status));
      } else {
        takeFrames();
      }
    }
    if (cut) {
      damage = damage.or(Damage.cutOff(lastOffset));
    }
  }

  private void takeFrames() {
    int status = decoder.receive(this::take);
    if (status < 0) {
      markDamage(Natives.message(status));
    }
  }

  private void take(AVFrame frame) {
    if (!damage.isNone() && !draining) {
      throw refused("intact audio throughout", damage.what() + ", and intact audio after it");
    }
    boolean countsSamples = decoder.countsSamplesOf(frame.sample_rate());
    if (countsSamples && Demuxers.haveExactTimes(format)) {
      continuity.require(frame, container.audio().codecpar().codec_id(), this::refused);
    }
    sink.add(frame, this::refused);
    frames += frame.nb_samples();
    padding = countsSamples ? padding(frame) : 0;
  }

  /**
   * Samples of the frame beyond the duration that the container gives it: an encoder's padding if
   * the frame is the last.
   */
  private static int padding(AVFrame frame) {
    long duration = frame.duration();
    return duration > 0 && duration < frame.nb_samples()
        ? (int) (frame.nb_samples() - duration)
        : 0;
  }

  private void markDamage(String what) {
    damage = damage.or(Damage.at(lastOffset, what));
  }

  private void requireTime() {
    if (System.nanoTime() - deadline.get() > 0) {
      throw refused("audio that decodes in time", "no more audio for too long");
    }
  }

  private InvalidInputException refused(String expected, String found) {
    return new InvalidInputException(
        "Expected %s in the %s file %s, found near byte %d: %s; copy or convert it again."
            .formatted(
                expected,
                format.title(),
                input.name(),
                damage.isNone() ? lastOffset : damage.offset(),
                found));
  }

  @Override
  public void close() {
    decoder.close();
    av_packet_free(packet);
    try {
      container.close();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Cannot close %s: %s".formatted(input.name(), e.getMessage()), e);
    } finally {
      deadline.close();
    }
  }
}
