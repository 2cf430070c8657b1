// Asks the browser to keep what is stored here (ST3): else it may evict a whole origin when the disk is full.

export type StorageReport = Readonly<{
  /** The browser promised not to evict. False on plain http, where nothing can be asked. */
  persisted: boolean;
  /** Bytes of this origin, and how many there may be; null where the browser does not say. */
  usage: number | null;
  quota: number | null;
}>;

type Manager = Partial<Pick<StorageManager, "persist" | "persisted" | "estimate">>;

export type Persistence = Readonly<{
  /** Asks, the first time it is called (Firefox shows the user a question); true when granted. */
  ask(): Promise<boolean>;
  report(): Promise<StorageReport>;
}>;

const browserStorage = (): Manager | undefined =>
  typeof navigator === "object" ? navigator.storage : undefined;

export const persistence = (manager: Manager | undefined = browserStorage()): Persistence => {
  let asked: Promise<boolean> | null = null;
  const isPersisted = async (): Promise<boolean> => {
    try {
      return (await manager?.persisted?.()) ?? false;
    } catch {
      return false; // blocked storage: TypeError
    }
  };
  const askOnce = async (): Promise<boolean> => {
    if (await isPersisted()) return true;
    try {
      return (await manager?.persist?.()) ?? false;
    } catch {
      return false;
    }
  };
  return {
    ask() {
      asked ??= askOnce();
      return asked;
    },
    async report() {
      const estimate = async (): Promise<StorageEstimate> => {
        try {
          return (await manager?.estimate?.()) ?? {};
        } catch {
          return {};
        }
      };
      const [persisted, { usage = null, quota = null }] = await Promise.all([isPersisted(), estimate()]);
      return { persisted, usage, quota };
    },
  };
};
