// The English words of the dialogs, and of the page for what cannot be opened. They come when first needed, not with the page.

import { plural } from "./en.ts";
import { isolate } from "./isolate.ts";

export const enDialogs = {
  doctor: {
    title: "Connection",
    well: "All is well.",
    host: "Host",
    hostState: {
      connecting: "being reached",
      connected: "reached",
      away: "not reached; chats in progress go on without it",
    },
    hostNeeded: "not reached; without it this browser reaches nobody",
    nobody: "Nobody else has been seen here yet.",
    fix: "What helps",
    details: "Details",
    detailsHint:
      "For somebody who helps you. They hold times, counts and causes; no names, messages, addresses or links.",
    copyDetails: "Copy details",
    copied: "Copied",
    copyFailed:
      "Copying is not allowed here. The details are selected: press Ctrl+C, or hold them and choose Copy.",
    trouble: {
      "host-unreachable": {
        what: "The host cannot be reached. Those connected directly go on chatting; newcomers cannot find the room.",
        fix: "See that the computer running Kothabarta is on and that you are in the same network as before.",
      },
      "host-needed": {
        what: "The host cannot be reached, and this browser has no direct connections: until the host is back nobody is reached from here. What you write is saved and goes out then.",
        fix: "See that the computer running Kothabarta is on and that you are in the same network as before.",
      },
      "webrtc-missing": {
        what: "This browser has no direct connections (WebRTC is missing or switched off), so messages go through the host, sealed. While the host is away nobody is reached from here.",
        fix: "Nothing has to be done. For a chat that goes on without the host switch WebRTC on (some privacy add-ons turn it off), or use another browser.",
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
    sendKey: "Send a message with",
    ctrlEnter: (key: string) => `${key} + Enter`,
    enter: "Enter",
    iosInstall: "Keep it on your Home Screen",
    iosInstallText:
      "Tap Share, then “Add to Home Screen”. Kothabarta then opens like an app, and Safari does not clear it after seven days. It starts there without your rooms: take them along with the file above.",
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
    weakPassphrase:
      "This passphrase is guessed too soon by whoever finds the file. Take at least twelve letters: four or five words are good.",
    whoseIdentity: "Who do you want to be here?",
    whoseIdentityText:
      "The file brings another identity than the one on this device. With the file's you go on as the person who made it, and what was written here stays under the old one. Take it only from a file that you made yourself: whoever made it can write as that person. Your rooms come either way.",
    identityHere: "On this device",
    identityInFile: "In the file",
    takeIdentity: "Use the identity in the file",
    keepIdentity: "Keep the identity of this device",
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

  bad: {
    "bad-link": {
      title: "This link leads nowhere",
      text: "It does not look like a Kothabarta link. Ask for it again, or scan the QR code from a friend's screen.",
    },
    "truncated-link": {
      title: "This link was cut short",
      text: "A piece is missing at its end; some messengers cut long links. Ask to have it sent again, or scan the QR code.",
    },
    "browser-too-old": {
      title: "This browser is too old",
      text: "Kothabarta needs Chrome 111, Safari 16.4, Firefox 128 or newer. Update the browser, then open the link again.",
    },
    home: "Go to the start page",
  },

  ask: {
    forget: {
      title: (room: string) => `Forget “${isolate(room)}”?`,
      text: "The room and its messages are removed from this device. Others keep theirs. Without the link you cannot come back to a private room.",
      yes: "Forget this room",
    },
    erase: {
      title: "Delete this message?",
      text: "It is removed from the device of everyone in the room, also of those who come back later. A note that something was deleted stays.",
      yes: "Delete for everyone",
      no: "Keep it",
    },
  },

  emoji: {
    title: "Choose a reaction",
    faces: "Faces",
    gestures: "Hands and hearts",
    nature: "Nature and food",
    things: "Things and signs",
  },

  person: {
    rtt: (n: string) => `${n}\u00a0ms`,
    faultyText:
      "This device caught theirs sending data no honest device sends, and cut the link. Their earlier messages stand.",
    fingerprint: "Fingerprint",
    fingerprintText:
      "A name, tag or colour proves nothing. To be sure who this is, read these letters to each other in person or on a call: they must be the same on both screens.",
    fingerprintYou: "Others can make sure you are you by comparing these letters with you.",
    block: "Block for me",
    unblock: "Unblock",
    blockText: "Blocking hides this person's messages and name on this device only.",
    path: {
      you: "This is you.",
      direct: "Connected directly, device to device.",
      relayed: "Connected by way of the host, sealed: it cannot read private rooms.",
      connecting: "Being connected to.",
      away: "Not here now. What you write reaches them when you meet again.",
    },
  },
};
