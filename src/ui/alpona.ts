// A person's avatar: an alpona, the flower people draw on floors in Bengal, with petals, rings and turn taken from the
// key (ID3). A careless imitator has another flower.

export type Alpona = Readonly<{ petals: number; outer: number; inner: number; heart: number; turn: number }>;

/** FNV-1a, 32 bits. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
};

export const alponaOf = (key: string): Alpona => {
  const bits = hash(key);
  return {
    petals: 5 + (bits & 3),
    outer: (bits >>> 4) & 3,
    inner: (bits >>> 8) & 3,
    heart: (bits >>> 12) & 1,
    turn: (bits >>> 16) % 60,
  };
};
