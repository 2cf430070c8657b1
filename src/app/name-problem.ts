import { isBlank } from "../lib/blank.ts";
import { isNameWithinLimits } from "../room/fold.ts";
import type { NameProblem } from "./model.ts";

/** Why a tidied name, of a person or a room, cannot be used as it stands. */
export const nameProblem = (tidied: string): NameProblem | null =>
  isBlank(tidied) ? "empty" : isNameWithinLimits(tidied) ? null : "too-long";
