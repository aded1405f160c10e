/**
 * ESD, the Emotional Speech Database (Mandarin and English, acted).
 *
 * <p>K. Zhou, B. Sisman, R. Liu, H. Li: <i>Emotional Voice Conversion: Theory, Databases and
 * ESD</i>, Speech Communication 137, 2022, <a
 * href="https://github.com/HLTSingapore/Emotional-Speech-Data">github.com/HLTSingapore/Emotional-Speech-Data</a>.
 * For research only, on request.
 *
 * <p>Files: {@code 0001/Angry/0001_000351.wav}, in some copies with a folder {@code train}, {@code
 * evaluation} (validation) or {@code test} below the emotion. Speakers 0001 to 0010 speak Mandarin,
 * 0011 to 0020 English. Of each speaker 1 to 350 are neutral, 351 to 700 angry, 701 to 1050 happy,
 * 1051 to 1400 sad, 1401 to 1750 surprise. 16 kHz.
 *
 * <p>The paper divides the Mandarin part 11200, 1400, 1400. The folders are expected to divide it
 * 12000, 800, 1200, which no complete copy has confirmed.
 *
 * <table>
 * <caption>Labels</caption>
 * <tr><td>Neutral</td><td>Angry</td><td>Happy</td><td>Sad</td><td>Surprise</td></tr>
 * </table>
 */
@NullMarked
package org.emoglot.corpus.esd;

import org.jspecify.annotations.NullMarked;
