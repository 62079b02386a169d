/** By what a person is told to the program who is to be erased. */
export const personKinds = ["address", "user", "mail"] as const;
