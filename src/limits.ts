/**
 * The limits that are the program's own, in one place: how much of what others send, name or write is read, held and answered.
 * (Those of a triage that a site may want to change are in `content/policy`, under `limits`.)
 *
 * Each entry says its unit, why it is as large as it is, and after "Beyond:" what then happens. `docs/reference/limits.md` is
 * written from these words, and `test/limits.test.ts` meets each of them.
 */

/** The engine, and questions that people put to it. */
export const engineLimits = {
  /** Bytes that one statement may hold. Leaves room for the process itself on a machine of 2 GiB. Beyond: the statement fails, and the run says so with status 2. */
  memoryBytes: 1_300_000_000,
  /** Bytes of address space (`ulimit -v`) that a process needs for the engine. Its library and threads reserve it, and end the process by a signal where they lack it: measured. Below: the run is refused with status 2 before the engine is loaded. */
  addressBytesLeast: 8 * 2 ** 30,
  /** Bytes that have to be free on the disk of the engine's folder. It begins with some files, and rotates them. Below: the run ends with status 2 and says whose disk is full; of its temporary files nothing is left. */
  freeBytesLeast: 1 << 20,
  /** Bytes that a GROUP BY or ORDER BY may hold. Several of them run in one statement. Beyond: it goes on in temporary files, with the same answer. */
  spillBytes: 380_000_000,
  /** Different clients of a run up to which one side of a join stays in memory. Some 100 bytes each, of several joins at once. Beyond: joins go on in temporary files, with the same answer. */
  clientsInMemory: 2_000_000,
  /** Seconds of a question (`vedette sql`, hunts) where nobody says how many. A person waits for it. Beyond: the question ends with an error. */
  questionSeconds: 60,
  /** Seconds of a question that may be asked for. An hour is a report, and no question. Beyond: the option is refused. */
  questionSecondsMax: 3_600,
  /** Rows of an answer where nobody says how many. More are not read by a person. Beyond: the question ends with an error that says to add a LIMIT. */
  questionRows: 10_000,
  /** Rows of an answer that may be asked for. They are held to be printed. Beyond: the option is refused. */
  questionRowsMax: 1_000_000,
  /** Bytes of a statement. Written by people, a long one has some thousand. Beyond: it is refused. */
  statementBytesMax: 1_048_576,
  /** Bytes of rows that are gathered for a store on a server. They are kept until the server has them, to be sent again. Beyond: they are sent, and gathering begins anew. */
  transferBytes: 8_000_000,
} as const;

/** A server of ClickHouse that holds a store. */
export const clickhouseLimits = {
  /** Milliseconds without a byte of the server. A long statement tells its progress every few seconds. Beyond: the connection counts as lost. */
  silentMs: 300_000,
  /** Milliseconds that are waited altogether before something is tried again. A server that is started again is back by then. Beyond: it has failed, and the run ends with status 2. */
  patienceMs: 30_000,
  /** Bytes of the headers of an answer. A statement that works long tells its progress in them. Beyond: the statement has failed. */
  headersBytesMax: 1 << 20,
  /** Bytes of values in the address of a request. A server takes 1 MiB of address. Beyond: the statement is not sent, and has failed. */
  addressBytesMax: 900_000,
  /** Bytes of a failure that stands behind rows. They are a sentence and a statement. Beyond: the failure is told without words. */
  failureBytesMax: 1 << 16,
} as const;

/** The HTTP API and the console. */
export const apiLimits = {
  /** Bytes of a request's body; intakes have limits of their own. The longest that the console sends are Sigma rules. Beyond: status 413. */
  bodyBytesMax: 1 << 20,
  /** Connections at a time. A browser holds six. Beyond: a further one is closed. */
  connectionsMax: 1_000,
  /** Milliseconds for the headers of a request. They are one packet or two. Beyond: status 408, and the connection is closed. */
  headersMs: 10_000,
  /** Milliseconds for a whole request. A body of the largest size needs 140 kbit/s. Beyond: status 408, and the connection is closed. */
  requestMs: 60_000,
  /** Pages that are told of changes at a time. Each is a connection that stays. Beyond: status 503. */
  listenersMax: 200,
  /** Work with the store that may wait. Each may take seconds. Beyond: status 503, to come again. */
  waitingMax: 8,
  /** Bytes that a command may print for an answer. They are held twice. Beyond: it is ended, and the answer is an error. */
  answerBytesMax: 32 << 20,
  /** Seconds of a command for an answer. Nobody waits longer in a browser. Beyond: it is ended, and the answer is an error. */
  answerSecondsMax: 600,
  /** Records of a timeline. A page draws so many at once. Beyond: a larger number is refused with status 400; the answer says how many there are in all. */
  eventsMax: 2_000,
  /** Values of a request's body, lists and objects among them. The largest that is meant, a statement with all its filters, has some 5,000; what checks a body keeps a word of each that is wrong. Beyond: status 413. */
  bodyValuesMax: 20_000,
  /** Pages of one account that are told of changes at a time. Nobody has as many open. Beyond: status 503 for that account alone. */
  listenersOfOneMax: 50,
  /** Characters of an entity that cases are listed by. Agents may be long, and stand in an address of the API. Beyond: status 400. */
  entityCharactersMax: 8_000,
  /** Characters of the Sigma rules of one request. With all that stands around them they are one body. Beyond: status 400. */
  rulesCharactersMax: 400_000,
  /** Bytes of a record that are shown. A mail may be megabytes. Beyond: the rest is left out, and the answer says of how many. */
  recordBytesMax: 16_384,
  /** Entities of a case whose records are looked for. They stand in the statement. Beyond: those that come first are, and the answer names the others. */
  recordEntitiesMax: 500,
  /** Files that a command made for an answer, such as rules of a block. Every kind of target has some. Beyond: further ones are not given. */
  filesMax: 500,
} as const;

