import { block } from "./blocks/index.js";
import { h, region } from "./dom.js";
import { seeView } from "./see.js";
import { toast } from "./toast.js";

/** The app's Home as it was published for this person. */
export function drawHome(app) {
  const { home, user } = app.seen;
  region(document.querySelector("#head"), ["home", app.appName()], () => [
    app.drawerButton(),
    h("h1", {}, app.appName()),
    app.tabs("home"),
  ]);
  const element = document.querySelector("#messages");
  const place = `home-${user}`;
  if (element.dataset.place !== place) element.scrollTop = 0;
  Object.assign(element.dataset, { place, follows: "false" });
  element.parentElement.querySelector(".newer")?.remove();
  const key = home ? `${home.id}/${home.hash}` : "none";
  const [now] = element.children;
  if (now?.dataset.key !== key) element.replaceChildren(home ? drawn(app, home, key) : nothing(app, key));
  document.querySelector("#composer").replaceChildren();
}

function drawn(app, home, key) {
  const fields = new Map();
  const answers = () => Object.fromEntries([...fields].map(([id, made]) => [id, made.read()]));
  const see = seeView(app, home, { holds: (id, made) => fields.set(id, made), answers, complain: toast });
  return h(
    "div.home",
    { "data-key": key },
    home.blocks.map((one) => block(one, see)),
  );
}

const nothing = (app, key) =>
  h("p.empty", { "data-key": key }, `${app.appName()} has not published a Home for you yet.`);
