import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { blobPath } from '../blob-file.ts'
import { fileBlobs } from '../blobs.ts'
import { allIsSealed, keysInUse, resealFiles } from '../reseal-blobs.ts'
import { isEnvelope, masterKeyOf, openEnvelope, rewrapEnvelope, sealEnvelope } from './envelope.ts'
import { makeEscrow, openShare, recover } from './escrow.ts'
import { installedKeyring } from './installed.ts'
import { changingKeys } from './key-file-lock.ts'
import { addKey, dropOldKeys, joinKeys, openKeyring, readableKeys, readKeyFile } from './keyring.ts'

const root = mkdtempSync(join(tmpdir(), 'lanong-keys-'))
after(() => rmSync(root, { recursive: true, force: true }))
let folders = 0
const fresh = () => {
  const folder = join(root, String(++folders))
  return { folder: join(folder, 'blobs'), file: join(folder, 'keys', 'master.json') }
}
const foldersOf = (blobs: string) => ({ blobs, quarantine: join(blobs, '..', 'quarantine') })
const secret = Buffer.from('Nguyễn Thị Bí Mật, 079012345678')

describe('an envelope', () => {
  it('opens with its name and master key only, and not when a byte is changed', () => {
    const keyring = openKeyring(fresh().file)
    const sealed = sealEnvelope(keyring, 'a', secret)
    assert.ok(isEnvelope(sealed))
    assert.equal(sealed.includes('Nguyễn'), false)
    assert.deepEqual(openEnvelope(keyring, 'a', sealed), secret)
    assert.throws(() => openEnvelope(keyring, 'b', sealed), { code: 'keys.altered' })
    assert.throws(() => openEnvelope(openKeyring(fresh().file), 'a', sealed), { code: 'keys.missing' })
    for (let at = 0; at < sealed.length; at++) {
      const bad = Buffer.from(sealed)
      bad[at] = (bad[at] ?? 0) ^ 1
      assert.throws(() => openEnvelope(keyring, 'a', bad), { code: /^keys\./ }, `byte ${at}`)
    }
    for (let length = 0; length < sealed.length; length++)
      assert.throws(() => openEnvelope(keyring, 'a', sealed.subarray(0, length)), { code: 'keys.altered' })
  })

  it('is never the same twice, and is closed anew by wrapping its key only', () => {
    const { file } = fresh()
    const keyring = openKeyring(file)
    const first = sealEnvelope(keyring, 'a', secret)
    assert.notDeepEqual(sealEnvelope(keyring, 'a', secret), first)
    const id = addKey(file, new Date())
    const again = rewrapEnvelope(keyring, 'a', first)
    assert.equal(masterKeyOf(again), id)
    assert.deepEqual(again.subarray(72), first.subarray(72))
    assert.deepEqual(openEnvelope(keyring, 'a', again), secret)
  })
})

describe('documents on the disk', () => {
  it('are encrypted, with a key file that only its owner reads', async () => {
    const { folder, file } = fresh()
    const hash = await fileBlobs(folder, openKeyring(file)).put(secret)
    assert.equal(readFileSync(blobPath(folder, hash)).includes('Nguyễn'), false)
    assert.equal(statSync(file).mode & 0o077, 0)
    assert.deepEqual(await fileBlobs(folder, openKeyring(file)).get(hash), secret)
    assert.equal(readdirSync(join(file, '..')).length, 1)
    await assert.rejects(fileBlobs(folder).get(hash), { code: 'keys.missing' })
  })

  it('from before stay readable, also one that looks encrypted, and are encrypted by the job', async () => {
    const { folder, file } = fresh()
    const keyring = openKeyring(file)
    const before = fileBlobs(folder)
    const odd = sealEnvelope(openKeyring(fresh().file), 'stranger', secret)
    const hashes = [await before.put(secret), await before.put(odd)]
    const now = fileBlobs(folder, keyring)
    assert.deepEqual([await now.get(hashes[0] ?? ''), await now.get(hashes[1] ?? '')], [secret, odd])
    assert.deepEqual(await resealFiles(foldersOf(folder), keyring), { files: 2, resealed: 2, failed: 0 })
    assert.deepEqual(await resealFiles(foldersOf(folder), keyring), { files: 2, resealed: 0, failed: 0 })
    assert.deepEqual((await keysInUse(foldersOf(folder))).counts, { [keyring.current().id]: 2 })
    assert.deepEqual([await now.get(hashes[0] ?? ''), await now.get(hashes[1] ?? '')], [secret, odd])
  })

  it('go over to a new key, after which the old one is not needed', async () => {
    const { folder, file } = fresh()
    const running = openKeyring(file)
    const blobs = fileBlobs(folder, running)
    const hash = await blobs.put(secret)
    const id = addKey(file, new Date())
    const later = await blobs.put(Buffer.from('later'))
    assert.equal(masterKeyOf(readFileSync(blobPath(folder, later))), id)
    assert.equal((await resealFiles(foldersOf(folder), running)).resealed, 1)
    assert.equal(dropOldKeys(file).length, 1)
    assert.deepEqual(await blobs.get(hash), secret)
  })

  it('that are damaged are told and left as they are', async () => {
    const { folder, file } = fresh()
    const hash = await fileBlobs(folder).put(secret)
    writeFileSync(blobPath(folder, hash), 'something else')
    assert.deepEqual(await resealFiles(foldersOf(folder), openKeyring(file)), { files: 1, resealed: 0, failed: 1 })
    assert.equal(readFileSync(blobPath(folder, hash), 'utf8'), 'something else')
  })
})

