/**
 * ASED, the Amharic Speech Emotion Dataset: 65 speakers, 27 sentences, of which two are said in
 * every emotion.
 *
 * <p>E. A. Retta and others: <i>A New Amharic Speech Emotion Dataset and Classification
 * Benchmark</i>, ACM Transactions on Asian and Low-Resource Language Information Processing 22(1),
 * 2023, <a href="https://doi.org/10.1145/3529759">doi.org/10.1145/3529759</a>; to be cited.
 *
 * <p>Files: {@code 03Happy/h3-04-02-01-35.wav}: a letter for the emotion with its number, sentence,
 * repetition, gender (01 women, 02 men) and speaker. The gender of six files is not that of their
 * speaker's others.
 *
 * <table>
 * <caption>Labels</caption>
 * <tr><td>n</td><td>neutral</td></tr>
 * <tr><td>h</td><td>happy</td></tr>
 * <tr><td>s</td><td>sad</td></tr>
 * <tr><td>a</td><td>angry</td></tr>
 * <tr><td>f</td><td>fear</td></tr>
 * </table>
 *
 * <p><b>Its form tells its labels.</b> Files were filled with zeros to lengths that are fixed for
 * each emotion, and neutral clips are 8 dB quieter than the others. So every clip is used without
 * the silence at its ends and at one level ({@link org.emoglot.audio.Conditioning#TRIM_AND_LEVEL}),
 * in preparation, training and evaluation.
 */
@NullMarked
package org.emoglot.corpus.ased;

import org.jspecify.annotations.NullMarked;
