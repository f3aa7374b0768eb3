import { readFile } from 'node:fs/promises'
import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'
import { backupErrors } from './errors.ts'
import type { ObjectStore, StoredObject } from './object-store.ts'

const S3Access = Type.Object({
  /** Absent for Amazon itself. */
  endpoint: Type.Optional(Type.String({ pattern: '^https?://' })),
  region: Type.String({ default: 'us-east-1' }),
  accessKeyId: Type.String({ minLength: 1 }),
  secretAccessKey: Type.String({ minLength: 1 }),
})
export type S3Access = Static<typeof S3Access>

export async function readS3Access(path: string | undefined): Promise<S3Access> {
  if (path === undefined) throw backupErrors.noS3Access({ path: 'LANONG_BACKUP_S3_FILE' })
  try {
    return Value.Parse(S3Access, Value.Default(S3Access, JSON.parse(await readFile(path, 'utf8'))))
  } catch (cause) {
    throw backupErrors.noS3Access({ path }, cause)
  }
}

/** A bucket as a store: `s3://bucket/prefix`. The client is loaded when there is one. */
export async function s3Store(address: string, access: S3Access): Promise<ObjectStore> {
  const { S3Client, PutObjectCommand, GetObjectCommand, DeleteObjectCommand, paginateListObjectsV2 } =
    await import('@aws-sdk/client-s3')
  const { hostname: bucket, pathname } = new URL(address)
  const prefix = pathname.replace(/^\/|\/$/g, '')
  const key = (name: string) => (prefix ? `${prefix}/${name}` : name)
  const { endpoint, region, ...credentials } = access
  const client = new S3Client({
    region,
    credentials,
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 10_000, requestTimeout: 120_000 },
  })
  return {
    where: address,
    async put(name, bytes) {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key(name), Body: bytes }))
    },
    async get(name) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key(name) }))
        return Body && Buffer.from(await Body.transformToByteArray())
      } catch (error) {
        if ((error as Error).name === 'NoSuchKey') return undefined
        throw error
      }
    },
    async list(from) {
      const found: StoredObject[] = []
      const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: key(from) })
      for await (const page of pages)
        for (const { Key = '', Size = 0 } of page.Contents ?? [])
          found.push({ name: prefix ? Key.slice(prefix.length + 1) : Key, size: Size })
      return found.sort((a, b) => (a.name < b.name ? -1 : 1))
    },
    async remove(name) {
      await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key(name) }))
    },
  }
}
