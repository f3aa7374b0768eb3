import { enterpriseSchema, groupSchema, listOf, userSchema } from './resources.ts'
import { scimError } from './scim-error.ts'

const schemaSchema = 'urn:ietf:params:scim:schemas:core:2.0:Schema'
const typeSchema = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType'

/** What this server does of SCIM. @see RFC 7643 §5 */
export const serviceProviderConfig = (base: string) => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: 200 },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'OAuth Bearer Token',
      description: 'Authentication with an OAuth 2 bearer token: client_credentials, scope scim',
      specUri: 'https://www.rfc-editor.org/info/rfc6750',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
})

const types = [
  {
    id: 'User',
    name: 'User',
    description: 'An account of a person',
    endpoint: '/Users',
    schema: userSchema,
    schemaExtensions: [{ schema: enterpriseSchema, required: false }],
  },
  { id: 'Group', name: 'Group', description: 'A role', endpoint: '/Groups', schema: groupSchema },
]

interface Attribute {
  readonly name: string
  readonly type: 'string' | 'boolean' | 'complex' | 'reference'
  readonly description: string
  readonly multiValued?: true
  readonly required?: true
  readonly mutability?: 'readOnly' | 'immutable' | 'writeOnly'
  readonly returned?: 'never' | 'always'
  readonly uniqueness?: 'server'
  readonly caseExact?: true
  readonly referenceTypes?: readonly string[]
  readonly subAttributes?: readonly Attribute[]
}

const value = (name: string, description: string): Attribute => ({ name, type: 'string', description })
const told: Pick<Attribute, 'mutability'> = { mutability: 'readOnly' }

/** Only what this server reads or tells; RFC 7643 §7 asks for no more. */
const schemas: readonly { id: string; name: string; description: string; attributes: readonly Attribute[] }[] = [
  {
    id: userSchema,
    name: 'User',
    description: 'An account of a person',
    attributes: [
      {
        ...value('userName', 'Name at the login: small letters, digits, dots, dashes'),
        required: true,
        mutability: 'immutable',
        uniqueness: 'server',
      },
      {
        name: 'name',
        type: 'complex',
        description: 'Parts of the name; the display name counts before them',
        subAttributes: [
          value('formatted', 'The whole name'),
          value('familyName', 'Family name, read where no whole name is given'),
          value('givenName', 'Given name, read where no whole name is given'),
        ],
      },
      value('displayName', 'The name as people read it'),
      { name: 'active', type: 'boolean', description: 'Whether the person may log in' },
      {
        ...value('password', 'First password, to be changed at the first login'),
        mutability: 'writeOnly',
        returned: 'never',
      },
      {
        name: 'roles',
        type: 'complex',
        multiValued: true,
        description: 'Roles of the hospital',
        subAttributes: [
          { ...value('value', 'Code of the role'), caseExact: true },
          { ...value('display', 'Title of the role'), ...told },
        ],
      },
      {
        name: 'groups',
        type: 'complex',
        multiValued: true,
        description: 'The same roles as groups',
        ...told,
        subAttributes: [
          { ...value('value', 'Id of the group'), ...told },
          { ...value('display', 'Title of the group'), ...told },
          {
            name: '$ref',
            type: 'reference',
            description: 'Address of the group',
            referenceTypes: ['Group'],
            ...told,
          },
        ],
      },
    ],
  },
  {
    id: groupSchema,
    name: 'Group',
    description: 'A role; roles themselves are files of the installation',
    attributes: [
      { ...value('displayName', 'Title of the role'), ...told },
      {
        name: 'members',
        type: 'complex',
        multiValued: true,
        description: 'Persons with the role',
        subAttributes: [
          { ...value('value', 'Id of the account'), mutability: 'immutable' },
          { ...value('display', 'Name of the person'), ...told },
          {
            name: '$ref',
            type: 'reference',
            description: 'Address of the account',
            referenceTypes: ['User'],
            mutability: 'immutable',
          },
        ],
      },
    ],
  },
  {
    id: enterpriseSchema,
    name: 'EnterpriseUser',
    description: 'Where the person works',
    attributes: [value('department', 'Codes of departments with spaces')],
  },
]

const plain = {
  multiValued: false,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
}

/** Every characteristic is told, so that no reader has to know the defaults of RFC 7643 §2.2. */
function whole({ subAttributes, ...attribute }: Attribute): object {
  const textual = attribute.type === 'string' || attribute.type === 'reference'
  return {
    ...plain,
    ...(textual ? { uniqueness: 'none' } : {}),
    ...attribute,
    ...(subAttributes ? { subAttributes: subAttributes.map(whole) } : {}),
  }
}

const typeOf = (base: string) => (type: (typeof types)[number]) => ({
  schemas: [typeSchema],
  ...type,
  meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${type.id}` },
})

const schemaOf =
  (base: string) =>
  ({ attributes, ...schema }: (typeof schemas)[number]) => ({
    schemas: [schemaSchema],
    ...schema,
    attributes: attributes.map(whole),
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${schema.id}` },
  })

/** These lists are not searched. @see RFC 7644 §4 */
export function refuseFilter(query: { readonly filter?: string }): void {
  if (query.filter !== undefined) throw scimError(403)
}

export const listTypes = (base: string) => listOf(types.map(typeOf(base)), types.length, 1)
export const listSchemas = (base: string) => listOf(schemas.map(schemaOf(base)), schemas.length, 1)

export function readType(id: string, base: string): object {
  const found = types.find((type) => type.id === id)
  if (!found) throw scimError(404, undefined, `ResourceType ${id.slice(0, 64)} not found`)
  return typeOf(base)(found)
}

export function readSchema(id: string, base: string): object {
  const found = schemas.find((schema) => schema.id.toLowerCase() === id.toLowerCase())
  if (!found) throw scimError(404, undefined, `Schema ${id.slice(0, 64)} not found`)
  return schemaOf(base)(found)
}
