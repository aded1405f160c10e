/**
 * RAVDESS, the Ryerson Audio-Visual Database of Emotional Speech and Song (North American English,
 * acted): the speech, audio-only part.
 *
 * <p>S. R. Livingstone, F. A. Russo: <i>The Ryerson Audio-Visual Database of Emotional Speech and
 * Song</i>, PLoS ONE 13(5), 2018, <a
 * href="https://zenodo.org/record/1188976">zenodo.org/record/1188976</a>. CC BY-NC-SA 4.0.
 *
 * <p>Files: {@code Actor_AA/03-01-EE-II-SS-RR-AA.wav}, such as {@code
 * Actor_01/03-01-05-02-01-01-01.wav}: modality (03 audio only), channel (01 speech, 02 song),
 * emotion EE, intensity II, statement SS, repetition RR, actor AA (odd: man). 1440 clips, 24
 * actors, 48 kHz, a few of them stereo, many very quiet. Of actor 07 one clip exists twice with
 * identical samples.
 *
 * <table>
 * <caption>Labels</caption>
 * <tr><td>01 neutral</td><td>02 calm</td><td>03 happy</td><td>04 sad</td></tr>
 * <tr><td>05 angry</td><td>06 fear</td><td>07 disgust</td><td>08 surprise</td></tr>
 * </table>
 */
@NullMarked
package org.emoglot.corpus.ravdess;

import org.jspecify.annotations.NullMarked;
