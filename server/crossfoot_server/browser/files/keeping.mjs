/** What is let in by a code. */
export const CLIENT = "Browser";

/** Where the token is kept: in this tab, until it is closed. */
export const storage = () => sessionStorage;

export const keyOf = () => "crossfoot.token";
