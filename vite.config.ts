import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { texts } from './tools/vite-texts.ts'

const root = import.meta.dirname

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
  plugins: [texts(), layers(), react()],
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
