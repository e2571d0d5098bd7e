import { request } from "node:http";
import { expect, it } from "vitest";
import { aWorkspace, channel } from "./support.ts";

/** The status of a request with exactly this path and these headers; `fetch` would tidy both. */
function statusOf(url: string, path: string, { method = "GET", headers = {} } = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { path, method, headers, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.once("error", reject);
    sent.end(method === "POST" ? JSON.stringify({ user: "U0ANNA", channel, text: "forged" }) : undefined);
  });
}

it("serves the page with a policy that lets nothing but its own files run", async () => {
  const slack = await aWorkspace();

  const page = await fetch(slack.url);

  expect(page.headers.get("content-type")).toContain("text/html");
  const policy = page.headers.get("content-security-policy")?.split("; ");
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(await page.text()).not.toMatch(/<script(?! type="module" src="\/page\/)|https?:/);
});

it.each([
  ["/page/main.js", 200],
  ["/page/blocks/table.js", 200],
  ["/archives/C0HELIX01/p1700000000000001", 200],
  ["/page/../serve.ts", 404],
  ["/page/%2e%2e/serve.ts", 404],
  ["/page/..%2f..%2fserver.ts", 404],
  ["/page/blocks/../../look.ts", 404],
  ["/page/look?user=nobody", 404],
  ["/page/nothing.js", 404],
])("answers %s with %i", async (path, status) => {
  const slack = await aWorkspace();

  expect(await statusOf(slack.url, path)).toBe(status);
});

it.each([
  ["another site's script", "POST", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors" }, 403],
  ["another site's form", "POST", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" }, 403],
  ["another port's script", "POST", { "sec-fetch-site": "same-site", "sec-fetch-mode": "cors" }, 403],
  ["a name that was bent to this machine", "POST", { host: "example.org" }, 403],
  ["the page itself", "POST", { "sec-fetch-site": "same-origin", "sec-fetch-mode": "cors" }, 200],
  ["a test, which is no browser", "POST", {}, 200],
])("lets %s act or not", async (_who, method, headers, status) => {
  const slack = await aWorkspace();

  expect(await statusOf(slack.url, "/control/acts/say", { method, headers })).toBe(status);
  expect(await slack.messages()).toHaveLength(status === 200 ? 1 : 0);
});

it("shows a person only what that person sees", async () => {
  const slack = await aWorkspace();
  await slack.as("U0ANNA").says("C0OTHER01", "between us");
  await slack.as("U0BEN").says(undefined, "to the app");
  const look = (user: string, at: string): Promise<Response> =>
    fetch(`${slack.url}/page/look?user=${user}&channel=${at}`);

  expect(await (await look("U0ANNA", "C0OTHER01")).text()).toContain("between us");
  expect(await (await look("U0RITA", "C0OTHER01")).text()).not.toContain("between us");
  expect(await (await look("U0ANNA", "D0BEN")).text()).not.toContain("to the app");
});
