// The English words. bn.ts is typed by this table, so a missing key is a compile error.
// Numbers arrive already written in the reader's digits (`n`), beside the count that decides the plural.

const plural = (count: number, one: string, many: string): string => (count === 1 ? one : many);

export const en = {
  appName: "Kothabarta",
  tagline: "A group chat that lives with the people in the room.",

  home: {
    yourName: "Your name",
    yourNameHint: "This is how others see you.",
    privateTitle: "A room of your own",
    privateHint: "Only people with the link can enter. The host cannot read it.",
    roomName: "Room name",
    optional: "optional",
    createPrivate: "Create private room",
    publicTitle: "Join in the open",
    publicHint: "Anyone who knows the name can enter and read, the host included.",
    publicRoom: "Public room",
    publicPlaceholder: "for example: adda",
    joinPublic: "Join public room",
    publicRooms: "Public rooms",
    publicRoomsTitle: "Open right now",
    noPublicRooms: "No public room has anyone in it at the moment. Name one and be the first.",
    hostSilent: "The host does not answer, so open rooms cannot be listed. Your own rooms still open.",
    peopleIn: (count: number, n: string) => plural(count, `${n} person`, `${n} people`),
    yourRooms: "Your rooms",
    noRooms: "Rooms you enter are kept here, on this device.",
    lastOpened: (when: string) => `opened ${when}`,
    forget: (room: string) => `Forget ${room}`,
    forgetTitle: (room: string) => `Forget “${room}”?`,
    forgetText:
      "The room and its messages are removed from this device. Others keep theirs. Without the link you cannot come back to a private room.",
    forgetConfirm: "Forget this room",
    privateKind: "private",
    publicKind: "public",
    unnamedRoom: "Private room",
    moving: "Moving to another device or address?",
    bringHere: "Bring your rooms here",
    install: "Install Kothabarta",
  },

  door: {
    title: (room: string) => `You are at the door of “${room}”`,
    titleUnnamed: "You are at the door of a private room",
    hint: "Choose the name the others will see.",
    enter: "Enter room",
    entering: "Looking who is there…",
    taken: (name: string) =>
      `Somebody called “${name}” is in the room right now. Choose another name, so that nobody mixes you up.`,
    suggestions: "Free names",
    anotherDevice: "Is this you on another device?",
    anotherDeviceEnter: "Yes, that is me. Enter",
  },

  room: {
    back: "Back to start",
    share: "Share room",
    settings: "Settings",
    people: "People",
    peopleCount: (count: number, n: string) => plural(count, `${n} person`, `${n} people`),
    close: "Close",
    cancel: "Cancel",
    messages: "Messages",
    unread: "New messages",
    jumpToLatest: "Jump to latest",
    jumpToLatestCount: (count: number, n: string) => plural(count, `${n} new message`, `${n} new messages`),
    lateAbove: (count: number, n: string) =>
      plural(
        count,
        `${n} message from a time apart joined above`,
        `${n} messages from a time apart joined above`,
      ),
    typing: (names: readonly string[]) =>
      names.length === 1
        ? `${names[0]} is typing`
        : names.length === 2
          ? `${names[0]} and ${names[1]} are typing`
          : "several people are typing",
    loading: "Opening the room…",
    emptyTitle: "Say hi",
    emptyText: "This is the beginning. Write something, then give the link to your friends.",
    alone: "Nobody else is here just now. Your messages are kept here and will sync.",
    publicMark: "public",
    giveLink: "Give friends the link",
  },

  message: {
    reply: "Reply",
    react: "React",
    edit: "Edit",
    delete: "Delete",
    edited: "(edited)",
    erased: "This message was deleted.",
    replyTo: (name: string) => `Reply to ${name}`,
    replyErased: "A deleted message",
    replyMissing: "A message that is not here",

    late: "came later",
    lateTitle: "Written while you were apart; it took its place here afterwards.",
    you: "you",
    blocked: "Blocked person",
    reactWith: (emoji: string) => `React with ${emoji}`,
    moreReactions: "More reactions",
    reactedBy: (emoji: string, names: string) => `${emoji} from ${names}`,
    actions: "Message actions",
    deleteTitle: "Delete this message?",
    deleteText:
      "It is removed from the device of everyone in the room, also of those who come back later. A note that something was deleted stays.",
    deleteConfirm: "Delete for everyone",
    keep: "Keep it",
    custody: {
      saving: "Saving on this device",
      here: "Saved here",
      another: "On another device",
      everyone: "With everyone here",
    },
    announce: (name: string, text: string) => `${name}: ${text}`,
  },

  composer: {
    message: "Message",
    placeholder: "Write a message",
    send: "Send",
    replyingTo: (name: string) => `Replying to ${name}`,
    editing: "Editing your message",
    cancelReply: "Cancel reply",
    cancelEdit: "Cancel editing",
    tooLong: (size: string, limit: string) =>
      `Too long to send: ${size} of ${limit}. Nothing is lost; shorten it or send it in parts.`,
  },

  people: {
    title: "People",
    you: "you",
    direct: "direct",
    relayed: "relayed",
    connecting: "connecting",
    away: "away",
    rtt: (n: string) => `${n}\u00a0ms`,
    details: (name: string) => `About ${name}`,
    typing: "typing",
    blocked: "blocked",
    faulty: "sent what no honest device sends",
    faultyText:
      "This device caught theirs sending data no honest device sends, and cut the link. Their earlier messages stand.",
    fingerprint: "Fingerprint",
    fingerprintText:
      "A name, tag or colour proves nothing. To be sure who this is, read these letters to each other in person or on a call: they must be the same on both screens.",
    fingerprintYou: "Others can make sure you are you by comparing these letters with you.",
    tagText:
      "Two people here use this name. The tag is part of the key and tells them apart; it does not prove who is who.",
    block: "Block for me",
    unblock: "Unblock",
    blockText: "Blocking hides this person's messages and name on this device only.",
    invite: "Invite somebody",
    path: {
      you: "This is you.",
      direct: "Connected directly, device to device.",
      relayed: "Connected by way of the host, sealed: it cannot read private rooms.",
      connecting: "Being connected to.",
      away: "Not here now. What you write reaches them when you meet again.",
    },
  },

  connection: {
    title: "Connection",
    connecting: "Looking for the others",
    alone: "Nobody else is here",
    connected: (linked: string, known: string, knownCount: number) =>
      `Connected to ${linked} of ${known} ${plural(knownCount, "person", "people")}`,
    hostAway: "host away",
    offline: "offline",
    receiving: (percent: string) => `Receiving history ${percent}`,
    saved: {
      loading: "opening",
      saving: "saving",
      saved: "saved on this device",
      unsaved: "not saved",
      memory: "not kept on this device",
    },
  },

  doctor: {
    title: "Connection",
    well: "All is well.",
    host: "Host",
    hostState: {
      connecting: "being reached",
      connected: "reached",
      away: "not reached; chats in progress go on without it",
    },
    nobody: "Nobody else has been seen here yet.",
    fix: "What helps",
    trouble: {
      "host-unreachable": {
        what: "The host cannot be reached. Those already connected go on chatting; newcomers cannot find the room.",
        fix: "See that the computer running Kothabarta is on and that you are in the same network as before.",
      },
      "udp-blocked": {
        what: "This network lets no direct connection through, so messages take the way over the host.",
        fix: "Try another network, such as your phone's own, or ask whoever runs this one to allow UDP.",
      },
      "local-network-denied": {
        what: "The browser was not allowed to reach devices in your local network.",
        fix: "Allow “Local network” for this browser in the system's privacy settings, then open this page again.",
      },
      "addresses-hidden": {
        what: "Your browser hides this device's address and the network does not pass on the name it uses instead.",
        fix: "Allow this page the microphone once (nothing is recorded), or ask whoever runs the host to open UDP port 3478.",
      },
      asleep: {
        what: "This page was asleep, and the connections are being taken up again.",
        fix: "Keep the page in view for a few seconds.",
      },
      offline: {
        what: "This device is offline. What you write is saved here and goes out later.",
        fix: "Turn on Wi-Fi or mobile data.",
      },
    },
  },

  share: {
    title: "Share room",
    privateHint: "Whoever has this link can enter and read everything. Give it only to people you trust.",
    publicHint: "This room is public: whoever knows its name can enter and read it.",
    link: "Room link",
    qr: "QR code",
    copy: "Copy link",
    copied: "Copied",
    copyFailed:
      "Copying is not allowed here. The link is selected: press Ctrl+C, or hold it and choose Copy.",
    send: "Send with another app",
    addresses: "Address",
    addressesHint: "Other devices in your network use one of these.",
    onlyHere:
      "This link opens on this computer only. Start the host with an address others can reach, and open the page there.",
    qrTooLong: "This link is too long for a QR code.",
  },

  settings: {
    title: "Settings",
    language: "Language",
    theme: "Theme",
    themes: { system: "As the system", light: "Light", dark: "Dark" },
    name: "Your name",
    nameKept: "Kept",
    keepName: "Keep name",
    storage: "On this device",
    storageUsed: (size: string) => `This room takes ${size} here.`,
    persisted: "The browser has promised to keep it.",
    notPersisted:
      "The browser may clear it when space runs short; Safari does so after seven days without a visit. Others in the room still have their copies, and a backup file is safe.",
    backup: "Your rooms and identity",
    backupText:
      "One encrypted file holds your rooms, their history and who you are, for another device or when this address changes.",
    passphrase: "Passphrase",
    passphraseHint: "Needed to open the file again. Nobody can recover it.",
    save: "Save my rooms and identity",
    bring: "Bring them here",
    chooseFile: "Backup file",
    busy: "Working…",
    saved: "The file is saved in your downloads.",
    saveFailed: "The file could not be made. Free some space and try again.",
    brought: (count: number, n: string) =>
      plural(count, `${n} room is here now.`, `${n} rooms are here now.`),
    failed: {
      "wrong-passphrase": "This passphrase does not open the file.",
      "not-a-backup": "This file is not a Kothabarta backup.",
      storage: "There is no room left on this device, or storing is blocked. Free some space and try again.",
    },
    needPassphrase: "Write a passphrase first.",
    needFile: "Choose the file first.",
    protection: "What is protected, and from whom",
    protectionList: [
      "Private rooms: the host helps devices find each other. It sees neither the link, the room's name, people's names nor a single message.",
      "Public rooms: whoever knows the name can enter and read, the host included.",
      "Everyone in a room keeps its whole history. Whoever has a private link can read all of it, and it cannot be taken back.",
      "People in a room connect directly, so their devices can see each other's network address.",
      "Whoever serves this page could serve another one: you trust them. Over plain http, you trust everyone on this network too.",
      "On this device the history is not locked: whoever can use this browser can read it.",
      "Names, tags and colours are no proof of who somebody is. Comparing fingerprints is.",
    ],
  },

  notice: {
    dismiss: "Dismiss",
    more: (count: number, n: string) => plural(count, `${n} more notice`, `${n} more notices`),
    insecure:
      "Opened over plain http: installing, opening offline and notifications do not work here, and everyone on this network could alter the page.",
    storage:
      "This browser lets nothing be stored here. You can chat, but when you close the page your copy is gone.",
    inApp:
      "You are inside another app's browser. Choose “Open in your browser” from its menu, or history may be lost.",
    unsaved:
      "Saving failed; the last messages are not safe on this device yet. Trying again. Keep this page open.",
    offline: "Offline: messages are saved and sent later.",
    clock:
      "This device's clock is off by more than two minutes. Set it right, or your messages show a wrong time.",
    publicRoom: "Public room: whoever knows its name can read it, the host included.",
    sharedName:
      "Somebody else here uses your name, so both of you carry a tag. You can change yours in Settings.",
    update: "New version",
    reload: "Reload",
  },

  bad: {
    "bad-link": {
      title: "This link leads nowhere",
      text: "It does not look like a Kothabarta link. Ask for it again, or scan the QR code from a friend's screen.",
    },
    "truncated-link": {
      title: "This link was cut short",
      text: "A piece is missing at its end; some messengers cut long links. Ask to have it sent again, or scan the QR code.",
    },
    "webrtc-missing": {
      title: "This browser cannot connect people",
      text: "WebRTC, which carries messages between devices, is missing or switched off here. Switch it on (some privacy add-ons turn it off), or use another browser.",
    },
    "browser-too-old": {
      title: "This browser is too old",
      text: "Kothabarta needs Chrome 111, Safari 16.4, Firefox 128 or newer. Update the browser, then open the link again.",
    },
    home: "Go to the start page",
  },

  problem: {
    name: {
      empty: "Please write a name.",
      "too-long": "This name is too long: up to 40 characters.",
    },
    roomName: {
      empty: "Please write the room's name.",
      "too-long": "This name is too long: up to 40 characters.",
    },
  },

  emoji: {
    title: "Choose a reaction",
    faces: "Faces",
    gestures: "Hands and hearts",
    nature: "Nature and food",
    things: "Things and signs",
  },

  day: {
    today: "Today",
    yesterday: "Yesterday",
    /** The part of the day said before the time; "" where a language has AM and PM or a 24-hour clock. */
    part: (_hour: number): string => "",
  },
};

/** The same shape with every text open: what a translation must fill. */
type Open<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : T extends readonly string[]
      ? readonly string[]
      : { readonly [K in keyof T]: Open<T[K]> };

export type Words = Open<typeof en>;
