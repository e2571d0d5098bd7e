/**
 * Common English words that lie a letter or two from a word of the grammar or a name, and are no slip for it: "any of
 * mine" speaks of no model. They say nothing of what is asked for.
 */
export const commonWords = new Set(
  `
  cranked dialled dialed cleverer nicer editions former books
  por favor mit con para accessed accessing adopted aids alike alleged alliance alloy alter annually apple archive arise assets assisted audio ball bank banned bare
  barn base based bath beads beam bean beans bear bearing bears beast bedding begun bell belts beta betting black blog blogging boat boating
  boats bond boot booth borough bottle boys brake bread breathing brother bulk bull calm camp camping cars casa cash casting cell cells chair
  chan chapter chargers cheat chef chicken chuck cleared clicking coaching coal coast coat coating combination combine combining comment
  comments completion computation compute computer connect consult consumer contained containing contest cook cooking cope cord correct
  correctly counting crew crops cure cycling dairy date declared deer defined delayed derived designed division divisions drag drew dual dumb
  dying earning ears ease editing evolution examines excessive exciting excluding extending extensive failures falling farm farmer farming
  farms feed fees feet fell fibre filling fixtures flavor flour flush font foster foul frost funds furnished futures gene gods gold gore grace
  grain grave greeting ground growing hall handheld harm herb hero hire hole holes holy hood imported imposed indexed influence intensity
  intimate intro keen king lace laser latex latter laughing layer leading lean lease leasing lending licking lighting link linking loading
  lock locking locks lodging logging lonely loop loops lore lung males march marking mass meal meals mere mess micro midi mild mine mines
  minimum mint mobiles modems monkey moore motel motels mounting movie nearby neon nose nuts outcomes own pace packed packet packing pain
  paint palace parking pass passed passes pasta peace peer pendant pics pill pine plane poet poll pork pose precious prediction premises
  president prevent pride prime prize probe profits projection proportion prospect prospects protect protection protest proud providing
  purpose purposes quiet quilt quiz rally ranging ranking rear reducing reel referred referring refined reforms regions regulated related
  relying removal renewal rent replica reserved resolved resort resorts respect respected respective retain retained reverse rewards rice rise
  role rope rose routing safety sail sample sand scanning scared scope seeds shade shake shame shark sharp shaw sheep shell shift shirt shoe
  shoes shoot shop shopper shopping shops showing sixth skill skin sleep slip slot smell smoking snap soap sole solving soy span spare spatial
  spelling sport sporting spot spreading springer staff stage stake starring stars status stick sticker sticks stock stockings stocks store
  stored stores storm strand strange stranger strap striking string studying stunning summit surf surface surfaces surfing surge surplus
  survive sweet tail tale tales tanks tape tapes taxes tear teen tent term theatre theme thick thorough tide tied ties tiles tips tire tires
  tone tons toys track tracked tracker tracking tracks tract trades trail trailer trance treating tube unlock vary walks ware wash watts weak
  wheat whoever whomever wide width wife winds wines wings winter wiring wise wish witch won world worm worn wound
  alternate cancer commented commerce compact companies congress costa creator evans executive fort historic initial initiative jones killer
  marie marta mins nike original outdoor passing pissing processed product productive products programmes promotional provide provides
  reconcile relation relative sack slipped spain stale stepping steven strongly suggests tasting terminal threw
  `
    .split(/\s+/)
    .filter((word) => word !== ""),
);