/** Accounts: who signs in, and who tries to. */
export const accountLimits = {
  /** Sessions of one account. A person has some browsers. Beyond: the one that was not used for longest ends. */
  sessionsMax: 20,
  /** Milliseconds that a session lasts without being used. A working day. Beyond: it has ended. */
  sessionIdleMs: 12 * 3_600_000,
  /** Milliseconds that a session lasts, however much it is used. A week. Beyond: it has ended. */
  sessionMs: 7 * 86_400_000,
  /** Milliseconds that a session lasts for which a provider vouched, however much it is used. By then what the provider took away is gone here too. Beyond: it has ended. */
  vouchedSessionMs: 12 * 3_600_000,
  /** Characters of a browser's name that are kept of a session. It tells a person which one it is. Beyond: the rest is left out. */
  agentCharactersMax: 300,
  /** Characters of a password. All of it is hashed, by whoever asks. Beyond: it is refused, and none that is right. */
  passwordCharactersMax: 256,
  /** Passwords that are hashed at a time. Each takes 64 MiB, and anybody may ask for it. Beyond: the others wait. */
  hashesMax: 2,
  /** Passwords that wait to be hashed. Some seconds of work. Beyond: status 429, to come again. */
  hashesWaitingMax: 20,
  /** Failures of one network at one account. People mistype. Beyond: it waits for a second, and after each further failure for twice as long. */
  failuresOfPair: 5,
  /** Failures of one network at all accounts. Offices stand behind one address. Beyond: it waits likewise. */
  failuresOfNetwork: 30,
  /** Milliseconds that a network waits. Long enough against guessing, short enough for who mistyped. Beyond: it waits no longer. */
  failureWaitMaxMs: 15 * 60_000,
  /** Milliseconds for which a failure is remembered. Four of the longest waits. Beyond: it is forgotten. */
  failureMs: 60 * 60_000,
  /** Failures that are remembered, by network and account. Some MB; who fails chooses the names. Beyond: the oldest are forgotten. */
  failuresMax: 50_000,
} as const;

/** Sign-in by a provider (OpenID Connect). */
export const oidcLimits = {
  /** Milliseconds of one request to the provider. Somebody looks at an empty page meanwhile. Beyond: the sign-in is over, with status 503. */
  requestMs: 10_000,
  /** Milliseconds that somebody may be at the provider. Time for a second factor. Beyond: the sign-in has to be begun again. */
  transactionMs: 10 * 60_000,
  /** Answers by way of the browser that are known to have come. More do not come while one of them would still be taken. Beyond: the oldest are forgotten; the provider takes no code twice either. */
  usedMax: 10_000,
  /** Bytes of an answer of the provider. Keys, tokens and claims are far smaller. Beyond: it is not read on, and the sign-in is over. */
  answerBytesMax: 1 << 20,
  /** Sign-ins that the provider is asked about at a time. Each holds a connection for up to some seconds. Beyond: status 429, to come again. */
  finishingMax: 20,
  /** Sign-ins of one network that the provider is asked about in a minute. An office in the morning. Beyond: status 429, until the next minute. */
  perMinuteMax: 60,
  /** Networks that are counted apart in a minute. Some hundred KB. Beyond: further ones share a count. */
  networksMax: 10_000,
  /** Values of the claim that roles are made of. Directories know people with some thousand groups. Beyond: the rest gives no role. */
  claimValuesMax: 10_000,
  /** Characters of what the provider says of a failure. Two sentences. Beyond: the rest is not shown. */
  wordsMax: 300,
  /** Characters of the query that the browser comes back with. Codes have some thousand at most. Beyond: status 400. */
  queryCharactersMax: 16_000,
  /** Characters of the page that a person is led to afterwards. Those of the console are far shorter. Beyond: it is the first page. */
  pathCharactersMax: 1_000,
} as const;

