/** How often the nodes of a cell try a request: the option `attempts` they are given. */
export const ATTEMPTS = 4;

/** How long they wait for an answer: the option `timeout`. A request that hangs costs as much real time. */
export const TIMEOUT_SECONDS = 1;
