/**
 * TESS, the Toronto Emotional Speech Set (English, acted).
 *
 * <p>M. K. Pichora-Fuller, K. Dupuis: <i>Toronto Emotional Speech Set (TESS)</i>, Borealis 2020, <a
 * href="https://doi.org/10.5683/SP2/E8H2MF">doi.org/10.5683/SP2/E8H2MF</a>. CC BY-NC-ND 4.0.
 *
 * <p>Files: {@code OAF_Sad/OAF_back_sad.wav}: speaker (an older and a younger woman), word,
 * emotion. 2800 clips, 24.4 kHz with exceptions; two are AIFF under the name of WAV, one is called
 * {@code OA_bite_neutral}.
 *
 * <table>
 * <caption>Labels</caption>
 * <tr><td>angry</td><td>happy</td><td>neutral</td><td>sad</td></tr>
 * <tr><td>disgust</td><td>fear</td><td>ps surprise</td><td></td></tr>
 * </table>
 */
@NullMarked
package org.emoglot.corpus.tess;

import org.jspecify.annotations.NullMarked;
