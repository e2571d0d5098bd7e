import { expect, it } from "vitest";
import { dataTable, mention, message, mrkdwn, section } from "../../blocks/kit.ts";
import { withLine } from "../../blocks/understood.ts";

it("an answer keeps its people, its signs and its plain form behind the line it was understood as", () => {
  const table = { caption: "Scores", columns: ["of", "score"], rows: [["c1", "0.5"]] };
  const told = message(mrkdwn`Approved by ${mention("U0ANNA")}; p ${"<"} 0.001.`, [section("a"), dataTable(table)]);

  const { text, blocks, plain } = withLine("/helix status", told);

  expect(text).toBe("Understood as `/helix status`. Approved by <@U0ANNA>; p &lt; 0.001.");
  expect(blocks.map(({ type }) => type)).toEqual(["context", "section", "data_table"]);
  expect(plain?.map(({ type }) => type)).not.toContain("data_table");
  expect(plain?.[0]).toEqual(blocks[0]);
});
