package dev.assay.learners.evaluation;

/**
 * The words of a text as a set, each by its 64-bit FNV-1a hash, and of the set what two with the
 * same words share: every request is read so, and this takes a fraction of the time that sorting
 * takes. Two sets with one signature at worst put two texts on one side.
 *
 * @see <a href="http://www.isthe.com/chongo/tech/comp/fnv/">Fowler, Noll and Vo's hash</a>
 */
final class WordSet {
  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  /** Words that carry no question of their own, in English; other languages keep all of theirs. */
  private static final WordSet FILLERS =
      of(
          "a", "an", "and", "any", "are", "as", "at", "be", "but", "by", "can", "could", "do",
          "does", "for", "hello", "hey", "hi", "i", "if", "in", "is", "it", "its", "just", "me",
          "my", "of", "on", "or", "please", "so", "some", "thank", "thanks", "that", "the", "there",
          "this", "to", "was", "we", "were", "will", "with", "would", "you", "your");

  /** Half of it stays empty, which marks the end of a search. */
  private final long[] table;

  private int count;
  private long sum;
  private long xor;

  private WordSet(int mostWords) {
    this.table = new long[Integer.highestOneBit(mostWords * 2 + 1) * 2];
  }

  /**
   * What the set of lower-case words without fillers comes to, whatever their order and number; the
   * bare text's where no word is left.
   *
   * @param maxChars that are read at most
   * @return how many words, and two combinations of their hashes
   */
  static long[] signature(String text, int maxChars) {
    int length = Math.min(text.length(), maxChars);
    WordSet words = new WordSet(length / 2 + 1);
    long word = OFFSET;
    for (int i = 0; i <= length; i++) {
      char c = i < length ? Character.toLowerCase(text.charAt(i)) : ' ';
      if (Character.isLetterOrDigit(c) || Character.isSurrogate(c)) {
        word = with(word, c);
      } else if (c != '\'' && c != '’') {
        if (word != OFFSET && !FILLERS.has(word)) {
          words.add(word);
        }
        word = OFFSET;
      }
    }
    if (words.count == 0) {
      words.add(hash(text.substring(0, length).strip()));
    }
    return new long[] {words.count, words.sum, words.xor};
  }

  private static WordSet of(String... words) {
    WordSet set = new WordSet(words.length);
    for (String word : words) {
      set.add(hash(word));
    }
    return set;
  }

  /** FNV-1a of both bytes of a character. */
  private static long with(long hash, char c) {
    return ((hash ^ (c & 0xff)) * PRIME ^ (c >>> 8)) * PRIME;
  }

  private static long hash(String word) {
    long hash = OFFSET;
    for (int i = 0; i < word.length(); i++) {
      hash = with(hash, word.charAt(i));
    }
    return hash;
  }

  private boolean has(long word) {
    return table[place(word)] == word;
  }

  private void add(long word) {
    // An empty place is 0: a word that hashes to it is left out.
    int place = place(word);
    if (table[place] != word) {
      table[place] = word;
      count++;
      long mixed = mixed(word);
      sum += mixed;
      xor ^= Long.rotateLeft(mixed, 29) * PRIME;
    }
  }

  /** Where the word is, or the empty place where it would be. */
  private int place(long word) {
    int place = (int) (mixed(word) >>> 32) & (table.length - 1);
    while (table[place] != 0 && table[place] != word) {
      place = (place + 1) & (table.length - 1);
    }
    return place;
  }

  /** The last steps of MurmurHash3: near words come to lie far apart. */
  private static long mixed(long word) {
    long mixed = (word ^ (word >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
