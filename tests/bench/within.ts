// A deadline for what may never end: a crashed page leaves its questions unanswered.

export const within = async <T>(ms: number, what: string, promise: Promise<T>): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not done after ${Math.round(ms / 1000)} s`)), ms);
  });
  promise.catch(() => undefined); // after the deadline nobody asks any more
  try {
    return await Promise.race([promise, deadline]);
  } finally {
    clearTimeout(timer);
  }
};

/** The same, with null in place of a failure, which is said at once: the rest goes on. */
export const orNull = async <T>(ms: number, what: string, promise: Promise<T>): Promise<T | null> => {
  const began = performance.now();
  try {
    const value = await within(ms, what, promise);
    console.log(`  ${what}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
    return value;
  } catch (reason) {
    console.log(`  ${what}: ${reason instanceof Error ? reason.message.split("\n")[0] : String(reason)}`);
    return null;
  }
};

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
