/** Copies what a field shows. False where that is not allowed: then it is selected, to be copied by hand. */
export const copyField = async (field: HTMLInputElement | HTMLTextAreaElement): Promise<boolean> => {
  try {
    if ("clipboard" in navigator) {
      await navigator.clipboard.writeText(field.value);
      return true;
    }
  } catch {
    // Refused: the old command may still be allowed.
  }
  field.focus();
  selectField(field);
  try {
    // Plain http has no clipboard object; the old command still works there in most browsers.
    // oxlint-disable-next-line typescript/no-deprecated
    return document.execCommand("copy");
  } catch {
    return false;
  }
};

/** Backward, so that the beginning stays in view. */
export const selectField = (field: HTMLInputElement | HTMLTextAreaElement): void =>
  field.setSelectionRange(0, field.value.length, "backward");
