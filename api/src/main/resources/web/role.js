const ROLES = ['viewer', 'marketer', 'operator', 'admin']; // each may do all that those before it may

let rank = -1;

/** Takes over the role of whoever is signed in. */
export function become(role) {
  rank = ROLES.indexOf(role);
}

/** Whether whoever is signed in may do what needs that role. The server decides; this is for what the page offers. */
export const may = role => rank >= ROLES.indexOf(role);
