import { svg } from "lit";
import { icon } from "../icons.ts";

/** Those that only dialogs show. */
export const dialogIcons = {
  copy: icon(
    svg`<rect x="8.5" y="8.5" width="11" height="11.5" rx="2.5"/><path d="M15.5 5.5C15.2 4.4 14.3 4 13.3 4H7C5.5 4 4.5 5 4.5 6.5v7c0 1.1.6 1.9 1.5 2.2"/>`,
  ),
  check: icon(svg`<path d="m5 12.5 4.5 4.5L19 7.5"/>`),
};