/** Records that are sent to a service. */
export const intakeLimits = {
  /** Bytes of a body, packed or unpacked. Shippers send 5 to 20 MB; with the records made of it, some of these have to fit in memory. Beyond: status 413, nothing is taken. */
  bodyBytesMax: 32 << 20,
  /** How many times its size a packed body may become. Logs shrink to a tenth or a thirtieth. Beyond: status 413, nothing is taken. */
  bodyRatioMax: 200,
  /** Bytes up to which a body may become so large whatever its size. Below it the ratio says nothing. Beyond: the ratio counts. */
  bodyRatioFreeBytes: 1 << 20,
  /** Bodies that are worked on at a time; so many of the largest size may be in memory. Beyond: status 429, to come again. */
  workingMax: 8,
  /** Connections at a time, over HTTP or of syslog. A site has some hundred senders. Beyond: the idlest goes for a further one; where none is idle it is refused. */
  connectionsMax: 512,
  /** Connections of syslog of one address at a time. A relay has some. Beyond: its idlest goes for a further one; where none is idle it is refused. */
  addressConnectionsMax: 128,
  /** Milliseconds without a whole message for which a connection keeps its place. Quiet senders are no fault. Beyond: it may be closed for another. */
  connectionIdleMs: 30_000,
  /** Milliseconds in which a connection that is closed for another may bring what was under way. Some round trips. Beyond: it is cut off. */
  leavingMs: 5_000,
  /** Connections that are being closed at a time. As many as may be open. Beyond: a further one is cut off at once. */
  leavingMax: 512,
  /** Milliseconds of a TLS handshake. It is two round trips. Beyond: the connection is closed. */
  handshakeMs: 10_000,
  /** Milliseconds for the headers of a request. They are one packet or two. Beyond: status 408, and the connection is closed. */
  headersMs: 10_000,
  /** Milliseconds for a whole request. A body of the largest size needs 2.3 Mbit/s. Beyond: status 408, and the connection is closed. */
  requestMs: 120_000,
  /** Lines of a body, blank ones too. Two for each record that is taken at once, and some more. Beyond: status 413, nothing is taken. */
  bodyLinesMax: 500_000,
  /** Bytes of the lines that a log begins with, such as its names of columns. Each segment begins with them. Beyond: they count as records. */
  headBytesMax: 16_384,
  /** Programs of a syslog input that have streams of their own. Senders choose the names. Beyond: further ones share a stream. */
  programsMax: 100,
  /** Sentences about what went wrong that are kept of an input. Senders cause them. Beyond: the oldest go. */
  notesMax: 50,
  /** Bytes of datagrams that wait for the disk. A second of a busy network. Beyond: they are dropped and counted. */
  datagramBytesMax: 16 << 20,
  /** Datagrams that wait for the disk; each costs more memory than its bytes. Beyond: they are dropped and counted. */
  datagramsMax: 50_000,
  /** Values inside values of an OpenTelemetry record. The collector's own limit is of this order, and texts of logs have a few. Beyond: the record is refused with the reason, the others are taken. */
  otlpDepthMax: 32,
  /** Values of an OpenTelemetry record. It could not be kept with as many, since a record has 262,144 bytes. Beyond: the record is refused with the reason, the others are taken. */
  otlpRecordValuesMax: 20_000,
  /** Records of an OpenTelemetry request. It is what the spool takes at once. Beyond: the request is refused. */
  otlpRecordsMax: 200_000,
  /** Values of an OpenTelemetry request, in all. Each costs memory and time, and takes two bytes to send. Beyond: the request is refused. */
  otlpValuesMax: 2_000_000,
  /** Brackets, braces and commas of an OpenTelemetry request in JSON. What a parser makes of them is many times as large. Beyond: the request is refused. */
  otlpTokensMax: 3_000_000,
  /** Resources and scopes of an OpenTelemetry request, which may be without a record. Beyond: the request is refused. */
  otlpOriginsMax: 100_000,
  /** Bytes of a Kafka batch, unpacked. Producers send batches of 16 KiB to 1 MiB before they are packed. Beyond: the batch is passed over and counted. */
  kafkaUnpackedBytesMax: 32 << 20,
  /** Lines of a Kafka value. One with more is no batch of records that somebody made on purpose. Beyond: the value is counted as too large. */
  kafkaLinesMax: 100_000,
  /** Records of a Kafka batch. Packed, a record takes less than a byte, and hundreds in memory. Beyond: the batch is passed over and counted. */
  kafkaRecordsMax: 500_000,
  /** Bytes of Kafka batches, unpacked, that are taken of one answer. Several partitions are read at a time. Beyond: no further batch is taken; it is fetched again. */
  kafkaAnswerBytes: 16 << 20,
  /** Records that are taken of one answer of Kafka. A commit is made of so many. Beyond: no further batch is taken; it is fetched again. */
  kafkaAnswerRecords: 50_000,
  /** Bytes that a Kafka broker is asked for at a time. It sends more where one batch is longer. Beyond: the rest is fetched later. */
  kafkaFetchBytes: 8 << 20,
  /** Bytes of one partition that a Kafka broker is asked for at a time. So one partition does not keep out the others. Beyond: the rest is fetched later. */
  kafkaPartitionBytes: 1 << 20,
  /** Milliseconds for a connection to a Kafka broker, and for its login. It is some round trips. Beyond: it is told, and tried again later. */
  kafkaConnectMs: 10_000,
  /** Milliseconds for an answer of a Kafka broker. It waits for one second where nothing is new. Beyond: it is told, and tried again later. */
  kafkaRequestMs: 30_000,
} as const;

