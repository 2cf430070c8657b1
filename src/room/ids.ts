// Branded types: each is made in one place (keys.ts, identity.ts, record.ts), everywhere else it is trusted.

type Brand<T, Name extends string> = T & { readonly __brand: Name };

/** 22 base64url characters (16 bytes). Stays in the URL fragment and in IndexedDB. */
export type RoomSecret = Brand<string, "RoomSecret">;
/** 16 bytes: all that signaling sees of a room. */
export type Topic = Brand<Uint8Array, "Topic">;
/** base64url of a Topic, 22 characters. */
export type TopicName = Brand<string, "TopicName">;
/** 32 bytes: seals signals. */
export type SealKey = Brand<Uint8Array, "SealKey">;
/** An Ed25519 public key, 32 bytes. */
export type AuthorKey = Brand<Uint8Array, "AuthorKey">;
/** base64url of an AuthorKey, 43 characters. */
export type AuthorId = Brand<string, "AuthorId">;
/** base64url of the first 16 bytes of a record's hash, 22 characters. */
export type RecordId = Brand<string, "RecordId">;
