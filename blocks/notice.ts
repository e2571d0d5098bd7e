import { type Message, modal } from "./kit.ts";

/** A message over whatever a person looks at, where there is no channel to tell it in. */
export const noticeModal = ({ blocks }: Message, title = "Helix") =>
  modal({ callbackId: "notice", title, submit: null, blocks });
