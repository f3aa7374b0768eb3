/** The number that styles of this page must carry; the server gives each page its own. */
export const styleNonce = document.querySelector<HTMLMetaElement>('meta[name=style-nonce]')?.content ?? ''

// Libraries that add styles by themselves look for it under this name: see vite.config.ts.
Object.assign(globalThis, { styleNonce })
