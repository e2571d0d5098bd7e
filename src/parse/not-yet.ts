/** Commands that are planned: what each will do, and what does it today. */
const planned: Record<string, { instead: string; paste: string }> = {
  traces: { instead: "The digest counts new traces and drafts.", paste: "/helix digest" },
  promote: {
    instead: "A run with --recommend asks the approvers when its result is good enough.",
    paste: "/helix help run",
  },
  rollback: { instead: "The lineage shows what was deployed, by whom and why.", paste: "/helix lineage" },
  audit: {
    instead: "The lineage shows who decided; an operator checks the chain with npm run audit -- verify.",
    paste: "/helix lineage",
  },
};

/** What to say to a command that is planned but not there; undefined for any other word. */
export function notYet(word: string): { problem: string; paste: string } | undefined {
  const found = Object.hasOwn(planned, word) ? planned[word] : undefined;
  return found && { problem: `/helix ${word} is not available yet. ${found.instead}`, paste: found.paste };
}
