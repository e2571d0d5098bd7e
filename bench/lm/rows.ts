import type { RowSpec } from "../../models/contract.ts";

const complaints = ["does not start", "prints everything twice", "shows last month's figures", "asks for a password"];
const things = ["printer", "till", "report", "door lock", "scanner"];

/** So many different tickets, each with the label that every second one deserves. */
export function ticketRows(count: number): RowSpec[] {
  return Array.from({ length: count }, (_, n) => {
    const problem = `the ${things[n % things.length]} on floor ${n % 17} ${complaints[n % complaints.length]}`;
    const ticket = `Ticket ${n}. Since this morning ${problem}. We restarted it and read the manual; ${problem} all the same.`;
    const inputs = { ticket, plan: n % 3 === 0 ? "gold" : "basic" };
    return { id: `row-${n}`, inputs, label: { urgency: n % 2 ? "high" : "low" }, repetition: 0, prediction: null };
  });
}
