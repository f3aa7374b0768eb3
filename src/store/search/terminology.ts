/** What a search asks of the terminology. Loaded when it is needed: the terminology itself searches. */
export const terminology = () => import('../terminology/index.ts')
