// The English words of the screens; those of the dialogs are in en-dialogs.ts. bn.ts is typed by both, so a missing key
// is a compile error.
// A name, or what a user wrote, is isolated wherever it comes into a sentence.
// Numbers arrive already written in the reader's digits (`n`), beside the count that decides the plural.

import { isolate } from "./isolate.ts";

export const plural = (count: number, one: string, many: string): string => (count === 1 ? one : many);

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
    asking: "Asking the host…",
    hostSilent: "The host does not answer, so open rooms cannot be listed. Your own rooms still open.",
    peopleIn: (count: number, n: string) => plural(count, `${n} person`, `${n} people`),
    yourRooms: "Your rooms",
    noRooms: "Rooms you enter are kept here, on this device.",
    lastOpened: (when: string) => `opened ${when}`,
    forget: (room: string) => `Forget ${isolate(room)}`,
    unnamedRoom: "Private room",
    moving: "Moving to another device or address?",
    bringHere: "Bring your rooms here",
    install: "Install Kothabarta",
  },

  door: {
    title: (room: string) => `You are at the door of “${isolate(room)}”`,
    titleUnnamed: "You are at the door of a private room",
    hint: "Choose the name the others will see.",
    enter: "Enter room",
    entering: "Looking who is there…",
    taken: (name: string) =>
      `Somebody called “${isolate(name)}” is in the room right now. Choose another name, so that nobody mixes you up.`,
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
        ? `${isolate(names[0] ?? "")} is typing`
        : names.length === 2
          ? `${isolate(names[0] ?? "")} and ${isolate(names[1] ?? "")} are typing`
          : "several people are typing",
    loading: "Opening the room…",
    emptyTitle: "Say hi",
    emptyText: "Nobody else is here yet. Write something, then give the link to your friends.",
    alone: "Nobody else is here just now. Your messages are kept here and will sync.",
    apart: "Nobody can be reached just now. What you write is sent when that changes.",
    here: (count: number, names: string) => plural(count, `${names} is here.`, `${names} are here.`),
    /** Where more than goes onto paper is left out. */
    printedPart: (n: string, total: string) => `${n} of ${total} messages`,
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
    replyTo: (name: string) => `Reply to ${isolate(name)}`,
    replyErased: "A deleted message",
    replyMissing: "A message that is not here",

    ahead: "wrong clock",
    aheadTitle: "Dated more than a day ahead: this device's clock or the sender's is wrong.",
    late: "came later",
    lateTitle: "Written while you were apart; it took its place here afterwards.",
    you: "you",
    blocked: "Blocked person",
    reactWith: (emoji: string) => `React with ${emoji}`,
    moreReactions: "More reactions",
    /** `names` as `Locale.list` gives them. */
    reactedBy: (emoji: string, names: string) => `${isolate(emoji)} from ${names}`,
    actions: "Message actions",
    undo: "Undo",
    undoable: "For a few seconds you can undo this.",
    custody: {
      saving: "Saving on this device",
      here: "Saved here",
      another: "On another device",
      everyone: "With everyone here",
    },
    announce: (name: string, text: string) => `${isolate(name)}: ${isolate(text)}`,
  },

  composer: {
    message: "Message",
    placeholder: "Write a message",
    send: "Send",
    replyingTo: (name: string) => `Replying to ${isolate(name)}`,
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
    details: (name: string) => `About ${isolate(name)}`,
    typing: "typing",
    blocked: "blocked",
    faulty: "sent what no honest device sends",
    tagText:
      "Two people here use this name, or one that looks like it. The tag is part of the key and tells them apart; it does not prove who is who.",
    /** After some. */
    others: (count: number, n: string) => plural(count, `${n} other`, `${n} others`),
    invite: "Invite somebody",
  },

  connection: {
    title: "Connection",
    connecting: "Looking for the others",
    alone: "Nobody else is here",
    unreached: "Connected to nobody",
    connected: (linked: string, known: string, knownCount: number) =>
      `Connected to ${linked} of ${known} ${plural(knownCount, "person", "people")}`,
    hostAway: "host away",
    hostNeeded: "Nobody is reached until the host is back",
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
    relayOnly:
      "This browser has no direct connections: messages go through the host, sealed, and only while it is there.",
    offline: "Offline: messages are saved and sent later.",
    offlineUnsaved: "Offline: messages are sent later. Keep this page open.",
    clock:
      "This device's clock is more than two minutes off from most others here. Switch on automatic date and time in its settings, or your messages stand in the wrong place.",
    publicRoom: "Public room: whoever knows its name can read it, the host included.",
    outgrown: "This room has grown over 100 MB. It goes on working, but a fresh one opens faster.",
    goOn: "Go on in a fresh room",
    wentOn: (link: string) => `This room has grown very long. Let us go on here: ${link}`,
    sharedName:
      "Somebody else here uses your name, or one that looks like it, so both of you carry a tag. You can change yours in Settings.",
    update: "New version",
    newer: "Somebody here uses a newer version of this page. Reload to reach them.",
    reload: "Reload",
  },

  fetching: {
    failed: "This part of the app could not be fetched: the host does not answer.",
    again: "Try again",
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

  day: {
    today: "Today",
    yesterday: "Yesterday",
    /** The part of the day said before the time; "" where a language has AM and PM or a 24-hour clock. */
    part: (_hour: number): string => "",
  },
};
