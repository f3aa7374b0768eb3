/** Lets other requests be answered before long work goes on. */
export const pause = () => new Promise<void>((resume) => setImmediate(resume))
