/**
 * Any data in EmoBox's form.
 *
 * <p>Z. Ma and others: <i>EmoBox: Multilingual Multi-corpus Speech Emotion Recognition Toolkit and
 * Benchmark</i>, Interspeech 2024, <a
 * href="https://github.com/emo-box/EmoBox">github.com/emo-box/EmoBox</a>.
 *
 * <p>Files: JSON lines, each an object with the members {@code key}, {@code dataset}, {@code wav},
 * {@code emo} and others. Speakers are not named.
 */
@NullMarked
package org.emoglot.corpus.emobox;

import org.jspecify.annotations.NullMarked;
