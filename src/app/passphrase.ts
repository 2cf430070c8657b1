// Whether a passphrase is worth sealing everything under (ST7). The file may be tried for years by whoever finds it: scrypt
// makes each try cost a tenth of a second, so some forty bits are enough, and a word with a number is not.

const leastLetters = 12;
const leastDifferent = 6;

/** Neighbours in the alphabet or on the keyboard, in rows. */
const rows = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"].flatMap(
  (row) => [row, Array.from(row).toReversed().join("")],
);
const runLength = 4;

/** Letters that do not go on as the two before them did, and stand in no row: what somebody had to choose. */
const chosenOf = (letters: readonly string[]): number => {
  let chosen = 0;
  for (const [at, letter] of letters.entries()) {
    const before = letters.slice(Math.max(0, at - runLength + 1), at + 1).join("");
    const isRun = before.length >= runLength && rows.some((row) => row.includes(before));
    const isRepeated =
      letter === letters[at - 1] || (letter === letters[at - 2] && letters[at - 1] === letters[at - 3]);
    if (!isRun && !isRepeated) chosen++;
  }
  return chosen;
};

/** True for one that is guessed too soon: too short, of too few different letters, or a row of the keyboard. */
export const isWeakPassphrase = (passphrase: string): boolean => {
  const letters = Array.from(passphrase.normalize("NFKC").toLowerCase());
  if (letters.length < leastLetters) return true;
  return new Set(letters).size < leastDifferent || chosenOf(letters) < leastLetters - 2;
};
