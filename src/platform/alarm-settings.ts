import Type from 'typebox'

/** Whom the program tells when a part of it is red: see docs/operations/watching.md. */
export const alarmSettings = {
  alarmWebhook: Type.Optional(
    Type.String({
      pattern: '^https?://',
      description:
        'Address that is told of alarms: POST of JSON with what is wrong and what to do; none when absent',
    }),
  ),
  alarmMailTo: Type.Optional(
    Type.String({
      pattern: '^[^\\s,@]+@[^\\s,@]+(,[^\\s,@]+@[^\\s,@]+)*$',
      description: 'E-mail addresses that are told of alarms, with commas; needs LANONG_MAIL_SERVER_FILE',
    }),
  ),
  alarmMailFrom: Type.Optional(
    Type.String({
      pattern: '^[^\\s,@<>]+@[^\\s,@<>]+$',
      description: 'E-mail address that alarms come from; the first that is told when absent',
    }),
  ),
  mailServerFile: Type.Optional(
    Type.String({
      description: 'File with the address of the mail server, `smtps://user:password@host` or `smtp://host:25`',
    }),
  ),
}
