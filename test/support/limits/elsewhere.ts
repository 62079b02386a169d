/** Limits that are met in tests beside what they belong to: `[file, name of the test]`. */

const mail = (name: string): Elsewhere => ["mail-limits", name];
const spool = (name: string): Elsewhere => ["intake-spool", name];
const sigma: Elsewhere = ["sigma-read", "of 10 MB, endless, deep or many"];
const agentPattern: Elsewhere = ["intel-values", "the pattern %s is refused"];
const otlp: Elsewhere = ["intake-otlp", "has more records or values than are taken at a time"];
const badBatch: Elsewhere = [
  "intake-kafka",
  "that %s is one message that says so, and those behind it are read",
];
const bounded: Elsewhere = [
  "notify-delivery",
  "is bounded: the oldest are dropped, counted and shown; what waited too long is given up",
];
const littleIsRead: Elsewhere = [
  "notify-delivery",
  "says very much: only a little is read, and it is shown as text",
];
const onlyBegin: Elsewhere = ["mail-limits", "addresses, hops, references and forms"];

export type Elsewhere = readonly [file: string, name: string];

export const metElsewhere: Readonly<Record<string, Elsewhere>> = {
  "engine.freeBytesLeast": [
    "limits-machine",
    "a temporary folder of %s that fills up is told, and left empty",
  ],
  "engine.clientsInMemory": [
    "much",
    "a log of more clients than a join holds in memory gives the same entities, findings and cases",
  ],
  "engine.questionSeconds": ["hunts", "keeps to its limits"],
  "engine.questionRows": ["hunts", "keeps to its limits"],
  "api.bodyBytesMax": [
    "server",
    "what is malformed, huge or unknown is told as a problem, and nothing of the inside",
  ],
  "api.listenersOfOneMax": ["live", "of one account there are fifty at most, and others still listen"],
  "account.sessionIdleMs": [
    "server",
    "a session ends when it is not used, when its account is switched off, and when it is taken back",
  ],
  "account.vouchedSessionMs": [
    "oidc",
    "a session of theirs ends half a day after the sign-in, however much it is used",
  ],
  "account.failuresOfPair": [
    "server",
    "waits after failures of one network at one account, and locks nobody else out",
  ],
  "oidc.transactionMs": [
    "oidc-faults",
    "what the browser keeps is opened by who sealed it, for ten minutes, and used once",
  ],
  "oidc.perMinuteMax": [
    "oidc-faults",
    "thousands that were begun push out nobody's, and sixty a minute of one network are looked at",
  ],
  "oidc.networksMax": [
    "oidc-faults",
    "so many are counted in a minute, each for itself, and the next begins at nothing",
  ],
  "oidc.wordsMax": ["oidc-faults", "an error is told as text, cut, and only to who began the sign-in"],
  "intake.bodyRatioMax": ["intake-http", "compressed are unpacked, up to a ratio"],
  "intake.workingMax": ["intake-http", "a server takes what is sent over the network, many at a time"],
  "intake.connectionsMax": [
    "intake-syslog-harm",
    "512 idle connections keep nobody out, and the quiet sender keeps its own",
  ],
  "intake.bodyLinesMax": [
    "intake-http",
    "a body of more lines than there is room for is refused, also where all are blank",
  ],
  "intake.programsMax": ["intake-syslog", "more programs than are kept apart share a stream"],
  "intake.otlpDepthMax": ["intake-otlp", "tell which records are not taken, and why, and the others are"],
  "intake.otlpRecordValuesMax": otlp,
  "intake.otlpRecordsMax": otlp,
  "intake.otlpValuesMax": otlp,
  "intake.otlpOriginsMax": otlp,
  "intake.otlpTokensMax": otlp,
  "intake.kafkaUnpackedBytesMax": badBatch,
  "intake.kafkaRecordsMax": badBatch,
  "intake.kafkaLinesMax": ["intake-kafka", "that is too large is counted"],
  "spool.recordBytesMax": ["intake-http", "says of each document why it is not taken"],
  "spool.segmentBytesMax": spool("hold one record a line, are rolled at their size, and keep the order"),
  "spool.segmentAgeMs": spool("are closed by age"),
  "spool.spoolBytesMax": spool("beyond the spool's limit nothing is taken until segments are released"),
  "spool.freeBytesMin": spool("where less is free than has to stay free, and the sentence says what to do"),
  "spool.journalBytesMax": spool("a journal that has grown long is begun anew, and nothing changes"),
  "spool.keysMax": spool("is forgotten beyond the window"),
  "file.playbookCellCharactersMax": ["playbook-import", "cell.md"],
  "file.playbookClausesMax": ["playbook-import", "many.md"],
  "sigma.ruleBytesMax": sigma,
  "sigma.documentsMax": sigma,
  "sigma.nodesMax": sigma,
  "sigma.depthMax": sigma,
  "sigma.tokensMax": sigma,
  "sigma.bracketsMax": sigma,
  "sigma.correlationDepthMax": ["sigma-windows", "in a long chain are refused, not followed"],
  "intel.lineBytesMax": ["intel-read", "a line without end is refused once, and what follows it is read"],
  "intel.patternBytesMax": [
    "intel-stix",
    "a pattern of a megabyte is read in passing, one that is longer is not",
  ],
  "intel.agentPatternCharactersMax": agentPattern,
  "intel.agentPatternRepeatsMax": agentPattern,
  "fetch.totalBytesMax": ["intel-fetch", "too much in several answers"],
  "fetch.redirectsMax": ["intel-fetch", "a redirect is followed on the same host only"],
  "fetch.bytesMax": ["intel-fetch", "too much: told before, and not told before"],
  "fetch.secondsMax": ["intel-fetch", "no byte, and a byte now and then without end"],
  "fetch.idleSecondsMax": ["intel-fetch", "no byte, and a byte now and then without end"],
  "reading.headersPerFileMax": [
    "evasion",
    "headers beyond a limit of different ones are told, and what is below them is counted",
  ],
  "mail.textBytes": mail("text between its beginning and its end"),
  "mail.partTextBytes": mail("text of one part"),
  "mail.headerBytes": mail("a long header field, and the fields behind it are read"),
  "mail.headersBytes": mail("all header fields together"),
  "mail.links": mail("links"),
  "mail.linkCharacters": mail("long links, names and subjects"),
  "mail.wordCharacters": mail("long links, names and subjects"),
  "mail.fieldCharacters": mail("long links, names and subjects"),
  "mail.addresses": onlyBegin,
  "mail.hops": onlyBegin,
  "mail.references": onlyBegin,
  "mail.formParts": onlyBegin,
  "mail.encodedMails": mail("mails encoded in mails"),
  "notify.destinationsMax": [
    "notify-api",
    "a name that is taken, one destination too many, a change into what cannot be, a secret of mail",
  ],
  "notify.waitingMax": bounded,
  "notify.endedMax": bounded,
  "notify.ageMaxMs": bounded,
  "notify.attemptsMax": [
    "notify-delivery",
    "is given up after so many attempts, and can be told again under the same id",
  ],
  "notify.oldSecretMs": ["notify-delivery", "signs with both secrets for a day after another was made"],
  "notify.answerBytesMax": littleIsRead,
  "notify.saidCharactersMax": littleIsRead,
  "notify.mailAnswerBytesMax": [
    "notify-mail",
    "a server that says too much, nothing, or no SMTP is given up on",
  ],
  "notify.retryAfterMaxMs": ["notify-delivery", "Retry-After %j"],
  "policy.findings_per_indicator": ["flood", "the numbers say of how many"],
  "policy.record_bytes": ["bad-input", "the sums hold for every source, and the rest of the run is done"],
  "policy.decompressed_ratio": ["archives-harm", "a bomb ends at the limit: %s"],
  "policy.decompressed_bytes_floor": ["archives-harm", "a bomb ends at the limit: %s"],
  "policy.spool_bytes": [
    "archives-harm",
    "small bombs in many inner archives are one bomb; more of a file than may be spooled is said so",
  ],
  "policy.archive_members": ["archives-harm", "100,000 members, of any kind"],
  "policy.archive_depth": [
    "archives-harm",
    "archives without end in each other, as one that holds itself: the limit of depth",
  ],
  "policy.document_record_bytes": [
    "documents",
    "a record beyond the limit is a reject, and the next one is read",
  ],
  "policy.document_depth": mail("depth of multiparts"),
  "policy.document_parts": mail("parts"),
};