/** The spool: what was acknowledged and is not in the store yet. */
export const spoolLimits = {
  /** Bytes of a record. The engine reads records up to this length (policy `record_bytes`). Beyond: the batch is refused with the size. */
  recordBytesMax: 262_144,
  /** Bytes of a mail. Servers commonly refuse more than 25 to 50 MB. Beyond: it is refused with the size. */
  mailBytesMax: 50 << 20,
  /** Bytes of one commit. It is in memory twice while it is written. Beyond: the batch is refused with the size. */
  batchBytesMax: 64 << 20,
  /** Records of one commit. Each is known by itself for a while. Beyond: the batch is refused with the number. */
  batchRecordsMax: 200_000,
  /** Bytes that may wait in memory for the disk. Two of the largest batches. Beyond: senders are asked to wait. */
  queuedBytesMax: 128 << 20,
  /** Bytes of a segment. Small enough to be released soon, large enough to be few files. Beyond: the next one is begun. */
  segmentBytesMax: 64 << 20,
  /** Milliseconds that a segment is written to, so that a quiet stream can be released too. Beyond: the next one is begun. */
  segmentAgeMs: 10 * 60_000,
  /** Bytes that may wait on disk for a reader. An hour of 5,000 lines a second, and more. Beyond: senders are asked to wait. */
  spoolBytesMax: 8 * 1024 ** 3,
  /** Bytes that have to stay free on the disk, for the store and for others; a twentieth of a disk below 10 GiB. Beyond: senders are asked to wait. */
  freeBytesMin: 512 << 20,
  /** Streams. Each is a folder and an open file, and senders choose names. Beyond: records of further names are refused with the number; those of OpenTelemetry share streams. */
  streamsMax: 4_096,
  /** Bytes of the journal. Replaying it at a start takes time. Beyond: it is begun anew with what still counts. */
  journalBytesMax: 64 << 20,
  /** Bytes of one frame of the journal. Some of the largest batches. Beyond: it is none, and the journal counts as damaged there. */
  frameBytesMax: 512 << 20,
  /** Keys of batches and records by which repeats are known; each costs some 100 bytes of memory. Beyond: the oldest are forgotten, so that what is sent again later is taken again. */
  keysMax: 100_000,
} as const;

/** Files that people name in options and settings. */
export const fileLimits = {
  /** Bytes of a report that is read again (`--since`, `casebook take`). One of some hundred thousand entities has so many. Beyond: it is refused. */
  reportBytesMax: 512 * 1_048_576,
  /** Bytes of a justification register. More is none that people keep. Beyond: it is refused. */
  registerBytesMax: 16 * 1_048_576,
  /** Bytes of a policy. The built-in one has some 20 KB. Beyond: it is refused. */
  policyBytesMax: 1_048_576,
  /** Bytes of a playbook. Tables are a few thousand long. Beyond: it is refused. */
  playbookBytesMax: 262_144,
  /** Bytes of a baseline. `baseline build` writes a few MB at most. Beyond: it is refused. */
  baselineBytesMax: 67_108_864,
  /** Characters of a cell of a playbook. A page or two. Beyond: it is refused. */
  playbookCellCharactersMax: 16_384,
  /** Clauses of a playbook. Tables have some dozen. Beyond: it is refused. */
  playbookClausesMax: 500,
  /** Bytes of the key of pseudonyms (`--mask-key`). Whatever is longer was named by mistake. Beyond: it is refused. */
  maskKeyBytesMax: 4_096,
  /** Levels of a list of blocks in JSON. No list has as many. Beyond: what is deeper is left out, and told. */
  listDepthMax: 100,
} as const;

