/** What a write adds to a run or gate that people should see: its message is behind by so many writes until it is shown anew. */
export const toBeShown = { rev: 1, unshown: 1 } as const;

/** The write after a message was handed over that says what stood at `rev`; what was written since is left to be shown. */
export const shownUpTo = (_id: string, rev: number) => ({
  filter: { _id, shownRev: { $lt: rev } },
  update: [{ $set: { shownRev: rev, unshown: { $subtract: ["$rev", rev] } } }],
});

/** Which of a team's are to be shown. Their index holds nothing else, so asking each second costs the same in all years. */
export const isUnshown = (team: string) => ({ team, unshown: { $gt: 0 } });
export const unshownIndex = {
  keys: { team: 1, unshown: 1 },
  options: { partialFilterExpression: { unshown: { $gt: 0 } } },
} as const;
