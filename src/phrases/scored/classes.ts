/** Words that say the same to a reader of requests; one that was never met in a request is read like its neighbours. */
const classes: Record<string, string> = {
  start:
    "run start launch kick fire spin trigger begin queue execute schedule rerun rn initiate spawn go resubmit submit redo relaunch commence",
  improve:
    "optimize optimise optimizing optimising optimization optimisation tune tuning improve improving compile compiling recompile train retrain squeeze",
  evaluate:
    "evaluate evaluating evaluation eval evals re-evaluate reevaluate measure measuring measurement score scoring rescore benchmark assess grade retest test testing",
  compare:
    "compare comparing comparison compares versus vs against diff difference differences beat beats better outperform stack side-by-side head-to-head relative differ differs delta outdo outdoes outperforms beating",
  cancel: "cancel cancelling canceling kill killing abort aborting terminate stop stopping end scrap axe nuke shut",
  pause: "pause pausing suspend freeze halt hold park shelve adjourn",
  ended: "cancelled canceled killed aborted stopped scrapped binned ended terminated axed dropped",
  rested: "paused halted suspended parked frozen",
  resume: "resume resuming continue unpause restart proceed unfreeze unblock carry reactivate",
  promote: "promote promoting promotion ship deploy release publish rollout graduate",
  rollback: "rollback revert reverting undo back restore roll previous downgrade return",
  review:
    "review reviewing label labels labelled labeled labelling labeling draft drafts drafted annotate annotation queue cards card approve pending unlabeled",
  trace: "trace traces traffic requests calls inputs logs langfuse telemetry",
  dataset: "dataset datasets data examples rows version versions split splits",
  origin:
    "lineage provenance origin origins come came comes from produced produce made make created behind approved approve signed history built trained",
  tried: "tried try attempted attempts experiments experiment runs tests history jobs attempt trials",
  failed: "failed fail crashed broke errored died failing failures",
  state: "status state healthy health doing running progress going drift stand update",
  far: "far progress eta done finished left remaining long percent nearly almost ready soon",
  worse: "worse worst regressed regression regressions regress broke lost dropped hurt degraded declined fell",
  digest: "digest summary summarize summarise recap overview rundown briefing roundup report",
  audit: "audit tamper tampered intact chain trail log integrity records record decisions decision ledger",
  help: "help how usage commands command manual docs explain syntax",
  program: "programs program registered apps bots projects modules",
  not: "not don't dont never no nobody none nothing without shouldn't can't cannot won't wouldn't isn't nope nor neither mustn't didn't",
  if: "if unless once when whenever until after before assuming provided suppose supposing case",
  later: "tomorrow tonight later soon monday tuesday wednesday thursday friday saturday sunday next weekend",
  always: "every each always usually daily weekly nightly hourly often sometimes monthly",
  maybe: "maybe perhaps might may could would should probably possibly wonder wondering thinking consider considering",
  told: "said says told asked wrote wants suggested claims thinks tells",
  past: "ran was were had went did took finished got cost yesterday ago",
  feeling:
    "lol haha great wow nice thanks awesome love hate sad wonderful sarcasm joke kidding yay congrats cool awful terrible kudos cheers brilliant",
  i: "i i'm i'll i'd i've we we're we'll we'd we've us me my our",
  others:
    "he she they bob alice tom anna jonas priya jane john maria somebody someone anyone everybody people boss legal",
  show: "show list give tell get see display print view pull fetch open share paste bring check look",
  which: "what which who where when why how whose",
  please: "please kindly thanks could would can",
  new: "new newest latest recent fresh last",
  cheap: "cheaper cheap smaller faster different another other something else bigger stronger better alternative",
  money: "budget limit cap dollars usd spend cost costs max ceiling",
  it: "it this that them these those one",
};

const classOf = new Map<string, string[]>();
for (const [name, words] of Object.entries(classes))
  for (const word of words.split(" ")) classOf.set(word, [...(classOf.get(word) ?? []), name]);

/** The classes a word belongs to. */
export const classesOf = (word: string): readonly string[] => classOf.get(word) ?? [];

/** Every longer word of a class: what a slip of the pen may have been meant to be. */
export const classWords: readonly string[] = [...classOf.keys()].filter((word) => word.length > 4);
