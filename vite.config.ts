import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const root = import.meta.dirname
const messages = resolve(root, 'data/messages')

/** Refusals come from the server in the person's language; safety and consent texts are shown by it alone. */
const onlyServer = /^(error\.(?!network|http|web)|safety\.|identity\.consent\.)/

/** `virtual:messages/vi`: all texts of a language as one module. */
function texts(): Plugin {
  const prefix = 'virtual:messages/'
  return {
    name: 'lanong-messages',
    resolveId: (id) => (id.startsWith(prefix) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${prefix}`)) return undefined
      const language = id.slice(prefix.length + 1)
      const files = readdirSync(messages).filter((name) => name.endsWith(`.${language}.json`))
      for (const file of files) this.addWatchFile(resolve(messages, file))
      const all = files.flatMap((file) =>
        Object.entries(JSON.parse(readFileSync(resolve(messages, file), 'utf8')) as Record<string, string>),
      )
      const shown = Object.fromEntries(all.filter(([key]) => !onlyServer.test(key)))
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(shown))})`
    },
  }
}

/** Imports beginning with `#` are the layers, as package.json names them for Node. */
function layers(): Plugin {
  return {
    name: 'lanong-layers',
    enforce: 'pre',
    resolveId: (id) => (/^#(kernel|fhir|modules|web)\//.test(id) ? resolve(root, 'src', id.slice(1)) : undefined),
  }
}

export default defineConfig(({ mode }) => ({
  root,
  publicDir: 'src/web/public',
  plugins: [layers(), texts(), react()],
  define: {
    LANONG_BUILD: JSON.stringify(process.env['LANONG_BUILD'] ?? mode),
    __webpack_nonce__: 'globalThis.styleNonce',
  },
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    target: 'es2024',
    sourcemap: false,
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 900,
    license: { fileName: 'licenses.md' },
  },
  server: { host: '127.0.0.1', proxy: { '/api': 'http://127.0.0.1:8080', '/fhir': 'http://127.0.0.1:8080' } },
}))
