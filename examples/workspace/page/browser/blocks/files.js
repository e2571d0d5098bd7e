import { h } from "../dom.js";

/** Names of files that were chosen, by id: what was chosen stays when the app draws the form anew. */
const known = new Map();

/** Files a person hands to the app with a form: chosen or dropped, uploaded at once, taken out again with ×. */
export function files({ one, kept, see, props }) {
  for (const file of kept?.files ?? []) known.set(file.id, file);
  let chosen = (kept?.files ?? []).map(({ id }) => id);
  const most = one.max_files ?? 10;
  const accept = (one.filetypes ?? []).map((type) => `.${type}`).join(",") || undefined;
  const input = h("input.file-chooser", { type: "file", multiple: most > 1, accept, ...props, onchange: chose });
  const list = h("ul.files", { role: "list" });
  const says = h("span", { role: "status" });
  const drop = h(
    "label.drop",
    { ondragover: (event) => event.preventDefault(), ondrop: dropped },
    input,
    h("span.plain-button", { "aria-hidden": "true" }, most > 1 ? "Choose files" : "Choose a file"),
    h("small", {}, ` or drop ${most > 1 ? "them" : "it"} here${accept ? ` (${one.filetypes.join(", ")})` : ""}`),
    says,
  );
  const control = h("div.file-field", {}, drop, list);

  async function take(picked) {
    says.textContent = " Uploading…";
    for (const file of picked) {
      const taken = await see.upload(file);
      if (!taken) continue;
      known.set(taken.id, taken);
      chosen = most > 1 ? [...chosen, taken.id] : [taken.id];
    }
    says.textContent = "";
    draw();
    control.dispatchEvent(new Event("change"));
  }
  function chose(event) {
    event.stopPropagation();
    const picked = [...input.files];
    input.value = "";
    void take(picked);
  }
  function dropped(event) {
    event.preventDefault();
    void take([...event.dataTransfer.files]);
  }
  function draw() {
    list.replaceChildren(...chosen.map(row));
  }
  function row(id) {
    const { name = id, size = 0 } = known.get(id) ?? {};
    const away = () => {
      chosen = chosen.filter((other) => other !== id);
      draw();
      input.focus();
    };
    const props = { type: "button", "aria-label": `Remove ${name}`, onclick: away };
    return h("li", {}, h("span", {}, name), h("small", {}, sizeWords(size)), h("button.quiet", props, "×"));
  }
  draw();
  const write = (ids) => {
    chosen = [ids].flat().filter((id) => known.has(id));
    draw();
  };
  return { control, input, read: () => chosen, write };
}

const sizeWords = (bytes) => (bytes < 1_000 ? `${bytes} B` : `${Math.round(bytes / 1_000).toLocaleString("en")} kB`);
