// y-protocols' sync messages, which never travel: ours go another way (PR1), and y-webrtc's handlers stay off (PR6).

export const messageYjsSyncStep1 = 0;
export const messageYjsSyncStep2 = 1;
export const messageYjsUpdate = 2;
export const readSyncMessage = (): number => messageYjsUpdate;
export const writeSyncStep1 = (): void => undefined;
export const writeSyncStep2 = writeSyncStep1;
export const writeUpdate = writeSyncStep1;
