/** The channels of a link (VR3), direct or relayed, by their numbers. A number is never given to another. */
export const channelIds = { live: 0, bulk: 1, file: 2, spare: 3 } as const;

export type ChannelName = keyof typeof channelIds;

export const channelNames = Object.keys(channelIds) as readonly ChannelName[];

/** One of each. */
export const forChannels = <T>(make: (name: ChannelName) => T): Readonly<Record<ChannelName, T>> => ({
  live: make("live"),
  bulk: make("bulk"),
  file: make("file"),
  spare: make("spare"),
});
