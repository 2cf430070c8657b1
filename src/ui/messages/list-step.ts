/** The index a key leads to from `here` in a list; -1 for a key that leads nowhere. */
export const stepFrom = (here: number, key: string, length: number): number => {
  switch (key) {
    case "ArrowUp":
      return here - 1;
    case "ArrowDown":
      return here + 1;
    case "Home":
      return 0;
    case "End":
      return length - 1;
    default:
      return -1;
  }
};