/** Sigma rules. */
export const sigmaLimits = {
  /** Bytes of a rule file. The largest public ones have some 60 KB. Beyond: the file is refused and told, the others run. */
  ruleBytesMax: 1_000_000,
  /** Documents of a file. Beyond: the file is refused and told, the others run. Collections have some hundred. */
  documentsMax: 1_000,
  /** Values of a document, aliases counted as often as they are used. The largest public rule has some thousand. Beyond: the rule is refused and told. */
  nodesMax: 50_000,
  /** Levels of a document. Rules have five. Beyond: the rule is refused and told. */
  depthMax: 30,
  /** Tokens of a document, blanks and line ends among them. The largest public rule has some 5,000. Beyond: the rule is refused and told. */
  tokensMax: 60_000,
  /** Values of one field. Lists of hashes have some thousand. Beyond: the rule is refused and told. */
  valuesMax: 10_000,
  /** Characters of a regular expression. The engine's own matcher compiles it. Beyond: the rule is refused and told. */
  regexCharactersMax: 4_000,
  /** Characters of a condition. Beyond: the rule is refused and told. Written by people, they have some hundred. */
  conditionCharactersMax: 10_000,
  /** Texts that a value may become by modifiers and placeholders. Each is looked for. Beyond: the rule is refused and told. */
  waysMax: 1_000,
  /** Rules of one run. The public collection has 4,000. Beyond: those after it are refused and told. */
  rulesMax: 20_000,
  /** Brackets inside each other, or signs of lists and keys on one line, before a document is parsed. The parser runs out of stack at some 800. Beyond: the rule is refused and told. */
  bracketsMax: 100,
  /** Brackets and negations inside each other in a condition. Rules have two or three. Beyond: the rule is refused and told. */
  conditionDepthMax: 100,
  /** Bytes of a condition as the engine is asked for it. The longest of public rules has some 30,000. Beyond: the rule is refused and told. */
  conditionBytesMax: 200_000,
  /** Rule files of one run. The public collection has 4,000. Beyond: the run is refused with status 2. */
  filesMax: 50_000,
  /** Rules that one correlation names. An ordered one looks through all of them for each event. Beyond: the rule is refused and told. */
  correlationRulesMax: 20,
  /** Milliseconds of a correlation's timespan. No log is kept together for longer. Beyond: the rule is refused and told. */
  timespanMaxMs: 366 * 86_400_000,
  /** Groups that fulfil one correlation. More are no result that anybody reads. Beyond: the correlation ends, and the answer says so. */
  groupsMax: 1_000_000,
  /** Events of one window of a correlation. All of them are held in memory. Beyond: the correlation ends, and the answer says so. */
  windowEventsMax: 2_000_000,
  /** Correlations over correlations. Beyond: the rule is refused and told. Nobody reads three. */
  correlationDepthMax: 20,
} as const;

/** Feeds of threat intelligence. */
export const intelLimits = {
  /** Bytes of a JSON document of a feed. It must be held whole to be read. Beyond: it is refused. */
  documentBytesMax: 256 * 2 ** 20,
  /** Bytes of a list. It is read as it comes; this is against what has no end. Beyond: it is refused. */
  listBytesMax: 2 * 2 ** 30,
  /** Bytes of a line of a list. No value is so long. Beyond: the line is left out and counted. */
  lineBytesMax: 1 << 16,
  /** Bytes of a value. A longer text is a mistake in a feed. Beyond: the entry is left out and counted. */
  valueBytesMax: 2_048,
  /** Bytes of a STIX pattern. Lists of some ten thousand values fit. Beyond: the indicator is left out and counted. */
  patternBytesMax: 1 << 20,
  /** Brackets inside each other in a STIX pattern. Patterns have two or three. Beyond: the indicator is left out and counted. */
  patternDepthMax: 32,
  /** Bundles inside each other in a STIX document. The standard has none. Beyond: the inner ones are left out and counted. */
  bundleDepthMax: 8,
  /** Entries of observables that wait until it is known whether indicators stand beside them. Each costs some hundred bytes. Beyond: the observable is left out and counted. */
  observablesMax: 200_000,
  /** Characters of an id and of a label that are kept. A label is a line of a report. Beyond: the rest is left out. */
  textCharactersMax: 200,
  /** Characters of a pattern of agents. The engine reads all of them as one. Beyond: the entry is left out and counted. */
  agentPatternCharactersMax: 512,
  /** How often a pattern of agents may repeat something by number. More makes the automaton large. Beyond: the entry is left out and counted. */
  agentPatternRepeatsMax: 255,
  /** Patterns of agents of all feeds of a run. They are one automaton. Beyond: the rest is not looked for, and the report says so. */
  agentPatternsMax: 2_000,
  /** Reasons for which entries of a feed are left out, each with its number. Feeds may invent some. Beyond: further ones are counted together. */
  reasonsMax: 50,
  /** Pages of a TAXII collection. Servers give hundreds or thousands of objects a page. Beyond: nothing is taken, the earlier state stays. */
  taxiiPagesMax: 10_000,
  /** Objects of a TAXII collection in one reading. Their ids are held, to know what an earlier reading said of them. Beyond: nothing is taken, the earlier state stays. */
  taxiiObjectsMax: 10_000_000,
  /** Characters of the mark by which a TAXII server knows the next page. It stands in an address. Beyond: nothing is taken, the earlier state stays. */
  taxiiNextCharactersMax: 8_000,
  /** Pages of a search of MISP, of 5,000 attributes each. Some of the largest instances have a few million. Beyond: nothing is taken, the earlier state stays. */
  mispPagesMax: 2_000,
} as const;

