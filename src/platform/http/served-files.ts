import { extname } from 'node:path'

/** Kinds of files that the web application is made of. Whatever else lies in its folder is not given out. */
const served = new Set(
  ['css', 'html', 'js', 'json', 'md', 'mjs', 'png', 'svg', 'wasm', 'webmanifest', 'woff', 'woff2'].map(
    (name) => `.${name}`,
  ),
)

export const isServed = (path: string): boolean => served.has(extname(path))
