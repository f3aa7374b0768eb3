// `npm run sbom`: writes dist/sbom.cdx.json out of package-lock.json.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { type Lock, makeSbom } from './sbom.ts'

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock
mkdirSync('dist', { recursive: true })
writeFileSync('dist/sbom.cdx.json', `${JSON.stringify(makeSbom(lock), undefined, 2)}\n`)
process.stdout.write(`dist/sbom.cdx.json: ${Object.keys(lock.packages).length - 1} components\n`)
