/**
 * TurEV-DB, the Turkish Emotion Voice Database (Turkish, acted).
 *
 * <p>S. F. Canpolat, Z. Ormanoğlu, D. Zeyrek: <i>Turkish Emotion Voice Database (TurEV-DB)</i>,
 * SLTU-CCURL 2020, <a href="https://github.com/Xeonen/TurEV-DB">github.com/Xeonen/TurEV-DB</a>. For
 * research; see its page.
 *
 * <p>Files: {@code Sound Source/Calm/1234_sk_bugu.wav}: speaker, emotion letters (of the Turkish
 * word), word. Single words of 0.35 to 3 s, 44.1 kHz.
 *
 * <table>
 * <caption>Labels</caption>
 * <tr><td>kz angry (kızgın)</td><td>mt happy (mutlu)</td><td>hl sad</td><td>sk calm (sakin),
 * taken for neutral</td></tr>
 * </table>
 */
@NullMarked
package org.emoglot.corpus.turev;

import org.jspecify.annotations.NullMarked;
