/** Written on with the thumbs: no mouse, most likely no keyboard of keys. */
export const isTouch = (): boolean => matchMedia("(hover: none) and (pointer: coarse)").matches;
