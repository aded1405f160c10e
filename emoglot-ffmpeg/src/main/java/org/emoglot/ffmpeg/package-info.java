/**
 * Decoding of what is not plain WAV, through FFmpeg's LGPL build.
 *
 * <p>One policy holds for every format. A file that ends too early, or whose last part is nonsense,
 * gives what was decoded before; a file with sound audio behind a damaged part is refused, because
 * its samples would not be the recording's. Ogg and FLAC number their samples, so that audio which
 * was passed over shows as a gap. Foreign bytes between the frames of an MP3 file are passed over,
 * as tags are.
 */
@NullMarked
package org.emoglot.ffmpeg;

import org.jspecify.annotations.NullMarked;
