declare module 'virtual:messages/*' {
  const texts: Readonly<Record<string, string>>
  export default texts
}

/** Set by vite.config.ts: names the build, to notice that the server has a newer one. */
declare const LANONG_BUILD: string
