import { noChange } from "lit";
import { Directive, directive, type ElementPart } from "lit/directive.js";

class Hued extends Directive {
  #hue: number | undefined;

  override render(_hue: number): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, [hue]: [number]): typeof noChange {
    if (hue !== this.#hue) (part.element as HTMLElement | SVGElement).style.setProperty("--hue", String(hue));
    this.#hue = hue;
    return noChange;
  }
}

/** Gives an element its person's hue. Set through the object model: the page's policy forbids style attributes. */
export const hued = directive(Hued);
