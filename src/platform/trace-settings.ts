import Type from 'typebox'

/** Where the ways of requests are told to: see docs/operations/watching.md. */
export const traceSettings = {
  traceUrl: Type.Optional(
    Type.String({
      pattern: '^https?://',
      description:
        'Collector of OpenTelemetry traces (OTLP over HTTP, JSON), `https://…/v1/traces`; nothing is traced when absent',
    }),
  ),
  traceShare: Type.Number({
    default: 1,
    minimum: 0,
    maximum: 1,
    description: 'Share of the requests that are traced; 0.1 is every tenth',
  }),
}
