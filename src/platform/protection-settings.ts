import Type from 'typebox'

/** How the program protects itself: see docs/security/hardening.md. */
export const protectionSettings = {
  tls: Type.Union([Type.Literal('off'), Type.Literal('own'), Type.Literal('files')], {
    default: 'off',
    description:
      'HTTPS by the server itself: `own` makes a certificate authority in the data folder and renews its certificate, `files` takes a given one',
  }),
  tlsNames: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9.:-]+(,[A-Za-z0-9.:-]+)*$',
      description: 'Names and addresses in the own certificate, with commas; those of this machine when absent',
    }),
  ),
  tlsCertificateFile: Type.Optional(
    Type.String({ description: 'PEM file with the given certificate and those between it and the authority' }),
  ),
  tlsKeyFile: Type.Optional(Type.String({ description: 'PEM file with the key of the given certificate' })),
  masterKeyFile: Type.Optional(
    Type.String({
      description:
        'File with the master keys of what is kept encrypted; made as `keys/master.json` in the data folder when absent',
    }),
  ),
  sealFiles: Type.Union([Type.Literal('on'), Type.Literal('off')], {
    default: 'on',
    description: 'Whether documents are encrypted on the disk',
  }),
  rateLimits: Type.Union([Type.Literal('on'), Type.Literal('off')], {
    default: 'on',
    description: 'Whether requests of one person or address are limited (data/security/limits.json)',
  }),
  oauthProfile: Type.Union([Type.Literal('smart'), Type.Literal('strict')], {
    default: 'smart',
    description:
      'What applications have to do to get in: `smart` as SMART App Launch says; `strict` also demands pushed requests (RFC 9126) and tokens bound to their sender (DPoP, RFC 9449) of every one',
  }),
  antivirusUrl: Type.Optional(
    Type.String({
      pattern: '^(tcp://[^\\s/]+:\\d+|unix:/[^\\s]+)$',
      description:
        'Virus scanner for uploads (clamd), `tcp://127.0.0.1:3310` or `unix:/run/clamav/clamd.ctl`; none when absent',
    }),
  ),
  antivirusAway: Type.Union([Type.Literal('refuse'), Type.Literal('accept')], {
    default: 'refuse',
    description: 'What happens to an upload while the virus scanner does not answer',
  }),
  outboundPrivate: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9.:/_-]+(,[A-Za-z0-9.:/_-]+)*$',
      description:
        'Names, addresses and ranges inside the hospital that the server may call, with commas: `lis.local`, `10.0.5.0/24`; an address written out in a setting may be called anyway',
    }),
  ),
}
