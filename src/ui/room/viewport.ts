import type { Stop } from "../../lib/listeners.ts";

/** Less than this is the browser's own bars moving, not a keyboard. */
const keyboardPx = 120;

/**
 * Keeps an element of full height above the on-screen keyboard where the browser does not shrink the page for it
 * (Safari ignores interactive-widget): its height then follows the visual viewport.
 */
export const keepAboveKeyboard = (element: HTMLElement): Stop => {
  const viewport = window.visualViewport;
  if (viewport === null) return () => undefined;
  const fit = (): void => {
    const covered = window.innerHeight - viewport.height * viewport.scale;
    // A pinch zoom makes the viewport smaller too; only a keyboard leaves the scale alone.
    const keyboard = viewport.scale === 1 && covered > keyboardPx;
    element.style.setProperty("--room-height", keyboard ? `${viewport.height}px` : "100dvh");
    if (keyboard) window.scrollTo(0, 0);
  };
  viewport.addEventListener("resize", fit);
  return () => viewport.removeEventListener("resize", fit);
};