/** What is fetched from servers of feeds. */
export const fetchLimits = {
  /** Bytes of one answer. The largest public lists have some 100 MB. Beyond: nothing is taken, the earlier state stays. */
  bytesMax: 512 * 2 ** 20,
  /** Bytes of one page of answers in JSON, which is held whole. Beyond: nothing is taken, the earlier state stays. Servers send some MB. */
  pageBytesMax: 128 * 2 ** 20,
  /** Bytes of all answers of a feed together. As much as a list may have, with what JSON says around it. Beyond: nothing is taken, the earlier state stays. */
  totalBytesMax: 8 * 2 ** 30,
  /** Redirections of one request, all on the same host. Servers need one or two. Beyond: nothing is taken, the earlier state stays. */
  redirectsMax: 5,
  /** Seconds of one answer from its beginning to its end. The largest size needs 7 Mbit/s. Beyond: nothing is taken, the earlier state stays. */
  secondsMax: 600,
  /** Seconds without any byte. Servers that search take some. Beyond: nothing is taken, the earlier state stays. */
  idleSecondsMax: 30,
  /** Seconds of all answers of a feed together. A first fetch by pages is the longest. Beyond: nothing is taken, the earlier state stays. */
  totalSecondsMax: 3_600,
} as const;

/** What a log may hold, beside the limits of the policy. */
export const readingLimits = {
  /** Objects inside objects that are looked at when the keys of JSON are told from a sample. Known formats have four. Beyond: deeper keys are no columns; the record is read. */
  jsonDepthMax: 8,
  /** Different headers (`#fields`, `#Fields:`) of a file; its lines are scanned once for each. Zeek knows some sixty logs. Beyond: lines below further ones are rejects, with the reason. */
  headersPerFileMax: 64,
  /** Bytes of a line of a header. Those of Zeek have some thousand. Beyond: the rest is not read, so that records below it are rejects. */
  headerLineBytesMax: 65_536,
  /** Lines of headers of a file. A log that begins anew every two minutes has as many in a quarter. Beyond: what is below further ones is read by the header before them, and rejected where it does not fit. */
  headerLinesMax: 500_000,
  /** Formats of one file. A file of a network sensor may hold several of its logs. Beyond: lines of further formats are rejects, with the reason. */
  formatsPerFileMax: 6,
  /** Bytes of a line that are quoted as evidence; a report quotes thousands. Beyond: the rest is left out and the evidence says of how many bytes. */
  evidenceBytesMax: 4_096,
  /** Characters of the name of an archive's member. Systems know paths of 4,096 bytes. Beyond: the rest of it is left out. */
  memberNameCharactersMax: 1_024,
  /** Bytes of what a tar archive says beside a member: a long name, or attributes. A path has 4,096. Beyond: it is passed over, and the archive is told as damaged. */
  tarBesideBytesMax: 1 << 20,
  /** Events of an audit log of Linux that are put together at a time; they have no more bytes together than one record may have. The kernel writes those of several processors in turn. Beyond: the oldest counts as whole. */
  auditEventsMax: 64,
  /** Lines of a row of CSV, of which a quote is open. Notes of people have some. Beyond: its first line is a reject, and the lines behind it are read anew. */
  csvRowLinesMax: 500,
  /** Bytes of a record of a document that are kept as its text. A report quotes them. Beyond: the rest is left out. */
  rawBytesMax: 4_096,
  /** Characters of a record that are compared with a pattern when a format is recognised. JavaScript may go back over a text many times. Beyond: the record tells no format; it is read. */
  patternCharactersMax: 4_000,
  /** Files that are kept open while a run lasts, a quarter of what the system allows at most. The engine needs descriptors too. Beyond: further ones are found by their paths. */
  heldFilesMax: 200,
  /** Bytes of the sample beside a reason for rejects. Enough to see what it is. Beyond: the rest is not shown; the number of rejects is that of all. */
  rejectSampleBytes: 300,
} as const;