describe('the key file of an installation', () => {
  const installed = () => {
    const dataDir = join(root, String(++folders))
    const masterKeyFile = join(dataDir, 'mount', 'master.json')
    return { dataDir, masterKeyFile }
  }

  it('is not made anew when it is gone and something was encrypted', async () => {
    const config = installed()
    const hash = await fileBlobs(join(config.dataDir, 'blobs'), installedKeyring(config)).put(secret)
    rmSync(config.masterKeyFile)
    for (const known of ['the note', 'the document']) {
      assert.throws(() => installedKeyring(config).current(), { code: 'keys.lost' }, known)
      rmSync(join(config.dataDir, 'master-key.id'), { force: true })
    }
    rmSync(blobPath(join(config.dataDir, 'blobs'), hash))
    assert.match(installedKeyring(config).current().id, /^[0-9a-f]{8}$/)
  })

  it('is changed by one at a time; who is gone holds nothing', async () => {
    const { file } = fresh()
    await changingKeys(file, async () => {
      await assert.rejects(
        changingKeys(file, async () => {}),
        { code: 'keys.locked' },
      )
    })
    writeFileSync(`${file}.lock`, `4194305 ${hostname()}`)
    assert.equal(await changingKeys(file, async () => 'done'), 'done')
  })

  it('keeps what is still whole in it beside the keys of an escrow', () => {
    const { file } = fresh()
    openKeyring(file).current()
    const escrowed = readKeyFile(file)
    const id = addKey(file, new Date())
    const all = readKeyFile(file)
    writeFileSync(file, JSON.stringify({ keys: [...all.keys, { id: 'damaged' }] }))
    assert.deepEqual(joinKeys(escrowed, readableKeys(file)), all)
    assert.equal(all.keys.at(-1)?.id, id)
    writeFileSync(file, 'damaged')
    assert.deepEqual(joinKeys(escrowed, readableKeys(file)), escrowed)
  })
})

describe('what is encrypted', () => {
  it('is walked again after a rotation or a plain document; quarantined files count', async () => {
    const { folder, file } = fresh()
    const [keyring, places] = [openKeyring(file), foldersOf(folder)]
    const old = keyring.current().id
    const hash = 'a'.repeat(64)
    mkdirSync(places.quarantine, { recursive: true })
    writeFileSync(join(places.quarantine, hash), sealEnvelope(keyring, `quarantine ${hash}`, secret))
    await resealFiles(places, keyring)
    assert.equal(await allIsSealed(places, keyring), true)
    await fileBlobs(folder).put(secret)
    assert.equal(await allIsSealed(places, keyring), false)
    await resealFiles(places, keyring)
    const id = addKey(file, new Date())
    assert.equal(await allIsSealed(places, keyring), false)
    assert.deepEqual((await keysInUse(places)).counts, { [old]: 2 })
    assert.equal((await resealFiles(places, keyring)).resealed, 2)
    assert.deepEqual((await keysInUse(places)).counts, { [id]: 2 })
    const again = readFileSync(join(places.quarantine, hash))
    assert.deepEqual(openEnvelope(keyring, `quarantine ${hash}`, again), secret)
  })

  it('and cannot be read is told, so that no key is dropped', async () => {
    const { folder, file } = fresh()
    const hash = await fileBlobs(folder, openKeyring(file)).put(secret)
    rmSync(blobPath(folder, hash))
    mkdirSync(blobPath(folder, hash))
    assert.deepEqual(await keysInUse(foldersOf(folder)), { counts: {}, unread: 1, reason: 'EISDIR' })
  })
})

describe('the escrow of master keys', () => {
  const pair = (bits = 3072) => generateKeyPairSync('rsa', { modulusLength: bits })
  const pem = (one: ReturnType<typeof pair>) => one.publicKey.export({ type: 'spki', format: 'pem' }).toString()

  it('is opened by both holders together and by neither alone', () => {
    const { file } = fresh()
    openKeyring(file).current()
    const keys = readKeyFile(file)
    const [a, b] = [pair(), pair()]
    const shares = makeEscrow(keys, [pem(a), pem(b)], new Date()).map((share) => JSON.stringify(share))
    const key = keys.keys[0]?.key ?? 'none'
    for (const share of shares) assert.equal(share.includes(key), false)
    const [first, second] = [openShare(shares[0] ?? '', a.privateKey), openShare(shares[1] ?? '', b.privateKey)]
    assert.deepEqual(recover(first, second), keys)
    assert.throws(() => openShare(shares[0] ?? '', b.privateKey))
    assert.throws(() => recover(first, first), { code: 'keys.share' })
    assert.throws(() => recover(first, { share: second.share, half: first.half }), { code: 'keys.altered' })
    const other = makeEscrow(keys, [pem(a), pem(b)], new Date())[1]
    assert.throws(() => recover(first, openShare(JSON.stringify(other), b.privateKey)), { code: 'keys.share' })
  })

  it('needs two keys of two persons that are strong enough', () => {
    const { file } = fresh()
    openKeyring(file).current()
    const [good, weak] = [pem(pair()), pem(pair(2048))]
    for (const two of [
      [good, good],
      [good, weak],
      [good, ''],
      ['', good],
    ] as const)
      assert.throws(() => makeEscrow(readKeyFile(file), [two[0], two[1]], new Date()), { code: 'keys.holders' })
  })
})
