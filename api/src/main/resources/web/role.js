/** Each may do all that those before it may. */
export const ROLES = ['viewer', 'marketer', 'operator', 'admin'];

let rank = -1;
let name;

/** Takes over the name and the role of whoever is signed in. */
export function become(who) {
  rank = ROLES.indexOf(who.role);
  name = who.name;
}

/** Whether whoever is signed in may do what needs that role. The server decides; this is for what the page offers. */
export const may = role => rank >= ROLES.indexOf(role);

/** The name of whoever is signed in, as campaigns have it in `createdBy`. */
export const me = () => name;
