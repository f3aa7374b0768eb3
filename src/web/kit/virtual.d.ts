/** Texts by language, fetched when they are wanted: made by tools/vite-texts.ts. */
declare module 'virtual:texts' {
  type Fetch = () => Promise<{ readonly default: Readonly<Record<string, string>> }>
  type InBoth = Readonly<Record<'vi' | 'en', Fetch>>
  export const start: InBoth
  export const areas: Readonly<Record<string, InBoth>>
}

/** Set by vite.config.ts: names the build, to notice that the server has a newer one. */
declare const LANONG_BUILD: string
