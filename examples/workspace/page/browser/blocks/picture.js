import { h } from "../dom.js";

/** A picture from this workspace, or embedded; one from elsewhere is not fetched but named, with its address. */
export function picture(one, see) {
  const url = one.image_url ?? one.slack_file?.url ?? see.fileUrl?.(one.slack_file?.id);
  const isHere = url && (url.startsWith("data:image/") || new URL(url, location.href).origin === location.origin);
  if (isHere) return h("img", { src: url, alt: one.alt_text, loading: "lazy" });
  return h("span.picture-away", { role: "img", "aria-label": one.alt_text }, `▧ ${one.alt_text}`);
}
