import { bare, isAgainst, type Sentence, wordsOf } from "./mentions.ts";
import type { Token } from "./tokens.ts";

/** What compares, where something stands to be compared with. */
const strongly =
  /^(?:compar\w*|contrast\w*|confront\w*|cmp|against|versus|vs|vs\.|beats?|beating|outperforms?|outperforming|better|worse|stacks?|improves?|improvement|benchmark\w*|relative|fares?|differs?|difference|diff|side|side-by-side|next|delta|tops|hold|holds|measures?|measured|stands?|weigh\w*|gain|gains|win|wins|ahead|past|than|head-to-head|head|pit|pits|pitted|squares?|matches|match|edge|compete\w*|rival\w*|outdo\w*|tops?|worth|gap|yardstick|unseat|dethrone|oust|overtakes?|surpass\w*|replac\w*|far)$/;

/** Whether the result is to be set against what is deployed. */
export function isCompared(sentences: readonly Sentence[]): boolean {
  return sentences.some(({ tokens }) => {
    const at = tokens.findIndex(
      ({ is, says }, n) =>
        is === "word" && strongly.test(says) && isBesideNext(says, tokens[n + 1]) && !isAgainst(tokens, n, 5),
    );
    if (at < 0) return isBeside(tokens) || tokens.some((_, n) => isHeldAgainst(tokens, n));
    if (tokens.some(({ is }) => is === "live" || is === "candidate" || is === "deployment")) return true;
    return /\bcompar\w* (?:it|them|the results?|results?|both|everything|afterwards|all|that|this) (?:afterwards |at the end |too |as well |please |, |\. |and |if |$)/.test(
      wordsOf(tokens.slice(at)),
    );
  });
}

/** "Next week" is no place. */
const isBesideNext = (says: string, next: Token | undefined): boolean => says !== "next" || next?.says === "to";

const fillers =
  "(?:the |our |whatever |what |what's |that |that's |thats |version |one |prompt |release |is |we |we're |currently |at |side |by |of |in |it |have |has |got |had |out |there |put |running |into |now |currently |already )*";
const set =
  "\\b(?:line|lines|lined|match|matched|hold|put|set|lay|rank|judge|check|show|look|see|contrast\\w*|score\\w*|results?|numbers|side) (?:\\S+ ){0,5}(?:with|alongside|beside|over|to|by)";
/** "Line the results up with the version that's live", "whether we gain anything over what's live": set beside it. */
const beside = new RegExp(`(?:${set}|\\b(?:over|against|than|up to|up with|up against|next to|alongside)) ${fillers}$`);
const putting = /\b(?:put|set|push|ship|bring|take|get|show) (?:\S+ ){0,3}to $/;

const isBeside = (tokens: readonly Token[]): boolean =>
  tokens.some(({ is }, n) => {
    const before = wordsOf(tokens.slice(0, n));
    return is === "live" && tokens[n + 1]?.is !== "program" && beside.test(before) && !putting.test(before);
  });

/**
 * "What is deployed serves as the control arm": whoever asks for a run and speaks of what is live wants the two set side
 * by side, except where it is only told what is wrong with it, or what the run is for.
 */
function isHeldAgainst(tokens: readonly Token[], n: number): boolean {
  if (tokens[n]?.is !== "live" || ofProgram.test(kindsOf(tokens.slice(n + 1, n + 4)))) return false;
  const start = tokens.slice(0, n).findLastIndex(isBorder) + 1;
  const length = tokens.slice(n + 1).findIndex(isBorder);
  const before = wordsOf(tokens.slice(Math.max(0, start - 1), n));
  const after = wordsOf(tokens.slice(n + 1, length < 0 ? undefined : n + 1 + length));
  // "Any chance we get miprov2 going?"
  if (/ (?:get|see)s?$/.test(tokens[n]?.says ?? "") && !/\b(?:what|whatever|that|than|version|one) $/.test(before))
    return false;
  return !elsewhere.test(before) && !complaint.test(after) && !isAgainst(tokens, n, 5);
}

const isBorder = ({ is, says }: Token): boolean =>
  (is === "mark" && says !== ":") || /^(?:so|but|because|since|whereas|as|while)$/.test(says);
