/**
 * The Hindi speech emotion corpus of students that circulates with the folder {@code my Dataset}: 8
 * speakers, five sessions, eight emotions, ten sentences. It has no publication; it is not the
 * IITKGP-SEHSC, which has ten speakers and fifteen sentences. For research and teaching only.
 *
 * <p>Files: {@code S/sessionN/emotion/S.N.emotion-TT.wav}, of which S is the speaker, N the session
 * and TT the sentence. The word for the emotion is misspelt in a few names; the folder's counts
 * then.
 *
 * <table>
 * <caption>Labels</caption>
 * <tr><td>anger</td><td>angry</td></tr>
 * <tr><td>happy</td><td>happy</td></tr>
 * <tr><td>neutral</td><td>neutral</td></tr>
 * <tr><td>sad</td><td>sad</td></tr>
 * <tr><td>disgust</td><td>disgust</td></tr>
 * <tr><td>fear</td><td>fear</td></tr>
 * <tr><td>sarcastic</td><td>sarcastic</td></tr>
 * <tr><td>surprise</td><td>surprise</td></tr>
 * </table>
 */
@NullMarked
package org.emoglot.corpus.hindi;

import org.jspecify.annotations.NullMarked;
