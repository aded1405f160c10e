/**
 * Decoding of what is not plain WAV, through FFmpeg's LGPL build.
 *
 * <p>One policy holds for every format. A truncated file, or one with a damaged last part, gives
 * the samples before; a file with intact audio after a damaged part is refused, because its samples
 * would differ from the recording. Ogg and FLAC number their samples, so that audio which was
 * passed over shows as a gap. Foreign bytes between the frames of an MP3 file are passed over, as
 * tags are.
 */
@NullMarked
package org.emoglot.ffmpeg;

import org.jspecify.annotations.NullMarked;