/** "The live parcel-claims", "what is live for parcel-claims" */
const ofProgram = /^(?:(?:version|prompt|one) )?(?:(?:of|for|on) )?(?:the )?<program>/;
const kindsOf = (tokens: readonly Token[]): string =>
  tokens.map(({ is, says }) => `${is === "word" ? says : `<${is}>`} `).join("");
/** Where it goes or is used, and not what it is set against. */
const elsewhere =
  /^(?:because|since|as|whereas|while) |^, (?:which|that) (?:is |was |runs )*$|\b(?:program|swift's|afford|complain\w*|unhappy|trouble|issues?|problems?|wrong|bugs?|broken) (?:\S+ ){0,4}$|\b(?:from|into|to|towards?|reach\w*|hit|before|until|for|(?<!\b(?:version|one|copy|prompt|release|what|whatever|that|setup|currently|now|already|is|are|we have) )in) (?:the |our |we |goes |going |is )*$/;
const complaint =
  /^(?:\w+ ){0,2}(?:is|isn't|are|aren't|was|wasn't|keeps?|misses|fails?|struggles?|has|hasn't|can't|doesn't|gets|got|went|seems?|looks?|feels?|costs?|breaks?|makes?) |^(?:traffic|data|logs?|inputs?|requests?|users?|cases|load|volume|environment|systems?|issues?|incidents?|bugs?|tickets?|model|date|freeze|launch|rollout|readiness|deadline|code|budget) /;

const recommending =
  /^(?:rec+om+[ae]nd\w*|reco|propos(?!er)\w*|nominate\w*|forward|approvers?|approves|promotion|approval|sign-?off|signoff|green-?light)$/;

/** "My sign-off sheet", "the approval meeting": no approver is asked by it. */
const paper =
  /^(?:sheets?|forms?|lists?|checklists?|documents?|docs?|meetings?|papers?|paperwork|round|calls?|templates?|process)$/;

/** "What Dana proposed", "Tom recommended gepa": who did is told. */
const isOfSomebody = (tokens: readonly Token[], n: number): boolean =>
  tokens[n - 1]?.is === "word" &&
  !/\b(?:be|being|get|gets|is|are|it|them|have|has|want|wanted|winner|result|results|one|best|better|candidate|version|and|or|if|once|when) $/.test(
    wordsOf(tokens.slice(n - 1, n)),
  );

/** Whether the approvers are to be asked where the result is good enough. */
export function isRecommended(sentences: readonly Sentence[]): boolean {
  return sentences.some(({ tokens }) => {
    const words = wordsOf(tokens);
    // "Propose new instructions", "I propose we try": not to the approvers.
    const instructs =
      /\bpropos\w* (?:the |new |better |its )*(?:instructions?|prompts?)\b|\b(?:instructions?|prompts?|new) proposals?\b|\bproposals? (?:should |to |are |is |can |will )?(?:be )?(?:come|comes|coming|made|by|from|written)\b|\b(?:i|we|i'd|we'd|would) (?:like to )?propose (?:that )?(?:we|to|a|an|you)\b/.test(
        words,
      );
    const named = tokens.some(
      ({ is, says }, n) =>
        is === "word" &&
        recommending.test(bare(says)) &&
        !paper.test(tokens[n + 1]?.says ?? "") &&
        !(says.endsWith("ed") && isOfSomebody(tokens, n)) &&
        !(instructs && says.startsWith("propos")) &&
        !isAgainst(tokens, n, 5),
    );
    const ships =
      /\b(?:promote|ship|deploy|release|suggest|push) (?:it|that|the winner|the result|the best|whatever|whichever|the better)\b|\bworth (?:promoting|shipping|deploying|releasing)\b/.test(
        words,
      );
    const isConditional = /\b(?:if|when|once|should|provided|in case|as soon as|assuming|whichever|whatever)\b/.test(
      words,
    );
    const isOff =
      /\b(?:no|not|don't|without|never|skip) (?:\S+ ){0,4}(?:promote|ship|deploy|release|suggest|push|recommend\w*|propos\w*)\b/.test(
        words,
      );
    return named || (ships && isConditional && !isOff);
  });
}
