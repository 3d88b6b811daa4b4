/** Where somebody goes on with a draft. */
export const draftAddress = id => `#/new/${encodeURIComponent(id)}`;
