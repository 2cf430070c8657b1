// What is said in the gallery, in both languages.

import type { Language } from "../../src/lib/choices.ts";

export type Line = Readonly<{
  /** 0 is me. */
  who: number;
  text: string;
  /** Minutes since the line before. */
  after: number;
  replyTo?: number;
  edited?: boolean;
  erased?: boolean;
  late?: boolean;
  reactions?: readonly (readonly [string, readonly number[]])[];
}>;

const day = 24 * 60;

export const names: Readonly<Record<Language, readonly string[]>> = {
  en: ["Rafi", "Mina", "Tomas", "Ayesha", "Rafi", "Old friend"],
  bn: ["রাফি", "মিনা", "তমাল", "আয়েশা", "রাফি", "পুরোনো বন্ধু"],
};

export const roomNames: Readonly<Record<Language, string>> = {
  en: "Saturday study group",
  bn: "শনিবারের আড্ডা",
};

export const lines: Readonly<Record<Language, readonly Line[]>> = {
  en: [
    { who: 1, after: 0, text: "Has anybody got the notes from Thursday? I slept through half of it." },
    { who: 2, after: 3, text: "I have them on paper. Bringing them tomorrow." },
    {
      who: 2,
      after: 1,
      text: "Also: the library closes at six on Saturdays, so let us meet at the tea stall first.",
      reactions: [
        ["👍", [0, 1, 3]],
        ["🍵", [1]],
      ],
    },
    { who: 0, after: 7, text: "Works for me", edited: true },
    {
      who: 3,
      after: day - 40,
      text: "Morning! Here is the reading list: https://example.org/reading/list?week=7 and questions go to ayesha@example.org",
    },
    { who: 3, after: 1, text: "Careful with links like https://example.org@evil.example/login though" },
    { who: 0, after: 12, text: "Thank you, that saves my week.", reactions: [["❤️", [3]]] },
    {
      who: 0,
      after: 1,
      text: "I will take chapters 3 and 4. They look long, but the exercises repeat each other: if you do the odd ones you have seen them all.\n\nShall we split the rest?",
    },
    { who: 1, after: 9, replyTo: 7, text: "Chapter 5 for me please" },
    { who: 2, after: 2, text: "🎉🎉" },
    { who: 4, after: 4, text: "Hello, I am the other Rafi. Mina gave me the link." },
    { who: 1, after: 1, text: "", erased: true },
    { who: 5, after: 2, text: "مرحبا, greetings from Amman. I was on the train without signal.", late: true },
    {
      who: 3,
      after: 6,
      text: "Welcome! We meet at ten, by the big banyan tree.",
      reactions: [
        ["🙏", [4]],
        ["😂", [1, 2]],
      ],
    },
    { who: 2, after: 3, text: "Bring an umbrella." },
    { who: 0, after: 1, text: "See you there" },
  ],
  bn: [
    { who: 1, after: 0, text: "বৃহস্পতিবারের নোট কারও কাছে আছে? আমি তো অর্ধেক ক্লাস ঘুমিয়েই কাটালাম।" },
    { who: 2, after: 3, text: "আমার খাতায় আছে। কাল নিয়ে আসব।" },
    {
      who: 2,
      after: 1,
      text: "আর শোনো, শনিবার লাইব্রেরি ছয়টায় বন্ধ হয়ে যায়, তাই আগে চায়ের দোকানে দেখা করি।",
      reactions: [
        ["👍", [0, 1, 3]],
        ["🍵", [1]],
      ],
    },
    { who: 0, after: 7, text: "আমার অসুবিধা নেই", edited: true },
    {
      who: 3,
      after: day - 40,
      text: "সুপ্রভাত! পড়ার তালিকা এখানে: https://example.org/reading/list?week=7 আর প্রশ্ন থাকলে ayesha@example.org",
    },
    { who: 3, after: 1, text: "তবে https://example.org@evil.example/login এমন লিংক থেকে সাবধান" },
    { who: 0, after: 12, text: "ধন্যবাদ, সপ্তাহটা বেঁচে গেল।", reactions: [["❤️", [3]]] },
    {
      who: 0,
      after: 1,
      text: "আমি ৩ আর ৪ নম্বর অধ্যায় নিচ্ছি। লম্বা দেখালেও অনুশীলনীগুলো একই রকম: বিজোড়গুলো করলেই সব দেখা হয়ে যায়।\n\nবাকিটা ভাগ করে নেব?",
    },
    { who: 1, after: 9, replyTo: 7, text: "আমাকে ৫ নম্বরটা দাও" },
    { who: 2, after: 2, text: "🎉🎉" },
    { who: 4, after: 4, text: "হ্যালো, আমি অন্য রাফি। মিনা লিংকটা দিয়েছে।" },
    { who: 1, after: 1, text: "", erased: true },
    { who: 5, after: 2, text: "مرحبا, আম্মান থেকে শুভেচ্ছা। ট্রেনে নেটওয়ার্ক ছিল না।", late: true },
    {
      who: 3,
      after: 6,
      text: "স্বাগতম! দশটায় দেখা হচ্ছে, বড় বটগাছটার নিচে।",
      reactions: [
        ["🙏", [4]],
        ["😂", [1, 2]],
      ],
    },
    { who: 2, after: 3, text: "ছাতা এনো সবাই।" },
    { who: 0, after: 1, text: "দেখা হবে" },
  ],
};
