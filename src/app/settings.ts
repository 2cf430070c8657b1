// What the user chose for this device, whatever room is open: name, language, looks, keys.

import type { Language, SendKey, Theme } from "../lib/choices.ts";
import type { Preferences } from "../storage/preferences.ts";

export type SettingValues = Readonly<{
  /** "" until chosen. */
  name: string;
  language: Language;
  theme: Theme;
  sendKey: SendKey;
}>;

/** As they were kept, else as the browser is. */
export const readSettings = async (
  kept: Pick<Preferences, keyof SettingValues>,
  browserLanguage: string,
): Promise<SettingValues> => {
  const [name, language, theme, sendKey] = await Promise.all([
    kept.name.get(),
    kept.language.get(),
    kept.theme.get(),
    kept.sendKey.get(),
  ]);
  return { name, language: language ?? (browserLanguage.startsWith("bn") ? "bn" : "en"), theme, sendKey };
};

export type SettingsOptions = Readonly<{
  /** Where each is kept. */
  kept: Readonly<{
    [K in keyof SettingValues]: Readonly<{ set(value: SettingValues[K]): Promise<boolean> }>;
  }>;
  values: SettingValues;
  onChange: () => void;
}>;

export class Settings {
  readonly #options: SettingsOptions;
  #values: SettingValues;

  constructor(options: SettingsOptions) {
    this.#options = options;
    this.#values = options.values;
  }

  get values(): SettingValues {
    return this.#values;
  }

  set<K extends keyof SettingValues>(key: K, value: SettingValues[K]): void {
    this.#values = { ...this.#values, [key]: value };
    void this.#options.kept[key].set(value);
    this.#options.onChange();
  }
}
