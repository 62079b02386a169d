/** Where the queue was left: its address, and the row. */
export const left = { address: "/", active: undefined as string | undefined };
