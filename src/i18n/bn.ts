// বাংলা: what the screens say. Typed by en.ts: a missing key does not compile.

import { isolate } from "./isolate.ts";
import type { ScreenWords } from "./words.ts";

export const bn: ScreenWords = {
  appName: "কথাবার্তা",
  tagline: "এমন এক আড্ডা, যা থাকে আড্ডার মানুষদের কাছেই।",

  home: {
    yourName: "তোমার নাম",
    yourNameHint: "অন্যরা তোমাকে এই নামে দেখবে।",
    privateTitle: "নিজেদের একটা ঘর",
    privateHint: "কেবল লিংক যার কাছে আছে সে-ই ঢুকতে পারে। হোস্ট কিছুই পড়তে পারে না।",
    roomName: "ঘরের নাম",
    optional: "না দিলেও চলে",
    createPrivate: "ব্যক্তিগত ঘর খোলো",
    publicTitle: "খোলা আড্ডায় এসো",
    publicHint: "নাম জানলেই যে কেউ ঢুকে পড়তে পারে, হোস্টও।",
    publicRoom: "খোলা ঘর",
    publicPlaceholder: "যেমন: আড্ডা",
    joinPublic: "খোলা ঘরে ঢোকো",
    publicRooms: "খোলা ঘরগুলো",
    publicRoomsTitle: "এই মুহূর্তে খোলা",
    noPublicRooms: "এখন কোনো খোলা ঘরে কেউ নেই। একটা নাম দাও, তুমিই হও প্রথম।",
    asking: "হোস্টকে জিজ্ঞেস করা হচ্ছে…",
    hostSilent: "হোস্ট সাড়া দিচ্ছে না, তাই খোলা ঘরের তালিকা দেখানো যাচ্ছে না। তোমার নিজের ঘরগুলো তবু খুলবে।",
    peopleIn: (_count, n) => `${n} জন`,
    yourRooms: "তোমার ঘরগুলো",
    noRooms: "যেসব ঘরে ঢুকবে, সেগুলো এই যন্ত্রেই এখানে থাকবে।",
    lastOpened: (when) => `শেষ খোলা: ${when}`,
    forget: (room) => `${isolate(room)} ভুলে যাও`,
    unnamedRoom: "ব্যক্তিগত ঘর",
    moving: "অন্য যন্ত্রে বা ঠিকানায় যাচ্ছ?",
    bringHere: "তোমার ঘরগুলো এখানে আনো",
    install: "কথাবার্তা ইনস্টল করো",
  },

  door: {
    title: (room) => `তুমি “${isolate(room)}” ঘরের দরজায়`,
    titleUnnamed: "তুমি একটা ব্যক্তিগত ঘরের দরজায়",
    hint: "অন্যরা তোমাকে কী নামে দেখবে, বেছে নাও।",
    enter: "ঘরে ঢোকো",
    entering: "কে কে আছে দেখা হচ্ছে…",
    taken: (name) => `“${isolate(name)}” নামে একজন এখন ঘরে আছে। অন্য একটা নাম নাও, যাতে কেউ গুলিয়ে না ফেলে।`,
    suggestions: "এই নামগুলো খালি আছে",
    anotherDevice: "অন্য যন্ত্রে কি তুমিই আছ?",
    anotherDeviceEnter: "হ্যাঁ, ওটা আমিই। ঢুকি",
  },

  room: {
    back: "শুরুতে ফেরো",
    share: "ঘরের লিংক দাও",
    settings: "সেটিংস",
    people: "মানুষজন",
    peopleCount: (_count, n) => `${n} জন`,
    close: "বন্ধ করো",
    cancel: "থাক",
    messages: "সব বার্তা",
    unread: "নতুন বার্তা",
    jumpToLatest: "সবশেষে যাও",
    jumpToLatestCount: (_count, n) => `${n}টি নতুন বার্তা`,
    lateAbove: (_count, n) => `আলাদা থাকার সময়ের ${n}টি বার্তা ওপরে এসে বসেছে`,
    typing: (names) =>
      names.length === 1
        ? `${isolate(names[0] ?? "")} লিখছে`
        : names.length === 2
          ? `${isolate(names[0] ?? "")} আর ${isolate(names[1] ?? "")} লিখছে`
          : "কয়েকজন লিখছে",
    loading: "ঘর খোলা হচ্ছে…",
    emptyTitle: "কিছু বলো",
    emptyText: "এখানে এখনো আর কেউ নেই। কিছু একটা লেখো, তারপর বন্ধুদের লিংকটা দাও।",
    alone: "এখন এখানে আর কেউ নেই। তোমার বার্তা এখানেই থাকবে, কেউ এলে পৌঁছে যাবে।",
    apart: "এখন কারও কাছে পৌঁছানো যাচ্ছে না। যা লিখবে, যোগাযোগ হলেই পৌঁছে যাবে।",
    here: (_count, names) => `${names} এখানে আছে।`,
    printedPart: (n, total) => `${total}টি বার্তার মধ্যে ${n}টি`,
    publicMark: "খোলা",
    giveLink: "বন্ধুদের লিংক দাও",
  },

  message: {
    reply: "উত্তর দাও",
    react: "প্রতিক্রিয়া দাও",
    edit: "সম্পাদনা করো",
    delete: "মুছে ফেলো",
    edited: "(সম্পাদিত)",
    erased: "বার্তাটি মুছে ফেলা হয়েছে।",
    replyTo: (name) => `${isolate(name)}-কে উত্তর`,
    replyErased: "মুছে ফেলা একটি বার্তা",
    replyMissing: "বার্তাটি এখানে নেই",

    late: "পরে এসেছে",
    lateTitle: "আলাদা থাকার সময় লেখা; পরে এসে এখানে বসেছে।",
    you: "তুমি",
    blocked: "আটকানো মানুষ",
    reactWith: (emoji) => `${emoji} দাও`,
    moreReactions: "আরও প্রতিক্রিয়া",
    reactedBy: (emoji, names) => `${isolate(emoji)} দিয়েছে ${names}`,
    actions: "বার্তা নিয়ে যা করা যায়",
    undo: "ফিরিয়ে আনো",
    undoable: "কয়েক সেকেন্ডের মধ্যে ফিরিয়ে আনা যায়।",
    custody: {
      saving: "এই যন্ত্রে রাখা হচ্ছে",
      here: "এখানে রাখা আছে",
      another: "আরেকটি যন্ত্রেও আছে",
      everyone: "এখানকার সবার কাছে আছে",
    },
    announce: (name, text) => `${isolate(name)}: ${isolate(text)}`,
  },

  composer: {
    message: "বার্তা",
    placeholder: "কিছু লেখো",
    send: "পাঠাও",
    replyingTo: (name) => `${isolate(name)}-কে উত্তর দিচ্ছ`,
    editing: "নিজের বার্তা সম্পাদনা করছ",
    cancelReply: "উত্তর বাদ দাও",
    cancelEdit: "সম্পাদনা বাদ দাও",
    tooLong: (size, limit) =>
      `পাঠানোর জন্য বেশি লম্বা: ${limit}-এর জায়গায় ${size}। কিছুই হারায়নি; ছোট করো, বা ভাগ করে পাঠাও।`,
  },

  people: {
    title: "মানুষজন",
    you: "তুমি",
    direct: "সরাসরি",
    relayed: "হোস্ট ঘুরে",
    connecting: "যোগাযোগ হচ্ছে",
    away: "এখন নেই",
    details: (name) => `${isolate(name)} সম্পর্কে`,
    typing: "লিখছে",
    blocked: "আটকানো",
    faulty: "এমন কিছু পাঠিয়েছে যা সৎ যন্ত্র পাঠায় না",
    tagText: "এখানে দুজন এই একই নাম নিয়েছে। চিহ্নটি চাবির অংশ, দুজনকে আলাদা করে চেনায়; কে আসল তা প্রমাণ করে না।",
    invite: "কাউকে ডাকো",
  },

  connection: {
    title: "সংযোগ",
    connecting: "অন্যদের খোঁজা হচ্ছে",
    alone: "এখানে আর কেউ নেই",
    unreached: "কারও সঙ্গে যোগাযোগ নেই",
    connected: (linked, known) =>
      linked === known ? `${known} জনের সঙ্গে যুক্ত` : `${known} জনের মধ্যে ${linked} জনের সঙ্গে যুক্ত`,
    hostAway: "হোস্ট নেই",
    hostNeeded: "হোস্ট না ফেরা পর্যন্ত কারও কাছে পৌঁছানো যাবে না",
    offline: "অফলাইন",
    receiving: (percent) => `পুরোনো বার্তা আসছে ${percent}`,
    saved: {
      loading: "খোলা হচ্ছে",
      saving: "রাখা হচ্ছে",
      saved: "এই যন্ত্রে রাখা আছে",
      unsaved: "রাখা যায়নি",
      memory: "এই যন্ত্রে থাকছে না",
    },
  },

  notice: {
    dismiss: "সরিয়ে দাও",
    more: (_count, n) => `আরও ${n}টি কথা`,
    insecure:
      "সাধারণ http-তে খোলা: ইনস্টল, অফলাইনে খোলা আর নোটিফিকেশন এখানে চলে না, আর এই নেটওয়ার্কের যে কেউ পাতাটি বদলে দিতে পারে।",
    storage: "এই ব্রাউজার এখানে কিছু রাখতে দিচ্ছে না। আড্ডা চলবে, তবে পাতা বন্ধ করলেই তোমার কপি চলে যাবে।",
    inApp:
      "তুমি অন্য একটি অ্যাপের ভেতরের ব্রাউজারে আছ। মেনু থেকে “ব্রাউজারে খোলো” বেছে নাও, নইলে পুরোনো বার্তা হারাতে পারে।",
    unsaved: "রাখা যায়নি; শেষের বার্তাগুলো এই যন্ত্রে এখনো নিরাপদ নয়। আবার চেষ্টা চলছে। পাতাটি খোলা রাখো।",
    relayOnly: "এই ব্রাউজারে সরাসরি সংযোগ নেই: বার্তা হোস্টের পথ ধরে যায়, মোড়ক বন্ধ অবস্থায়, আর কেবল হোস্ট থাকলেই।",
    offline: "অফলাইন: বার্তা রাখা থাকছে, পরে যাবে।",
    offlineUnsaved: "অফলাইন: বার্তা পরে যাবে। পাতাটি খোলা রাখো।",
    clock: "এই যন্ত্রের ঘড়ি দুই মিনিটের বেশি ভুল। ঠিক করে নাও, নইলে তোমার বার্তায় ভুল সময় দেখাবে।",
    publicRoom: "খোলা ঘর: নাম জানলেই যে কেউ পড়তে পারে, হোস্টও।",
    outgrown: "এই ঘর ১০০ মেগাবাইট ছাড়িয়ে গেছে। আড্ডা চলবে, তবে নতুন ঘর অনেক তাড়াতাড়ি খোলে।",
    goOn: "নতুন ঘরে চলো",
    wentOn: (link) => `এই ঘরে অনেক কথা জমে গেছে। চলো, বাকি আড্ডা এখানে: ${link}`,
    sharedName:
      "এখানে আরেকজন তোমার নামটি ব্যবহার করছে, তাই দুজনের নামের পাশেই চিহ্ন থাকছে। সেটিংসে নিজেরটা বদলাতে পারো।",
    update: "নতুন সংস্করণ এসেছে",
    reload: "আবার খোলো",
  },

  fetching: {
    failed: "অ্যাপের এই অংশটি আনা গেল না: হোস্ট সাড়া দিচ্ছে না।",
    again: "আবার চেষ্টা করো",
  },

  problem: {
    name: {
      empty: "একটা নাম লেখো।",
      "too-long": "নামটি বেশি লম্বা: সর্বোচ্চ ৪০ অক্ষর।",
    },
    roomName: {
      empty: "ঘরের নাম লেখো।",
      "too-long": "নামটি বেশি লম্বা: সর্বোচ্চ ৪০ অক্ষর।",
    },
  },

  day: {
    today: "আজ",
    yesterday: "গতকাল",
    part: (hour) =>
      hour < 4
        ? "রাত"
        : hour < 6
          ? "ভোর"
          : hour < 12
            ? "সকাল"
            : hour < 15
              ? "দুপুর"
              : hour < 18
                ? "বিকেল"
                : hour < 20
                  ? "সন্ধ্যা"
                  : "রাত",
  },
};
