/** What is let in by a code. */
export const CLIENT = "Excel task pane";

/** Where the token is kept: on this device, apart for every site that Excel runs in, and never in the workbook. */
export const storage = () => localStorage;

export const keyOf = () => `${Office.context.partitionKey || ""}crossfoot.token`;
