import { html, svg, type SVGTemplateResult, type TemplateResult } from "lit";

export const icon = (shape: SVGTemplateResult): TemplateResult =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${shape}</svg>`;

export const icons = {
  back: icon(svg`<path d="M14.5 5 8 12l6.5 7"/>`),
  people: icon(
    svg`<circle cx="9" cy="8.5" r="3.2"/><path d="M3 19c.5-3.4 2.9-5.2 6-5.2s5.5 1.8 6 5.2M16 5.6a3 3 0 0 1 0 5.8M17.5 14c2 .7 3.2 2.3 3.5 5"/>`,
  ),
  share: icon(svg`<path d="M12 15V4m-4 3.5L12 3.5l4 4M6 11.5H5v8.5h14v-8.5h-1"/>`),
  settings: icon(
    svg`<path d="M4 7h9m5 0h2M4 17h2m5 0h9"/><circle cx="15.5" cy="7" r="2.3"/><circle cx="8.5" cy="17" r="2.3"/>`,
  ),
  send: icon(svg`<path d="M4.5 12 4 4.5 20.5 12 4 19.5z M4.5 12H12"/>`),
  reply: icon(svg`<path d="M9.5 6 4 11.3l5.5 5.2M4.5 11.3H13c4 0 6.5 2.2 7 6.7"/>`),
  react: icon(
    svg`<circle cx="12" cy="12" r="8.3"/><path d="M8.5 14c.8 1.5 2 2.2 3.5 2.2s2.7-.7 3.5-2.2M9 9.5v.6m6-.6v.6"/>`,
  ),
  edit: icon(svg`<path d="m5 19 .8-4L16 4.8l3.2 3.2L9 18.2zM13.8 7l3.2 3.2"/>`),
  trash: icon(svg`<path d="M5 7h14M9.5 7V4.5h5V7M7 7l.8 12.5h8.4L17 7M10.5 10.5v5.5m3-5.5v5.5"/>`),
  close: icon(svg`<path d="m6 6 12 12M18 6 6 18"/>`),
  down: icon(svg`<path d="M12 5v13m-5-5 5 5 5-5"/>`),
  up: icon(svg`<path d="M12 19V6m-5 5 5-5 5 5"/>`),
  plus: icon(svg`<path d="M12 6v12M6 12h12"/>`),
  lock: icon(
    svg`<rect x="5.5" y="10.5" width="13" height="9.5" rx="2.5"/><path d="M8.5 10.5V8a3.5 3.5 0 0 1 7 0v2.5"/>`,
  ),
  open: icon(
    svg`<circle cx="12" cy="12" r="8.3"/><path d="M4 12h16M12 3.7c-5 5-5 11.6 0 16.6 5-5 5-11.6 0-16.6z"/>`,
  ),
  install: icon(svg`<path d="M12 4v10m-4-3.5 4 4 4-4M5 19.5h14"/>`),
  info: icon(svg`<circle cx="12" cy="12" r="8.3"/><path d="M12 11.5v4.5M12 8v.5"/>`),
  warning: icon(svg`<path d="M12 4.5 21 19.5H3zM12 10.5v4M12 17v.3"/>`),
};