/** What a triage and what is asked of it hold of what a log made. */
export const triageLimits = {
  /** Distinct agents, or paths, that the program matches with the patterns of the catalogue by itself. It is faster than the engine for as many. Beyond: the engine does, with the same answer. */
  matchedTextsMax: 150_000,
  /** Bytes of them. They are held. Beyond: likewise. */
  matchedTextBytesMax: 64_000_000,
  /** Lookups of one name in one log. A name that more ask for is part of the web. Beyond: later ones are not looked at. */
  lookupsOfNameMax: 1_000,
  /** Lookups of a thousand names in one log. They are held and joined. Beyond: later ones are not looked at. */
  lookupsMax: 20_000,
  /** Marks of one link that are compared of an entity. Those that are rare tell campaigns. Beyond: the commonest are not compared. */
  marksOfEntityMax: 50,
  /** Marks of one link in a run. They are held and compared. Beyond: the rest, in the order of their texts, is not compared. */
  marksMax: 50_000,
  /** Marks of earlier runs of a store that one run looks at. They are held and compared. Beyond: the rest, in the order of their entities, is not compared. */
  earlierMarksMax: 100_000,
  /** Agents, paths or hours of one address that are compared with an entry of the register. Who shows more is no known program. Beyond: the entry does not hold. */
  comparedMax: 2_000,
  /** Agents of a baseline. The commonest are what is ordinary. Beyond: the rest is left out and counted. */
  baselineAgentsMax: 20_000,
  /** Bytes of an agent of a baseline. A longer one is no program's own. Beyond: it is left out and counted. */
  baselineAgentBytesMax: 512,
  /** Paths of a baseline. Those of most visitors are what is ordinary. Beyond: the rest is left out and counted. */
  baselinePathsMax: 5_000,
  /** Clients, by all that a block could tell them apart by, that are weighed against a block. They are held. Beyond: the command ends with status 2 and says to take less time. */
  historyRowsMax: 1_000_000,
  /** Pairs of agent and path of a case that are weighed one by one. Each is a row for each client. Beyond: they are summed by client and agent. */
  historyPairsMax: 300_000,
  /** Clients and agents that a list of blocks stops, as `contain --check` weighs it. They are held. Beyond: it ends with status 2 and says to take less time. */
  checkRowsMax: 1_000_000,
} as const;

/** Reports. */
export const reportLimits = {
  /** Bytes of the cases in the HTML report: a browser lays out a page of this size at once, and a mail or ticket system still takes it. Beyond: further entities stand by name, with how many; the JSON report has all. */
  htmlCasesBytesMax: 4_000_000,
} as const;

/**
 * How much of one mail is read; a mail made to exhaust the reader costs no more than an ordinary large one. (The length of a mail,
 * the number and the depth of its parts are limits of the policy.)
 */
export const mailLimits = {
  /** Bytes of UTF-8 of the text of all parts together, half of it from the beginning and half from the end: a mail asks there. Beyond: what is between is left out, and the record says so. */
  textBytes: 65_536,
  /** Bytes of one text or HTML part that are decoded and searched for links; mailings stay under 1 MiB. Beyond: the rest is left out, and the record says so. */
  partTextBytes: 4_194_304,
  /** Bytes of one header field; mail servers take no line over 998 bytes, and folded fields grow to some KiB. Beyond: the rest is left out, and the record says so. */
  headerBytes: 65_536,
  /** Bytes of the header fields of one part; servers refuse mails from 64 KiB to 1 MiB on. Beyond: the rest is left out, and the record says so. */
  headersBytes: 1_048_576,
  /** Bytes of one line that may be a boundary; RFC 2046 allows 70 characters and white space. Beyond: the line is none, and is text of its part. */
  boundaryLineBytes: 1_024,
  /** Links, and shown texts that differ from their links. Mailings have some hundred. Beyond: the rest is left out, and the record says so. */
  links: 500,
  /** Characters of a link, as browsers and proxies commonly take. Beyond: the rest of it is left out, and the record says so. */
  linkCharacters: 2_048,
  /** Addresses of one header field such as To. Servers take 100 recipients at a time. Beyond: the rest is left out, and the record says so. */
  addresses: 1_000,
  /** Characters of one address, name, file name, type or identifier; the standard allows 254 for an address. Beyond: the rest of it is left out, and the record says so. */
  wordCharacters: 998,
  /** Characters of a subject, and of authentication results as they stand. Beyond: the rest of it is left out, and the record says so. Subjects fit a line. */
  fieldCharacters: 4_096,
  /** Received fields, and addresses in them; mail servers take more than 100 for a loop. Beyond: the rest is left out, and the record says so. */
  hops: 100,
  /** Identifiers in References. Threads of some hundred answers name them all. Beyond: the rest is left out, and the record says so. */
  references: 200,
  /** Form actions, names of form fields and scripts, each. A form that asks for a configuration has some ten. Beyond: the rest is left out, and the record says so. */
  formParts: 100,
  /** Characters kept of a script in the mail or attached; what reads a client and sends it takes some hundred. Beyond: the rest of it is left out. */
  scriptCharacters: 2_000,
  /** Parameters of one header field. Fields have two or three. Beyond: the rest is not read. */
  parameters: 100,
  /** Characters of a Received field. They have some hundred. Beyond: the rest is not read. */
  hopCharacters: 2_000,
  /** Characters of a link that holds its page itself (`data:`). Its type and its beginning tell what it is. Beyond: the rest of it is left out, and the record says so. */
  dataLinkCharacters: 200,
  /** Mails within mails that are encoded as a whole, within each other; each is decoded anew. Beyond: the innermost are not read, and the record says so. */
  encodedMails: 4,
} as const;

