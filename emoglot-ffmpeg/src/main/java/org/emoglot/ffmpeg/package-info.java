/** Decoding through FFmpeg. */
@NullMarked
package org.emoglot.ffmpeg;

import org.jspecify.annotations.NullMarked;
