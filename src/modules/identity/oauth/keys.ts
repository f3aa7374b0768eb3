import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, type JWK } from 'jose'
import { keepFirst } from '../keep-first.ts'

/** Private keys of the authorization server. */
export interface OAuthKeys {
  readonly keys: readonly JWK[]
}

const made = new Map<string, Promise<OAuthKeys>>()

/** The keys in the data folder, made at the first use; a file only its owner can read. */
export function oauthKeys(dataDir: string): Promise<OAuthKeys> {
  const path = join(dataDir, 'keys', 'oauth.json')
  const known = made.get(path) ?? load(path)
  made.set(path, known)
  known.catch(() => made.delete(path))
  return known
}

async function load(path: string): Promise<OAuthKeys> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as OAuthKeys
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const kept = await keepFirst(path, JSON.stringify(await generate()))
  return JSON.parse(kept.toString('utf8')) as OAuthKeys
}

async function generate(): Promise<OAuthKeys> {
  const keys = await Promise.all([generateOne('ES256'), generateOne('RS256')])
  return { keys }
}

/** ES256 signs access tokens; RS256 is what every OpenID client must be able to read. */
async function generateOne(alg: 'ES256' | 'RS256'): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true })
  return {
    ...(await exportJWK(privateKey)),
    alg,
    use: 'sig',
    kid: `${alg.toLowerCase()}-${randomBytes(6).toString('hex')}`,
  }
}