/** The casebook: what a person would never reach, and a script might. */
export const casebookLimits = {
  /** Characters of a note. A long book chapter. Beyond: it is refused. */
  noteCharactersMax: 100_000,
  /** Characters of a reason or remark. Two pages. Beyond: it is refused. */
  reasonCharactersMax: 4_000,
  /** Characters of a name of a person, a hunt or a token. Beyond: it is refused. Names fit a line. */
  nameCharactersMax: 200,
  /** Characters of a tag. Beyond: it is refused. Tags are words. */
  tagCharactersMax: 64,
  /** Tags of a case. Beyond: no more are taken, and the act is refused. A row shows some. */
  tagsMax: 100,
  /** Cases or entries of a page. Beyond: a larger number is refused; a mark says where the next page begins. */
  pageMax: 1_000,
  /** Cases that one act changes. It is one transaction. Beyond: it is refused, and changes none. */
  bulkMax: 10_000,
  /** Values of one part of a filter. SQLite takes a bounded number of them. Beyond: it is refused. */
  filterValuesMax: 500,
  /** Values of one entry of the register that closing a case proposes. More are no single errand that somebody answers for. Beyond: none is proposed, and the audit says so. */
  proposalValuesMax: 50,
  /** Characters of a closing note that such an entry gives as its reason. A paragraph. Beyond: the rest is left out. */
  proposalReasonCharacters: 500,
  /** Lines of evidence that are kept of a finding. The report holds the rest. Beyond: they are not kept. */
  evidenceLinesMax: 5,
  /** Characters of such a line. As many as a page shows. Beyond: the rest is left out. */
  evidenceCharactersMax: 2_000,
} as const;

/** Hunts that people save. */
export const huntLimits = {
  /** Characters of a description. A page. Beyond: it is refused. */
  descriptionCharactersMax: 2_000,
  /** Characters of a hunt's text. Sigma rules are the longest. Beyond: it is refused. */
  textCharactersMax: 100_000,
  /** Hunts of one person. A list that is still read. Beyond: a further one is refused, until one is removed. */
  huntsMax: 500,
} as const;

/** Whom a service tells of changes. */
export const notifyLimits = {
  /** Destinations. Each is asked and retried by itself. Beyond: a further one is refused. */
  destinationsMax: 50,
  /** Messages that wait for one destination. A day of trouble. Beyond: the oldest is dropped, and counted. */
  waitingMax: 500,
  /** Ended deliveries that are remembered of one destination. Enough to see what went wrong. Beyond: the oldest are forgotten. */
  endedMax: 100,
  /** Recipients of a mail. Beyond: the destination is refused. A list has an address of its own. */
  recipientsMax: 20,
  /** Attempts on one message. With the waits between them three days. Beyond: it is given up, and told. */
  attemptsMax: 16,
  /** Milliseconds for which a message is worth telling. Later the queue says more. Beyond: it is given up, and told. */
  ageMaxMs: 3 * 86_400_000,
  /** Characters of a destination's address. Browsers take 2,000. Beyond: it is refused. */
  addressCharactersMax: 2_000,
  /** Milliseconds for which a secret signs beside the one that takes its place. A day to bring the other end up to date. Beyond: the new one signs alone. */
  oldSecretMs: 86_400_000,
  /** Milliseconds of one attempt, from the name to the answer's end. Receivers answer within some seconds. Beyond: it has failed, and is made again later. */
  attemptMs: 15_000,
  /** Addresses of a destination's name that are looked at and tried. More is no server. Beyond: the others are not used. */
  hostAddressesMax: 16,
  /** Bytes of a receiver's answer. A sentence of what was wrong. Beyond: it is not read on. */
  answerBytesMax: 4_096,
  /** Bytes of a mail server's answer. They are lines of 512. Beyond: the attempt has failed. */
  mailAnswerBytesMax: 65_536,
  /** Characters of an answer that are kept and shown. A line. Beyond: the rest is left out. */
  saidCharactersMax: 200,
  /** Milliseconds that a receiver may ask to be left alone (Retry-After). Longer is no answer but a no. Beyond: it is asked after these. */
  retryAfterMaxMs: 6 * 3_600_000,
  /** Entries of the audit that are looked through at once. Attacks may make thousands of cases. Beyond: the rest is of the next time. */
  entriesMax: 20_000,
} as const;
