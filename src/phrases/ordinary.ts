/** Common English words that are nobody's slip, whatever they resemble: above all those that turn a sentence around. */
export const ordinary: ReadonlySet<string> = new Set(
  `parse parser parsing parsed tree rule plate hola sending seeing served not never none nor neither no nope unless except without instead rather avoid skip ignore forget wait hold don't cannot can't won't
  shouldn't wouldn't couldn't didn't doesn't isn't aren't wasn't weren't haven't hasn't hadn't mustn't needn't but or if though although however
  maybe perhaps possibly probably hypothetically suppose supposed imagine pretend theoretically whether tomorrow later soon yesterday monday
  tuesday wednesday thursday friday saturday sunday weekend week month year hour hours minute minutes noon midnight morning evening night daily
  hourly weekly every each twice thrice once again several many few most more less least half double triple all any both either another other
  others same different delete remove erase destroy wipe drop dropped purge database table password token secret key keys user users channel
  message messages email mail slack send sent write wrote written read reads code branch commit merge merged push pull request repo repository
  file files folder server servers machine cloud budgeted cost costs costed spent spend spends million thousand billion hundred euro euros pound
  pounds yen cents cent per about around roughly approximately almost nearly exactly already still ever even only just very much quite really
  actually basically honestly seriously literally obviously clearly surely certainly definitely hopefully unfortunately sadly luckily glad happy
  sad angry tired bored hungry lunch dinner coffee pizza beer weather rain rains sunny cold warm joke jokes funny hilarious story song poem
  approve approved approves reject rejected decide decided sign sign-off accept accepted decline declined grant allow allowed forbid permit
  people person someone somebody anyone anybody everyone everybody nobody they them their theirs he she his her him its it's whose whom those
  these there where when while until till since because therefore thus hence than then that this with within into onto from over under above
  below between among after before during against toward towards across along through off out up down left right here was were been being have
  has had having did does done do am are is be will would shall should can could may might must ought used need needs needed want wants wanted
  like likes liked love hate think thinks thought know knows knew known guess feel feels felt believe hope wish wonder remember forgot understand
  say says said tell told ask asked asks talk talked speak call called calls name named names look looks looked see seen saw watch hear heard
  find finds found lose lost gain gains win wins won beat beats fail fails failed break breaks broke broken fix fixed fixes work works worked
  working play played game games buy bought sell sold make makes made take takes took taken give gives gave given get gets got bring brought
  keep keeps kept put set sets let lets leave leaves begin began start starts end ends ended finish finishes open opens opened close closed
  turn turned move moves moved change changes changed try tries tried use uses using great good better best bad worse worst nice cool fine okay
  sure yes yeah yep nah please thanks thank sorry hello hey bye welcome first second third fourth fifth last next previous old new older newer
  young big bigger small smaller large larger long longer short shorter high higher low lower fast faster slow slower cheap cheaper expensive
  easy hard simple complex true false real fake right wrong stuff things thing way ways part parts place time times day days today now number
  numbers point points line lines word words list lists page pages question questions answer answers problem problems idea ideas fact facts case
  cases group team teams company customer customers money price prices dollar dollars buck bucks recipe recipes cheese soy milk nuts gluten
  vegan peanut peanuts sesame parcel parcels claim claims ingredient ingredients analyzer scrap ditch rename rebase rollout react revise revive
  result results policy police lunch launch branch bench torch touch teach reach rest best pest nest vest west zest lest test text next heat seat
  meat beat feat neat pane panes cause clause reason season ran sum sun son sin pin pun fun gun bun nun run rum rub rug rut
  flight dare alice alive dog dogs cat plan plans staging manager managers clean docs provider providers spit spitting recurring basic basics
  convinced convince born forth bug bugs bugging promise promises bets form forms boring bored regards regard weights suspect sort sorts contract
  contracts slide slides driving drive drives shape hanging hang health percent preceded thrown throw succeeded succeed typo refrain register
  install scale scales planning past whatever whichever wherever budget budgets invoice invoices incident incidents oncall steering committee
  board offer offers quarter report reports reporting stakeholder stakeholders deadline deadlines vendor vendors accounting finance legal sales
  support supporting release releases sprint sprints standup meeting meetings vacation holiday holidays colleague colleagues intern interns
  expense expenses share shares shared sharing stuck state states station patience passing partial partly practice pattern paper papers figure
  figures fair fairly final finally firm firmly floor flaky flop focus folks follow followed force fresh friend friends front full fun further
  `
    .split(/\s+/)
    .filter((word) => word !== ""),
);
