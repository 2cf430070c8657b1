// How a person looks wherever they are shown: flower, name in their colour, tag.

import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import type { ShownPerson } from "../app/model.ts";
import { isolate } from "../i18n/isolate.ts";
import type { ScreenWords } from "../i18n/words.ts";
import { alponaOf } from "./alpona.ts";
import { hued } from "./hued.ts";

const outerPetals: readonly SVGTemplateResult[] = [
  svg`<ellipse cx="20" cy="9.5" rx="4" ry="6.5"/>`,
  svg`<path d="M20 2.5c4.5 4 4.5 9.5 0 13.5-4.5-4-4.5-9.5 0-13.5z"/>`,
  svg`<path d="M20 16c-2.5-3.5-5.5-6-5.5-9a3 3 0 0 1 5.5-1.7A3 3 0 0 1 25.5 7c0 3-3 5.5-5.5 9z"/>`,
  svg`<path d="M20 16 17 9.5a3.4 3.4 0 1 1 6 0z"/>`,
];
const innerMarks: readonly (SVGTemplateResult | typeof nothing)[] = [
  nothing,
  svg`<circle cx="20" cy="11" r="1.5"/>`,
  svg`<path d="M20 8v6.5" stroke-width="1.6" stroke-linecap="round"/>`,
  svg`<ellipse cx="20" cy="12.5" rx="1.4" ry="2.6"/>`,
];

export const avatar = (person: ShownPerson): TemplateResult => {
  const { petals, outer, inner, heart, turn } = alponaOf(person.author);
  const around = Array.from({ length: petals }, (_, i) => `rotate(${turn + (360 / petals) * i} 20 20)`);
  return html`<svg
    class="avatar"
    viewBox="0 0 40 40"
    aria-hidden="true"
    focusable="false"
    ${hued(person.hue)}
  >
    <circle class="avatar-ground" cx="20" cy="20" r="20" />
    ${around.map(
      (rotation) =>
        svg`<g transform=${rotation}><g class="avatar-petal">${outerPetals[outer]}</g><g class="avatar-mark">${innerMarks[inner]}</g></g>`,
    )}
    <circle class="avatar-ground" cx="20" cy="20" r="4.6" />
    <circle class="avatar-petal" cx="20" cy="20" r=${heart === 0 ? 2.4 : 3.2} />
  </svg>`;
};

export const personName = (t: ScreenWords, person: ShownPerson): string =>
  person.blocked ? t.message.blocked : person.name;

/** The name in the person's colour, with its tag where two share a name. */
export const nameView = (t: ScreenWords, person: ShownPerson): TemplateResult =>
  html`<span class="person-name" ${hued(person.hue)}><bdi>${personName(t, person)}</bdi></span
    >${
      person.tag === null || person.blocked
        ? nothing
        : html` <span class="tag" title=${t.people.tagText}>${person.tag}</span>`
    }`;

/** The same in plain text, for labels. */
export const nameText = (t: ScreenWords, person: ShownPerson): string =>
  person.tag === null || person.blocked ? personName(t, person) : `${isolate(person.name)} ${person.tag}`;
