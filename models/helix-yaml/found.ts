const secretName = /key|secret|password|authorization|^token$/i;
const secretLook = /^(sk|pk)-|^xox|^xapp-|^AKIA|^AIza|^gh[a-z]_|bearer|:\/\/[^/\s]*@|^[A-Za-z0-9+/_=-]{32,}$/i;

/** What stands at a key, in words; what could be a secret is named but never shown. */
export function found(value: unknown, key: string): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : `a list of ${value.length}`;
  if (typeof value === "object") return Object.keys(value).length === 0 ? "an empty mapping" : "a mapping";
  if (typeof value !== "string") return String(value);
  if (secretName.test(key) || secretLook.test(value)) return "a text (not shown, it could be a secret)";
  return `"${value.length > 60 ? `${value.slice(0, 60)}…` : value}"`;
}
